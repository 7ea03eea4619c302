"""Pings, and the deadlines of a subscription."""

from cases import ONCE, ProgramTest, each
from websocket_server import LEGACY, NEW, PING, PONG, Peer, stream

OFTEN = ("--ping-interval", "0.1", "--pong-timeout", "2.5")


def expect_ping(peer):
    """Protocol ping on the new protocol, ping frame on the legacy one. Returns how to answer it."""
    if peer.protocol == NEW:
        peer.expect("ping")
        return lambda: peer.send("pong")
    opcode, payload = peer.receive_frame()
    assert opcode == PING, f"expected a ping frame, got opcode {opcode}: {payload!r}"
    return lambda: peer.send_frame(PONG, payload)


def silent_after_ping(peer):
    expect_ping(peer)
    peer.expect_abort()


class Pings(ProgramTest):

    @each(NEW, LEGACY)
    def test_are_sent_again_and_again(self, protocol):
        def end(peer):
            for _ in range(3):
                expect_ping(peer)()
            peer.next({"a": 1})
            peer.complete()
        self.assert_streamed(self.subscribe(self.websocket(stream(end=end, protocol=protocol)), *OFTEN), {"a": 1})

    @each(NEW, LEGACY)
    def test_a_link_that_stops_answering_is_aborted(self, protocol):
        """Without a close handshake."""
        server = self.websocket(stream({"a": 1}, end=silent_after_ping, protocol=protocol))
        self.assert_streamed(self.subscribe(server, *OFTEN, *ONCE), {"a": 1}, code=3)

    @each(NEW, LEGACY)
    def test_and_replaced(self, protocol):
        server = self.websocket(stream({"a": 1}, end=silent_after_ping, protocol=protocol), stream({"a": 2}, protocol=protocol))
        self.assert_streamed(self.subscribe(server, *OFTEN), {"a": 1}, {"a": 2})

    def test_traffic_stands_in_for_a_pong(self):
        def end(peer):
            for _ in range(100):
                peer.next({"a": 1})
                peer.connection.pause(0.02)
            peer.complete()
        options = ("--ping-interval", "0.1", "--pong-timeout", "0.7")
        self.assert_code(self.subscribe(self.websocket(stream(end=end)), *options, *ONCE), 0)

    @each(NEW, LEGACY)
    def test_none_if_switched_off(self, protocol):
        def end(peer):
            assert not peer.hears_within(0.6), "the program spoke"
            peer.next({"a": 1})
            peer.complete()
        options = ("--ping-interval", "0", "--pong-timeout", "0.1")
        self.assert_streamed(self.subscribe(self.websocket(stream(end=end, protocol=protocol)), *options), {"a": 1})

    def test_none_soon_by_default(self):
        def end(peer):
            assert not peer.hears_within(0.6), "the program spoke"
            peer.complete()
        self.assert_streamed(self.subscribe(self.websocket(stream(end=end))))


def never_ack(peer):
    peer.upgrade()
    peer.expect("connection_init")
    peer.wait_until_gone()


class Deadlines(ProgramTest):

    def test_the_whole_until_acknowledged(self):
        error = self.assert_failed(self.subscribe(self.websocket(never_ack), "--timeout", "0.4"), 6)
        self.assertEqual("timeout", error["kind"])

    def test_the_whole_covers_all_attempts(self):
        def drop(peer):
            peer.drop()
        server = self.websocket(drop)
        self.assert_failed(self.subscribe(server, "--timeout", "1", "--retries", "-1"), 6)
        self.assertGreater(server.connections, 2)

    def test_the_whole_ends_with_the_ack(self):
        def end(peer):
            assert not peer.hears_within(3.4), "the program spoke"
            peer.next({"a": 1})
            peer.complete()
        self.assert_streamed(self.subscribe(self.websocket(stream(end=end)), "--timeout", "3"), {"a": 1})

    def test_the_whole_does_not_bound_later_connections(self):
        def slow_ack(peer):
            peer.upgrade()
            peer.expect("connection_init")
            assert not peer.hears_within(3.4), "the program spoke"
            peer.send("connection_ack")
            peer.expect_subscribe()
            peer.complete()
        server = self.websocket(stream({"a": 1}, end=Peer.drop), slow_ack)
        self.assert_streamed(self.subscribe(server, "--timeout", "3"), {"a": 1})

    def test_ack_is_awaited_again(self):
        server = self.websocket(never_ack, stream({"a": 1}))
        self.assert_streamed(self.subscribe(server, "--ack-timeout", "3"), {"a": 1})

    def test_ack_with_no_attempt_left(self):
        server = self.websocket(never_ack)
        outcome = self.subscribe(server, "--ack-timeout", "0.2", "--retries", "1")
        self.assertIn(outcome.code, (3, 6), outcome)
        self.assertEqual(2, server.connections)

    def test_first_event(self):
        self.assert_failed(self.subscribe(self.websocket(stream(end=Peer.finish)), "--first-timeout", "0.3"), 6, "timeout")

    def test_first_event_came(self):
        def end(peer):
            assert not peer.hears_within(3.4), "the program spoke"
            peer.next({"a": 2})
            peer.complete()
        outcome = self.subscribe(self.websocket(stream({"a": 1}, end=end)), "--first-timeout", "3")
        self.assert_streamed(outcome, {"a": 1}, {"a": 2})
