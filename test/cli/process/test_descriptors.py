"""What the shell or another program did to stdin, stdout and stderr before."""

import fcntl
import json
import os
import subprocess

from cases import ProgramTest, each
from http_server import reply
from servers import SCRIPT_PATIENCE
from websocket_server import stream

OK = {"data": {"a": 1}}


class Closed(ProgramTest):
    """FH14: an answer must not go into a descriptor of our own, and a mutation is not run for nobody."""

    @each("query", "paginate", "subscribe")
    def test_stdout(self, verb):
        server = self.http(reply(OK))
        document = "subscription { a }" if verb == "subscribe" else "mutation { a }"
        outcome = self.execute(verb, server.url, "-q", document, "--error-format", "json", redirect=">&-")
        self.assertIn("stdout", self.assert_failed(outcome, 2, "config")["message"])
        self.assertEqual(0, server.connections)

    def test_stdout_for_reading(self):
        server = self.http(reply(OK))
        outcome = self.execute("query", server.url, "-q", "{ a }", "--error-format", "json", redirect="1</dev/null")
        self.assertIn("stdout", self.assert_failed(outcome, 2, "config")["message"])

    def test_stdout_of_help(self):
        outcome = self.execute("--help", redirect=">&-")
        self.assertEqual((2, 1), (outcome.code, len(outcome.err.splitlines())), outcome)

    def test_stdout_with_a_file_for_the_answer(self):
        path = self.folder() + "/answer"
        outcome = self.execute("query", self.http(reply(OK)).url, "-q", "{ a }", "-O", path, redirect=">&-")
        self.assert_code(outcome, 0)
        with open(path) as file:
            self.assertEqual(OK, json.load(file))

    @each(("stdin", "<&-"), ("stderr", "2>&-"), ("both", "<&- 2>&-"))
    def test_others(self, _, redirect):
        outcome = self.execute("query", self.http(reply(OK)).url, "-q", "{ a }", "--verbose", redirect=redirect)
        self.assert_answered(outcome, OK)

    def test_all_of_them(self):
        outcome = self.execute("query", self.http(reply(OK)).url, "-q", "{ a }", "--verbose", redirect="<&- >&- 2>&-")
        self.assertEqual((2, "", ""), (outcome.code, outcome.out, outcome.err))


class NotBlocking(ProgramTest):
    """FW12: whoever shares a pipe may have made it non-blocking; a slow reader loses nothing."""

    EVENTS = [{"n": number, "text": "x" * 1000} for number in range(500)]  # far more than a pipe holds

    def read_late(self, verb, url, *options):
        """All of stdout, read only when the pipe is full."""
        ours, theirs = os.pipe()
        fcntl.fcntl(theirs, fcntl.F_SETFL, fcntl.fcntl(theirs, fcntl.F_GETFL) | os.O_NONBLOCK)
        size = fcntl.fcntl(theirs, fcntl.F_GETPIPE_SZ)
        program = subprocess.Popen([os.environ["COROGQL"], verb, url, *options], stdout=theirs, stderr=subprocess.PIPE)
        os.close(theirs)
        self.addCleanup(program.stderr.close)
        self.addCleanup(program.kill)
        out = b""
        while piece := os.read(ours, 1 if len(out) < 100 else size):
            out += piece
        os.close(ours)
        self.assertEqual((0, b""), (program.wait(SCRIPT_PATIENCE), program.stderr.read()))
        return out.decode()

    def test_subscribe(self):
        out = self.read_late("subscribe", self.websocket(stream(*self.EVENTS)).url, "-q", "subscription { n }")
        self.assertEqual(self.EVENTS, [json.loads(line)["data"] for line in out.splitlines()])

    def test_query(self):
        answer = {"data": self.EVENTS}
        self.assertEqual(answer, json.loads(self.read_late("query", self.http(reply(answer)).url, "-q", "{ n }")))
