"""What each close code of the server means."""

from cases import ProgramTest, each
from websocket_server import CLOSE, LEGACY, NEW, Peer, closing, stream

TRANSIENT = (1000, 1001, 1006, 1011, 1012, 1013, 1014, 4408, 4499, 4500, 4503, 4000, 4123, 4999)
FINAL = (1002, 1003, 1007, 1008, 1010, 4400, 4406, 4409, 4429)
ILLEGAL = (0, 999, 1004, 1005, 1006, 1015, 5000, 65535)


def ending(code):
    """1006 is what a drop without a close frame is called."""
    return Peer.drop if code == 1006 else closing(code, b"so it is")


class CloseCodes(ProgramTest):

    @each(*TRANSIENT)
    def test_transient_is_followed_by_a_reconnect(self, code):
        server = self.websocket(stream({"a": 1}, end=ending(code)), stream({"a": 2}))
        self.assert_streamed(self.subscribe(server), {"a": 1}, {"a": 2})
        self.assertEqual(2, server.connections)

    @each(*TRANSIENT)
    def test_transient_with_no_attempt_left(self, code):
        server = self.websocket(stream(end=ending(code)))
        error = self.assert_failed(self.subscribe(server, "--retries", "1"), 3, "lost")
        self.assertEqual(2, server.connections)
        if code != 1006:
            self.assertEqual(code, error["close_code"])

    def test_empty_close_frame_is_transient(self):
        """1005: no code at all."""
        server = self.websocket(stream({"a": 1}, end=Peer.close), stream({"a": 2}))
        self.assert_streamed(self.subscribe(server), {"a": 1}, {"a": 2})

    def test_empty_close_frame_with_no_attempt_left(self):
        self.assert_failed(self.subscribe(self.websocket(stream(end=Peer.close)), "--retries", "0"), 3, "lost")

    @each(("reset", Peer.reset), ("drop", Peer.drop))
    def test_drop_legacy(self, _, end):
        server = self.websocket(stream({"a": 1}, end=end, protocol=LEGACY), stream({"a": 2}, protocol=LEGACY))
        self.assert_streamed(self.subscribe(server), {"a": 1}, {"a": 2})

    @each(*FINAL)
    def test_final(self, code):
        server = self.websocket(stream({"a": 1}, end=ending(code)))
        outcome = self.subscribe(server)
        self.assert_streamed(outcome, {"a": 1}, code=5)
        self.assertEqual((1, code), (server.connections, outcome.error["close_code"]))

    @each(*FINAL)
    def test_final_instead_of_the_ack(self, code):
        def script(peer):
            peer.upgrade()
            peer.expect("connection_init")
            peer.close(code)
        server = self.websocket(script)
        self.assert_failed(self.subscribe(server, "--protocol", "graphql-transport-ws"), 5)
        self.assertEqual(1, server.connections)

    def test_1002_instead_of_the_ack_falls_back_to_the_legacy_protocol(self):
        """subscriptions-transport-ws echoes the first name offered, then closes: it speaks only the other."""
        def misled(peer):
            peer.upgrade()
            peer.close(1002)
        server = self.websocket(misled, stream({"a": 1}, protocol=LEGACY))
        self.assert_streamed(self.subscribe(server), {"a": 1})
        self.assertEqual(2, server.connections)

    @each(*ILLEGAL)
    def test_illegal(self, code):
        def end(peer):
            peer.send_close(code)
            peer.wait_until_gone()
        server = self.websocket(stream({"a": 1}, end=end))
        self.assert_streamed(self.subscribe(server), {"a": 1}, code=5)
        self.assertEqual(1, server.connections)

    @each(
        ("one byte", b"\x03"),
        ("reason that is not UTF-8", b"\x03\xe9\xff\xfe"),
    )
    def test_malformed_close_frame(self, _, payload):
        def end(peer):
            peer.send_frame(CLOSE, payload)
            peer.wait_until_gone()
        self.assertIn(self.subscribe(self.websocket(stream(end=end)), "--retries", "0").code, (3, 5))

    def test_longest_reason(self):
        server = self.websocket(stream(end=closing(4400, b"r" * 123)))
        self.assert_failed(self.subscribe(server), 5)

    @each(NEW, LEGACY)
    def test_too_big_is_a_limit(self, protocol):
        server = self.websocket(stream({"a": 1}, end=closing(1009), protocol=protocol))
        self.assert_streamed(self.subscribe(server), {"a": 1}, code=8)
        self.assertEqual(1, server.connections)

    def test_the_reason_is_told(self):
        outcome = self.subscribe(self.websocket(stream(end=closing(4400, b"too many cooks"))))
        self.assertIn("too many cooks", outcome.err)

    def test_a_server_that_closes_but_keeps_the_connection(self):
        def end(peer):
            peer.send_close(1001)
            peer.wait_until_gone()
        server = self.websocket(stream({"a": 1}, end=end), stream({"a": 2}))
        self.assert_streamed(self.subscribe(server), {"a": 1}, {"a": 2})

    def test_normal_close_before_the_ack(self):
        def script(peer):
            peer.upgrade()
            peer.expect("connection_init")
            peer.close(1000, b"go away")
        self.assert_failed(self.subscribe(self.websocket(script), "--retries", "1"), 3)
