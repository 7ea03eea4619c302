"""Lost links: how often a subscription comes back, from where, and how slow readers are treated."""

import json
import threading

from cases import ProgramTest, each
from websocket_server import LEGACY, Peer, stream


class Counting(ProgramTest):

    @each(0, 2)
    def test_failures_in_a_row(self, retries):
        server = self.websocket(stream(end=Peer.drop))
        self.assert_failed(self.subscribe(server, "--retries", retries), 3, "lost")
        self.assertEqual(retries + 1, server.connections)

    def test_ten_by_default(self):
        server = self.websocket(stream(end=Peer.drop))
        self.assert_failed(self.subscribe(server), 3, "lost")
        self.assertEqual(11, server.connections)

    def test_without_end(self):
        server = self.websocket(*[stream(end=Peer.drop)] * 15, stream({"a": 1}))
        self.assert_streamed(self.subscribe(server, "--retries", "-1"), {"a": 1})

    def test_an_event_resets_the_count(self):
        server = self.websocket(*[stream({"a": n}, end=Peer.drop) for n in range(4)], stream({"a": 4}))
        self.assert_streamed(self.subscribe(server, "--retries", "1"), *[{"a": n} for n in range(5)])

    def test_an_ack_alone_does_not(self):
        server = self.websocket(stream({"a": 1}, end=Peer.drop), stream(end=Peer.drop))
        self.assert_streamed(self.subscribe(server, "--retries", "2"), {"a": 1}, code=3)
        self.assertEqual(3, server.connections)

    def test_every_connection_has_a_fresh_id(self):
        server = self.websocket(stream({"a": 1}, end=Peer.drop), stream({"a": 2}))
        self.assert_streamed(self.subscribe(server), {"a": 1}, {"a": 2})
        self.assertNotEqual(server.peers[0].id, server.peers[1].id)

    def test_variables_stay_the_same_without_resume(self):
        server = self.websocket(stream({"a": 1}, end=Peer.drop), stream({"a": 2}))
        self.subscribe(server, "-v", "x=1")
        self.assertEqual([{"x": 1}, {"x": 1}], [peer.variables for peer in server.peers])

    def test_a_refused_resubscription_is_final(self):
        server = self.websocket(stream({"a": 1}, end=Peer.drop), stream(end=lambda peer: peer.error([{"message": "no"}])))
        self.assert_streamed(self.subscribe(server), {"a": 1}, code=1)
        self.assertEqual(2, server.connections)


class Resume(ProgramTest):
    """Before each re-subscribe the variable is set from the last event that has the pointer."""

    def variables(self, *scripts, pointer="/data/e/id=after", options=()):
        """What each connection was asked for."""
        server = self.websocket(*scripts)
        self.assert_code(self.subscribe(server, "--resume", pointer, *options), 0)
        return [peer.variables for peer in server.peers]

    @each(("number", 7), ("text", "x7"), ("large number", 9007199254740993), ("object", {"a": [1]}), ("null", None))
    def test_from_the_last_event(self, _, value):
        first = stream({"e": {"id": 1}}, {"e": {"id": value}}, end=Peer.drop)
        self.assertEqual([{}, {"after": value}], self.variables(first, stream()))

    def test_legacy(self):
        first = stream({"e": {"id": 1}}, end=Peer.drop, protocol=LEGACY)
        self.assertEqual([{}, {"after": 1}], self.variables(first, stream(protocol=LEGACY)))

    def test_before_any_event_it_is_left_alone(self):
        variables = self.variables(stream(end=Peer.drop), stream(), options=("-v", "after=3"))
        self.assertEqual([{"after": 3}, {"after": 3}], variables)

    def test_an_event_without_the_pointer_changes_nothing(self):
        first = stream({"e": {"id": 1}}, {"e": {}}, {"f": 2}, end=Peer.drop)
        self.assertEqual([{}, {"after": 1}], self.variables(first, stream()))

    def test_it_outlives_a_connection_without_events(self):
        variables = self.variables(stream({"e": {"id": 1}}, end=Peer.drop), stream(end=Peer.drop), stream())
        self.assertEqual([{}, {"after": 1}, {"after": 1}], variables)

    def test_each_time_anew(self):
        variables = self.variables(*[stream({"e": {"id": n}}, end=Peer.drop) for n in (1, 2)], stream())
        self.assertEqual([{}, {"after": 1}, {"after": 2}], variables)

    def test_into_an_object(self):
        variables = self.variables(stream({"e": {"id": 1}}, end=Peer.drop), stream(),
                                   pointer="/data/e/id=input.page.after", options=("-v", "input.name=x"))
        self.assertEqual([{"input": {"name": "x"}}, {"input": {"name": "x", "page": {"after": 1}}}], variables)

    def test_from_a_list(self):
        variables = self.variables(stream({"l": [{"id": 1}, {"id": 2}]}, end=Peer.drop), stream(), pointer="/data/l/1/id=after")
        self.assertEqual([{}, {"after": 2}], variables)

    def test_nothing_is_lost_or_repeated(self):
        first, second = stream({"e": {"id": 1}}, {"e": {"id": 2}}, end=Peer.drop), stream({"e": {"id": 3}})
        outcome = self.subscribe(self.websocket(first, second), "--resume", "/data/e/id=after")
        self.assert_streamed(outcome, *[{"e": {"id": n}} for n in (1, 2, 3)])

    @each(
        ("one word", "nothing"),
        ("no variable", "/data/e/id"),
        ("empty variable", "/data/e/id="),
        ("no slash", "data/e=after"),
    )
    def test_misspelt(self, _, value):
        self.assert_usage_error(self.subscribe(self.websocket(stream()), "--resume", value))


