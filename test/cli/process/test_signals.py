"""Ctrl-C, SIGTERM, and readers that leave."""

import signal
import threading

from cases import ProgramTest, each
from http_server import page, wait_until_gone
from websocket_server import LEGACY, NEW, Peer, stream, unsubscribed

SIGNALS = (("SIGINT", signal.SIGINT, 130), ("SIGTERM", signal.SIGTERM, 143))


class Interrupted(ProgramTest):

    def interrupt(self, program, number, code):
        program.signal(number)
        outcome = program.finish()
        self.assert_code(outcome, code)
        return outcome

    @each(*[(f"{name} {protocol}", number, code, protocol) for name, number, code in SIGNALS for protocol in (NEW, LEGACY)])
    def test_subscription_unsubscribes_first(self, _, number, code, protocol):
        program = self.subscriber(self.websocket(stream({"a": 1}, end=unsubscribed, protocol=protocol)))
        program.line()
        outcome = self.interrupt(program, number, code)
        self.assertEqual([{"data": {"a": 1}}], outcome.events)
        self.assertEqual("cancelled", outcome.error["kind"])

    @each(*SIGNALS)
    def test_a_server_that_does_not_answer_the_close(self, _, number, code):
        program = self.subscriber(self.websocket(stream({"a": 1}, end=Peer.wait_until_gone)))
        program.line()
        self.interrupt(program, number, code)

    @each(*SIGNALS)
    def test_while_waiting_for_the_ack(self, _, number, code):
        waiting = threading.Event()

        def script(peer):
            peer.upgrade()
            peer.expect("connection_init")
            waiting.set()
            peer.wait_until_gone()
        program = self.subscriber(self.websocket(script))
        self.wait_for(waiting, "connection_init")
        self.interrupt(program, number, code)

    @each(*SIGNALS)
    def test_while_backing_off(self, _, number, code):
        server = self.websocket(stream({"a": 1}, end=Peer.drop))
        program = self.subscriber(server, "--retry-initial", "1000", "--retry-max", "1000")
        program.line()
        self.interrupt(program, number, code)
        self.assertEqual(1, server.connections)

    @each(*SIGNALS)
    def test_query(self, _, number, code):
        asked = threading.Event()

        def answer(request):
            asked.set()
            return [wait_until_gone]
        program = self.start("query", self.http(answer).url, "-q", "{ a }", "--error-format", "json")
        self.wait_for(asked, "the request")
        outcome = self.interrupt(program, number, code)
        self.assertEqual(("", "cancelled"), (outcome.out, outcome.error["kind"]))

    @each(("query", "{ a }"), ("mutation", "mutation { a }"))
    def test_says_whether_it_may_have_run(self, _, document):
        """What was sent may have been executed."""
        asked = threading.Event()

        def answer(request):
            asked.set()
            return [wait_until_gone]
        program = self.start("query", self.http(answer).url, "-q", document, "--error-format", "json")
        self.wait_for(asked, "the request")
        self.assertTrue(self.interrupt(program, signal.SIGINT, 130).error["possibly_executed"])

    @each(*SIGNALS)
    def test_query_that_waits_to_try_again(self, _, number, code):
        """It was refused: nothing has been executed."""
        server = self.http(lambda request: page(429, "Retry-After: 25"))
        program = self.start("query", server.url, "-q", "mutation { a }", "--verbose", "--error-format", "json")
        program.wait_for_word("next in")
        self.assertFalse(self.interrupt(program, number, code).error["possibly_executed"])


class ClosedPipe(ProgramTest):

    @each(NEW, LEGACY)
    def test_ends_quietly(self, protocol):
        """The server is unsubscribed."""
        closed = threading.Event()

        def end(peer):
            assert closed.wait(10)
            peer.next({"a": 2})
            unsubscribed(peer)
        program = self.subscriber(self.websocket(stream({"a": 1}, end=end, protocol=protocol)))
        program.line()
        program.close_stdout()
        closed.set()
        outcome = program.finish()
        self.assert_code(outcome, 0)
        self.assertEqual("", outcome.err)

    def test_in_a_flood(self):
        def end(peer):
            while True:  # until the program is gone
                peer.next({"a": "x" * 1000})
        program = self.subscriber(self.websocket(stream(end=end)))
        program.line()
        program.close_stdout()
        outcome = program.finish()
        self.assert_code(outcome, 0)
        self.assertEqual("", outcome.err)
