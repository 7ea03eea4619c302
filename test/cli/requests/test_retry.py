"""Which failures are repeated, how often, and when."""

import email.utils
import time

from cases import ONCE, ProgramTest, each
from http_server import CHUNKED, chunk, close, page, reply, reset, wait_until_gone

OK = {"data": {"a": 1}}
CUT = [reply(OK)[:-3], close]

REFUSED = (
    ("408", page(408)),
    ("421", page(421)),
    ("425", page(425)),
    ("429", page(429)),
    ("429 with Retry-After", page(429, "Retry-After: 0")),
    ("503 with Retry-After", page(503, "Retry-After: 0")),
)
AMBIGUOUS = (
    ("500", page(500)),
    ("502", page(502)),
    ("503", page(503)),
    ("504", page(504)),
    ("reset", [reset]),
    ("closed", [close]),
    ("cut body", CUT),
    ("cut chunks", [CHUNKED + chunk(b'{"data"'), close]),
)
FINAL = (
    ("400", page(400)),
    ("404", page(404)),
    ("405", page(405)),
    ("413", page(413)),
    ("415", page(415)),
    ("HTML 200", page(200)),
    ("not an answer", reply("{}")),
)


class Classes(ProgramTest):
    """By what can have happened: refused, ambiguous, final. (Unsent: see Counting.)"""

    @each(*REFUSED, *AMBIGUOUS)
    def test_a_query_is_repeated(self, _, failure):
        server = self.http(failure, reply(OK))
        self.assert_answered(self.query(server), OK)
        self.assertEqual(2, len(server.requests))
        self.assertEqual(server.requests[0].body, server.requests[1].body)

    @each(*REFUSED)
    def test_a_refused_mutation_is_repeated(self, _, failure):
        server = self.http(failure, reply(OK))
        self.assert_answered(self.mutate(server), OK)
        self.assertEqual(2, len(server.requests))

    @each(*AMBIGUOUS)
    def test_an_ambiguous_mutation_is_not_repeated(self, _, failure):
        server = self.http(failure, reply(OK))
        outcome = self.mutate(server)
        self.assertIn(outcome.code, (3, 4, 5), outcome)
        self.assertEqual((1, 1), (len(server.requests), server.connections))
        self.assertTrue(outcome.error["possibly_executed"])

    @each(*AMBIGUOUS)
    def test_an_idempotent_mutation_is_repeated(self, _, failure):
        server = self.http(failure, reply(OK))
        self.assert_answered(self.mutate(server, "--idempotent"), OK)
        self.assertEqual(2, len(server.requests))

    @each(*FINAL)
    def test_what_is_final_is_not_repeated(self, _, failure):
        server = self.http(failure, reply(OK))
        self.assertIn(self.query(server).code, (4, 5))
        self.assertEqual(1, len(server.requests))

    def test_misdirected_is_repeated_on_another_connection(self):
        server = self.http(page(421), reply(OK))
        self.assert_answered(self.query(server), OK)
        first, second = server.requests
        self.assertNotEqual(first.connection, second.connection)

    @each(
        ("comment and comma first", "# query\n , mutation { a }", False),
        ("named", "mutation M($x: Int) @d { a(x: $x) }", False),
        ("fragment first", "fragment F on T { a } mutation { b { ...F } }", False),
        ("word in a comment", "# mutation\nquery { a }", True),
        ("word in a string", '{ a(x: "mutation { b }") }', True),
        ("word in a block string", '{ a(x: """\nmutation { b }\n""") }', True),
        ("field of that name", "{ mutation { a } }", True),
        ("operation of that name", "query mutation { a }", True),
    )
    def test_a_mutation_is_recognised(self, _, document, repeated):
        server = self.http(page(500), reply(OK))
        self.query(server, document=document)
        self.assertEqual(2 if repeated else 1, len(server.requests))

    @each(("Q", 2), ("M", 1))
    def test_the_named_operation_decides(self, name, requests):
        server = self.http(page(500), reply(OK))
        self.query(server, "-o", name, document="query Q { a } mutation M { a }")
        self.assertEqual(requests, len(server.requests))


class Counting(ProgramTest):

    def test_four_more_by_default(self):
        server = self.http(page(500))
        error = self.assert_failed(self.query(server), 4)
        self.assertEqual((5, 5), (len(server.requests), error["attempts"]))

    def test_the_last_attempt_may_succeed(self):
        self.assert_answered(self.query(self.http(*[page(500)] * 4, reply(OK))), OK)

    @each(0, 2)
    def test_as_many_as_asked_for(self, retries):
        server = self.http(page(500))
        error = self.assert_failed(self.query(server, "--retries", retries), 4)
        self.assertEqual((retries + 1, retries + 1), (len(server.requests), error["attempts"]))

    def test_the_last_count_wins(self):
        server = self.http(page(500))
        self.query(server, "--retries", "3", "--retries", "1")
        self.assertEqual(2, len(server.requests))

    def test_without_end(self):
        server = self.http(*[page(500)] * 12, reply(OK))
        self.assert_answered(self.query(server, "--retries", "-1"), OK)

    @each("query", "mutation")
    def test_nothing_was_sent(self, kind):
        error = self.assert_failed(
            self.query(f"http://127.0.0.1:{self.refusing_port()}/", "--retries", "2", document=kind + " { a }"), 3, "connect")
        self.assertEqual((3, False), (error["attempts"], error["possibly_executed"]))

    def test_refusals_executed_nothing(self):
        error = self.assert_failed(self.mutate(self.http(page(429)), "--retries", "1"), 4)
        self.assertEqual((429, False), (error["http_status"], error["possibly_executed"]))

    def test_a_kept_connection_that_died_is_no_failure(self):
        """The server closes after a redirect without saying so."""
        server = self.http([reply("", 307, headers=["Location: /moved"]), close], reply(OK))
        self.assert_answered(self.query(server), OK)