class Notices(ProgramTest):

    def notices(self, outcome):
        return [line for line in outcome.err.splitlines() if "reconnect" in line]

    def test_a_reconnect_is_one_line_of_json(self):
        server = self.websocket(stream({"a": 1}, end=Peer.drop), stream({"a": 2}))
        outcome = self.subscribe(server, "--notices")
        self.assert_streamed(outcome, {"a": 1}, {"a": 2})
        self.assertTrue(self.notices(outcome), outcome)
        for line in outcome.err.splitlines():
            self.assertIsInstance(json.loads(line), dict)

    def test_none_without_a_reconnect(self):
        outcome = self.subscribe(self.websocket(stream({"a": 1})), "--notices")
        self.assertEqual((0, ""), (outcome.code, outcome.err))

    def test_none_unless_asked_for(self):
        server = self.websocket(stream({"a": 1}, end=Peer.drop), stream({"a": 2}))
        outcome = self.subscribe(server)
        self.assertEqual((0, ""), (outcome.code, outcome.err))

    def test_the_error_stays_the_last_line(self):
        server = self.websocket(stream({"a": 1}, end=Peer.drop), stream(end=Peer.drop))
        outcome = self.subscribe(server, "--notices", "--retries", "2")
        self.assert_failed(outcome, 3, out=None)


class SlowReader(ProgramTest):

    def flood(self, count, size, end=Peer.complete):
        """A script that sends many numbered events at once."""
        return stream(*[{"n": n, "x": "x" * size} for n in range(count)], end=end)

    def numbers(self, outcome):
        return [event["data"]["n"] for event in outcome.events]

    def test_a_full_queue_fails_if_asked_to(self):
        """stdout is not read for longer than the stall time: overflow, after what was buffered."""
        given_up = threading.Event()

        def script(peer):
            try:
                self.flood(1500, 1000, end=Peer.expect_unsubscribe)(peer)
            finally:
                given_up.set()
        program = self.subscriber(self.websocket(script), "--overflow", "fail", "--buffer", "4")
        self.wait_for(given_up, "the program to give up")
        outcome = program.finish()
        self.assert_failed(outcome, 8, "overflow", out=None)
        numbers = self.numbers(outcome)
        self.assertEqual(list(range(len(numbers))), numbers)
        self.assertLess(len(numbers), 1500)

    def test_a_burst_is_not_an_overflow(self):
        outcome = self.subscribe(self.websocket(self.flood(5000, 10)), "--overflow", "fail", "--buffer", "4")
        self.assert_code(outcome, 0)
        self.assertEqual(list(range(5000)), self.numbers(outcome))

    @each(("default", ()), ("asked for", ("--overflow", "block")))
    def test_blocking_loses_nothing(self, _, options):
        sent = threading.Event()

        def end(peer):
            sent.set()
            peer.complete()
        program = self.subscriber(self.websocket(self.flood(3000, 10_000, end)), "--buffer", "4", *options)
        program.line()
        self.assertFalse(sent.wait(0.7), "30 MB went through though nobody read them")
        outcome = program.finish()
        self.assert_code(outcome, 0)
        self.assertEqual(list(range(3000)), self.numbers(outcome))

    def test_resuming_steps_aside(self):
        """The default with --resume: the server's side is stopped meanwhile, and goes on behind the last event."""
        stopped = threading.Event()

        def script(peer):
            peer.welcome()
            number = 0
            while number < 3000:
                peer.expect_subscribe()
                number = peer.variables.get("after", 0)
                while number < 3000 and not peer.hears_within(0):
                    number += 1
                    peer.next({"n": number, "x": "x" * 10_000})
                if number < 3000:
                    peer.expect_unsubscribe()
                    stopped.set()
            peer.complete()
        program = self.subscriber(self.websocket(script), "--resume", "/data/n=after")
        self.wait_for(stopped, "the program to unsubscribe")
        outcome = program.finish()
        self.assert_code(outcome, 0)
        self.assertEqual(list(range(1, 3001)), self.numbers(outcome))

    def test_dropping_the_oldest(self):
        sent = threading.Event()

        def end(peer):
            sent.set()
            peer.complete()
        program = self.subscriber(self.websocket(self.flood(3000, 1000, end)), "--overflow", "drop-oldest",
                                  "--buffer", "10", "--notices")
        self.wait_for(sent, "the server to get rid of everything")
        outcome = program.finish()
        self.assert_code(outcome, 0)
        numbers = self.numbers(outcome)
        self.assertEqual(list(range(2990, 3000)), numbers[-10:])
        self.assertLess(len(numbers), 3000)
        notices = [json.loads(line) for line in outcome.err.splitlines() if line.startswith("{")]
        self.assertEqual(3000 - len(numbers), sum(notice["dropped"] for notice in notices))
        self.assertTrue(all(notice["gap"] for notice in notices))

    def test_resume_policy_needs_resume(self):
        self.assert_usage_error(self.subscribe(self.websocket(stream()), "--overflow", "resume"))

    @each("sometimes", "")
    def test_unknown_policy(self, policy):
        self.assert_usage_error(self.subscribe(self.websocket(stream()), "--overflow", policy))
