"""`-O FILE`: the answer in a file, as a whole or not at all; `--include`."""

import json
import os
import signal
import stat

from cases import ONCE, ProgramTest, each, write
from http_server import close, page, reply
from websocket_server import Peer, closing, stream

OK = {"data": {"a": 1}}
RELAY = "query($after: String) { a(after: $after) { nodes pageInfo { hasNextPage endCursor } } }"


def connection(items, more):
    return reply({"data": {"a": {"nodes": items, "pageInfo": {"hasNextPage": more, "endCursor": "c"}}}})


class AnswerFile(ProgramTest):

    def setUp(self):
        self.place = self.folder()
        self.path = self.place + "/answer.json"

    def content(self):
        with open(self.path) as file:
            return file.read()

    def assert_only(self, *names):
        self.assertEqual(sorted(names), sorted(os.listdir(self.place)))

    def test_query(self):
        outcome = self.query(self.http(reply(OK)), "-O", self.path)
        self.assert_code(outcome, 0)
        self.assertEqual(("", '{"data":{"a":1}}\n'), (outcome.out, self.content()))
        self.assert_only("answer.json")

    def test_with_a_selection(self):
        self.query(self.http(reply({"data": {"a": "text"}})), "-O", self.path, "--select", "/data/a", "--raw")
        self.assertEqual("text\n", self.content())

    def test_an_answer_with_errors_is_an_answer(self):
        outcome = self.query(self.http(reply({"data": None, "errors": [{"message": "no"}]})), "-O", self.path)
        self.assert_failed(outcome, 1)
        self.assertIn("errors", json.loads(self.content()))

    def test_permissions_of_a_new_file(self):
        self.query(self.http(reply(OK)), "-O", self.path)
        umask = os.umask(0)
        os.umask(umask)
        self.assertEqual(0o666 & ~umask, stat.S_IMODE(os.stat(self.path).st_mode))

    @each(0o600, 0o644, 0o755)
    def test_permissions_are_kept(self, mode):
        write(self.path, "older")
        os.chmod(self.path, mode)
        self.query(self.http(reply(OK)), "-O", self.path)
        self.assertEqual((OK, mode), (json.loads(self.content()), stat.S_IMODE(os.stat(self.path).st_mode)))

    def test_a_link_stays_one(self):
        os.symlink("answer.json", self.place + "/link")
        write(self.path, "older")
        self.query(self.http(reply(OK)), "-O", self.place + "/link")
        self.assertTrue(os.path.islink(self.place + "/link"))
        self.assertEqual(OK, json.loads(self.content()))

    def test_a_device(self):
        self.assert_code(self.query(self.http(reply(OK)), "-O", "/dev/null"), 0)
        outcome = self.query(self.http(reply(OK)), "-O", "/dev/full")
        self.assertIn("/dev/full", self.assert_failed(outcome, 2, "config")["message"])

    @each(
        ("no answer", page(404), 4),
        ("half an answer", [reply(OK)[:-1], close], 5),
        ("nothing selected", reply({"data": {}}), 5),
    )
    def test_a_failure_leaves_the_older_one(self, _, answer, code):
        write(self.path, "older")
        outcome = self.query(self.http(answer), "-O", self.path, "--select", "/data/a", *ONCE)
        self.assert_failed(outcome, code)
        self.assertEqual("older", self.content())
        self.assert_only("answer.json")

    @each(
        ("a folder", "."),
        ("no folder", "none/answer"),
    )
    def test_what_cannot_be_written_is_found_before(self, _, name):
        server = self.http(reply(OK))
        outcome = self.mutate(server, "-O", f"{self.place}/{name}")
        self.assertIn(name, self.assert_failed(outcome, 2, "config")["message"])
        self.assertEqual([], server.requests)

    def test_subscription(self):
        outcome = self.subscribe(self.websocket(stream({"a": 1}, {"a": 2})), "-O", self.path)
        self.assert_code(outcome, 0)
        self.assertEqual(("", '{"data":{"a":1}}\n{"data":{"a":2}}\n'), (outcome.out, self.content()))

    def test_subscription_that_fails(self):
        outcome = self.subscribe(self.websocket(stream({"a": 1}, end=closing(4400))), "-O", self.path)
        self.assert_failed(outcome, 5)
        self.assert_only()

    def test_subscription_that_is_interrupted(self):
        """That is how one without an end is ended."""
        def script(peer):
            peer.welcome()
            peer.expect_subscribe()
            peer.next({"a": 1})
            peer.send("ping")
            peer.expect("pong")  # so the event has come
            program.signal(signal.SIGINT)
            peer.expect_unsubscribe()
            peer.expect_close(1000)
        server = self.websocket(script)
        program = self.subscriber(server, "-O", self.path)
        self.assert_code(program.finish(), 130)
        self.assertEqual('{"data":{"a":1}}\n', self.content())

    def test_pages(self):
        outcome = self.execute("paginate", self.http(connection([1], True), connection([2], False)).url, "-q", RELAY,
                               "-O", self.path)
        self.assert_code(outcome, 0)
        self.assertEqual("1\n2\n", self.content())

    def test_pages_that_are_not_all(self):
        """Nothing has come, so the cursor is not told."""
        outcome = self.execute("paginate", self.http(connection([1], True), page(404)).url, "-q", RELAY, "-O", self.path)
        self.assert_code(outcome, 4)
        self.assertNotIn("--start-from", outcome.err)
        self.assert_only()


class Include(ProgramTest):

    def test_of_an_answer(self):
        outcome = self.query(self.http(reply(OK, headers=["X-One: 1"])), "--include")
        self.assert_answered(outcome, OK)
        lines = outcome.err.splitlines()
        self.assertEqual("HTTP 200", lines[0])
        self.assertIn("X-One: 1", lines)

    def test_of_a_failure(self):
        outcome = self.query(self.http(page(404, "X-One: a\x9b31m")), "--include")
        self.assert_failed(outcome, 4)
        self.assertEqual("HTTP 404", outcome.err.splitlines()[0])
        self.assertIn("X-One: a\ufffd31m", outcome.err)

    def test_of_an_answer_with_errors(self):
        outcome = self.query(self.http(reply({"errors": [{"message": "no"}]}, 400)), "--include")
        self.assertEqual(1, outcome.err.count("HTTP 400\n"))

    def test_of_each_page(self):
        outcome = self.execute("paginate", self.http(connection([1], True), connection([2], False)).url, "-q", RELAY,
                               "--include")
        self.assertEqual(2, outcome.err.count("HTTP 200\n"))

    def test_of_an_event_stream(self):
        media = reply('event: next\ndata: {"data":{"a":1}}\n\nevent: complete\ndata:\n\n', media="text/event-stream")
        outcome = self.subscribe(self.http(media), "--protocol", "sse", "--include")
        self.assert_streamed(outcome, {"a": 1})

    def test_there_is_none_on_a_socket(self):
        outcome = self.query(self.websocket(stream({"a": 1})), "--include")
        self.assertEqual("", outcome.err)