class Waiting(ProgramTest):

    def seconds(self, server, *options):
        """How long it took until the answer."""
        began = time.monotonic()
        self.assert_answered(self.query(server, *options), OK)
        return time.monotonic() - began

    def test_the_cap_limits_the_backoff(self):
        server = self.http(*[page(500)] * 4, reply(OK))
        self.assertLess(self.seconds(server, "--retry-initial", "60", "--retry-max", "0.01"), 5)

    @each(("plain", "1"), ("with spaces", "  1  "))
    def test_retry_after_seconds(self, _, value):
        """It is not limited by --retry-max (0.02 here)."""
        self.assertGreater(self.seconds(self.http(page(429, f"Retry-After: {value}"), reply(OK))), 0.95)

    def test_retry_after_date(self):
        date = email.utils.formatdate(time.time() + 2.5, usegmt=True)
        self.assertGreater(self.seconds(self.http(page(503, f"Retry-After: {date}"), reply(OK))), 0.95)

    @each("soon", "-5", "1e3", "", "Wed, 99 Foo 2026 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT")
    def test_other_values_leave_the_usual_backoff(self, value):
        self.assertLess(self.seconds(self.http(page(429, f"Retry-After: {value}"), reply(OK))), 5)

    @each(
        ("beyond 300 s", 429, "301", "0"),
        ("far beyond", 429, "99999999999999999999", "0"),
        ("beyond 300 s, 503", 503, "301", "0"),
        ("beyond the deadline", 429, "20", "15"),
        ("beyond the deadline, 503", 503, "20", "15"),
    )
    def test_too_long_a_wait_is_final_at_once(self, _, status, retry_after, timeout):
        server = self.http(page(status, f"Retry-After: {retry_after}"), reply(OK))
        began = time.monotonic()
        error = self.assert_failed(self.query(server, "--timeout", timeout), 4)
        self.assertLess(time.monotonic() - began, 8)
        self.assertEqual((status, 1, 1), (error["http_status"], error["attempts"], len(server.requests)))

    def test_retry_after_is_reported(self):
        error = self.assert_failed(self.query(self.http(page(429, "Retry-After: 7")), *ONCE), 4)
        self.assertEqual(7, error["retry_after"])


class Deadlines(ProgramTest):

    def timed_out(self, *arguments):
        began = time.monotonic()
        error = self.assert_failed(self.query(*arguments), 6)
        self.assertLess(time.monotonic() - began, 8)
        return error

    def test_no_answer(self):
        error = self.timed_out(self.http([wait_until_gone]), "--timeout", "0.3")
        self.assertTrue(error["possibly_executed"])

    def test_half_an_answer(self):
        self.timed_out(self.http([reply(OK)[:-3], wait_until_gone]), "--timeout", "0.3")

    def test_it_covers_dribbling(self):
        def dribble(request):
            def steps():
                for byte in reply(OK, headers=["X-Long: " + "x" * 500]):
                    yield bytes([byte])
                    yield lambda connection: connection.hears_within(0.02)
            return steps()
        self.timed_out(self.http(dribble), "--timeout", "0.4")

    def test_it_covers_all_attempts(self):
        """When it passes, the error carries the last real failure."""
        server = self.http(page(500))
        error = self.timed_out(server, "--timeout", "1", "--retries", "-1")
        self.assertGreater(len(server.requests), 2)
        self.assertEqual(500, error["http_status"])

    def test_it_covers_the_backoff(self):
        self.timed_out(self.http(page(500)), "--timeout", "0.3", "--retry-initial", "1000", "--retry-max", "1000")

    def test_it_covers_the_dial(self):
        self.timed_out(self.http(reply(OK), tls=SilentTls()).url, "--timeout", "0.3")

    def test_over_the_socket(self):
        self.timed_out(self.websocket(lambda peer: peer.wait_until_gone()), "--timeout", "0.3")

    def test_the_last_one_wins(self):
        self.timed_out(self.http([wait_until_gone]), "--timeout", "19", "--timeout", "0.3")

    def test_none(self):
        self.assert_answered(self.query(self.http(reply(OK)), "--timeout", "0"), OK)

    def test_an_attempt_that_takes_too_long_is_repeated(self):
        server = self.http([wait_until_gone], reply(OK))
        self.assert_answered(self.query(server, "--attempt-timeout", "3"), OK)
        self.assertEqual(2, len(server.requests))

    def test_an_attempt_that_takes_too_long_is_ambiguous(self):
        server = self.http([wait_until_gone], reply(OK))
        outcome = self.mutate(server, "--attempt-timeout", "0.3")
        self.assertIn(outcome.code, (3, 6), outcome)
        self.assertEqual(1, len(server.requests))
        self.assertTrue(outcome.error["possibly_executed"])

    def test_a_dial_that_takes_too_long_is_repeated(self):
        server = self.http(reply(OK), tls=SilentTls())
        outcome = self.mutate(server, "--connect-timeout", "0.2", "--retries", "1")
        self.assertIn(outcome.code, (3, 6), outcome)
        self.assertEqual(2, server.connections)
        self.assertFalse(outcome.error["possibly_executed"])


class SilentTls:
    """Stands in for a TLS context: the handshake is never answered."""

    def wrap_socket(self, socket, **how):
        while socket.recv(4096):
            pass
        raise OSError("gone")
