"""What the protocols forbid ends the link at once, with the right close code, and is not tried again."""

import json

from cases import ProgramTest, each
from websocket_server import BINARY, CONTINUATION, LEGACY, NEW, PING, TEXT, frame


def text(value):
    return lambda peer: peer.send_text(value if isinstance(value, str) else json.dumps(value))


def raw(*arguments, **how):
    return lambda peer: peer.send_frame(*arguments, **how)


MESSAGES = (
    ("unknown type", text({"type": "start_ack"})),
    ("no type", text({"id": "1"})),
    ("type that is no text", text({"type": 1})),
    ("list", text([])),
    ("number", text("1")),
    ("empty", text("")),
    ("spaces", text("  ")),
    ("broken JSON", text('{"type":"next"')),
    ("two in one", text('{"type":"pong"}{"type":"pong"}')),
    ("binary", raw(BINARY, b'{"type":"pong"}')),
)

FRAMES = (
    ("masked", raw(TEXT, b'{"type":"pong"}', masked=True), 1002),
    ("reserved bit", raw(TEXT, b'{"type":"pong"}', reserved=4), 1002),
    ("unknown opcode", raw(3, b"x"), 1002),
    ("unknown control opcode", raw(11, b"x"), 1002),
    ("fragmented control", raw(PING, b"x", final=False), 1002),
    ("long control", raw(PING, b"x" * 126), 1002),
    ("continuation of nothing", raw(CONTINUATION, b"x"), 1002),
    ("text within fragments", lambda peer: peer.send_bytes(frame(TEXT, b'{"ty', final=False) + frame(TEXT, b'pe":1}')), 1002),
    ("invalid UTF-8", raw(TEXT, b'{"type":"\xff\xfe"}'), 1007),
)


class Violations(ProgramTest):

    def violate(self, protocol, act, *codes):
        """After one event the server breaks a rule."""
        def script(peer):
            peer.welcome(protocol)
            peer.expect_subscribe()
            peer.next({"a": 1})
            act(peer)
            peer.expect_close(*codes)
        server = self.websocket(script)
        outcome = self.subscribe(server)
        self.assert_streamed(outcome, {"a": 1}, code=5)
        self.assertEqual("protocol", outcome.error["kind"], outcome)
        self.assertEqual(1, server.connections)

    @each(*MESSAGES)
    def test_message(self, _, act):
        self.violate(NEW, act, 4400, 1002, 1003)

    @each(*MESSAGES[3:])
    def test_message_legacy(self, _, act):
        self.violate(LEGACY, act)

    @each(*FRAMES)
    def test_frame(self, _, act, code):
        self.violate(NEW, act, code)

    @each("next", "error", "complete")
    def test_too_early(self, type):
        """Before the ack."""
        def script(peer):
            peer.upgrade(NEW)
            peer.expect("connection_init")
            peer.send(type, id="1", payload=[{"message": "no"}] if type == "error" else {"data": {"a": 1}})
            peer.expect_close()
        server = self.websocket(script)
        self.assert_failed(self.subscribe(server), 5, "protocol")
        self.assertEqual(1, server.connections)

    @each(("list", []), ("text", "x"))
    def test_ack_payload(self, _, payload):
        def script(peer):
            peer.upgrade(NEW)
            peer.expect("connection_init")
            peer.send("connection_ack", payload=payload)
            peer.expect_close()
        self.assert_failed(self.subscribe(self.websocket(script)), 5, "protocol")

    @each(("no payload", {}), ("empty payload", {"payload": {}}), ("payload that is no object", {"payload": 1}))
    def test_event(self, _, members):
        def script(peer):
            peer.welcome()
            peer.expect_subscribe()
            peer.send("next", id=peer.id, **members)
            peer.finish()
        self.assert_failed(self.subscribe(self.websocket(script)), 5)

    def test_deep_nesting_is_survived(self):
        def script(peer):
            peer.welcome()
            peer.expect_subscribe()
            peer.send_text('{"id":"%s","type":"next","payload":{"data":{"a":%s%s}}}' % (peer.id, "[" * 100_000, "]" * 100_000))
            peer.complete()
            peer.finish()
        outcome = self.subscribe(self.websocket(script))
        self.assertIn(outcome.code, (0, 5), f"exit {outcome.code}: {outcome.err[-300:]}")
