"""What the tests share: running the program against scripted servers, and judging how it ended."""

import os
import re
import socket
import tempfile
import unittest

from http_server import HttpServer
from program import Program
from servers import SCRIPT_PATIENCE
from websocket_server import WebSocketServer

# The table of the exit status.
KINDS = {
    1: {"graphql"},
    2: {"usage", "config"},
    3: {"connect", "tls", "lost"},
    4: {"http"},
    5: {"protocol", "decode"},
    6: {"timeout"},
    7: {"credentials"},
    8: {"limit", "overflow"},
    130: {"cancelled"},
}

ERROR_MEMBERS = {"kind", "phase", "message", "http_status", "close_code", "attempts", "possibly_executed", "retry_after",
                 "errors", "body"}

QUICK = ("--retry-initial", "0.01", "--retry-max", "0.02", "--error-format", "json")

ONCE = ("--retries", "0")


def each(*rows):
    """Marks a test that is run once for every row; a row that is a tuple is spread over the arguments. The first
    member names the test."""
    def mark(method):
        method.rows = rows
        return method
    return mark


class ProgramTest(unittest.TestCase):
    """A test of the program; its servers, files and processes end with it."""

    maxDiff = 4000

    def __init_subclass__(cls):
        for name, method in list(vars(cls).items()):
            if hasattr(method, "rows"):
                delattr(cls, name)
                for row in method.rows:
                    cls._add(name, method, row if isinstance(row, tuple) else (row,))

    @classmethod
    def _add(cls, name, method, row):
        full = f"{name}__{re.sub(r'[^A-Za-z0-9]+', '_', str(row[0])).strip('_')}"
        assert not hasattr(cls, full), f"two rows of {name} are called {row[0]!r}"
        test = lambda self: method(self, *row)
        test.__doc__ = method.__doc__
        setattr(cls, full, test)

    # Running

    def start(self, *arguments, **how):
        program = Program(*arguments, **how)
        self.addCleanup(program.kill)
        return program

    def execute(self, *arguments, **how):
        return self.start(*arguments, **how).finish()

    def query(self, target, *options, document="{ a }", **how):
        return self.execute("query", _url(target), "-q", document, *QUICK, *options, **how)

    def mutate(self, target, *options, **how):
        return self.query(target, *options, document="mutation { a }", **how)

    def subscriber(self, target, *options, document=None, **how):
        """A running subscription."""
        variables = "($after: Int, $input: Input)" if "--resume" in options else ""
        document = document or f"subscription{variables} {{ a }}"
        return self.start("subscribe", _url(target), "-q", document, *QUICK, *options, **how)

    def subscribe(self, target, *options, **how):
        return self.subscriber(target, *options, **how).finish()

    # Surroundings

    def http(self, *replies, **listening):
        return self._serving(HttpServer(*replies, **listening))

    def websocket(self, *scripts, **listening):
        return self._serving(WebSocketServer(*scripts, **listening))

    def _serving(self, server):
        self.addCleanup(server.close)
        return server

    def folder(self):
        folder = tempfile.TemporaryDirectory(prefix="corogql-test-")
        self.addCleanup(folder.cleanup)
        return folder.name

    def file(self, text):
        path = os.path.join(self.folder(), "file")
        write(path, text)
        return path

    def refusing_port(self):
        """A port where nobody listens, held so that nobody else does."""
        holder = socket.socket()
        self.addCleanup(holder.close)
        holder.bind(("127.0.0.1", 0))
        return holder.getsockname()[1]

    # Judging

    def assert_code(self, outcome, code):
        self.assertEqual(code, outcome.code, f"\n{outcome}")

    def assert_answered(self, outcome, answer):
        self.assert_code(outcome, 0)
        self.assertEqual(answer, outcome.json)

    def assert_streamed(self, outcome, *events, code=0):
        """These events' data were printed, and it ended with this code."""
        self.assert_code(outcome, code)
        self.assertEqual([{"data": data} for data in events], outcome.events)

    def assert_failed(self, outcome, code, *kinds, out=""):
        """It ended with this code and said so; nothing else was on stdout. Returns the error object."""
        self.assert_code(outcome, code)
        if out is not None:
            self.assertEqual(out, outcome.out)
        error = outcome.error
        self.assertIn(error["kind"], kinds or KINDS[code], outcome)
        return error

    def assert_usage_error(self, outcome):
        """Exit 2 with one object of our own and nothing else."""
        error = self.assert_failed(outcome, 2)
        self.assertEqual(1, len(outcome.err.splitlines()), outcome)
        return error

    def wait_for(self, event, what):
        self.assertTrue(event.wait(SCRIPT_PATIENCE), f"waited in vain for {what}")


def write(path, text):
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)


def _url(target):
    return getattr(target, "url", target)
