"""A scripted GraphQL websocket server with its own RFC 6455 framing, so that it can also break every rule."""

import base64
import contextlib
import hashlib
import json
import struct

from http_server import read_request, reply
from servers import Gone, Server

NEW = "graphql-transport-ws"
LEGACY = "graphql-ws"
PREFERRED = object()  # the first protocol that the program offers

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10

_NAMES = {NEW: {"unsubscribe": "complete"},
          LEGACY: {"unsubscribe": "stop", "subscribe": "start", "next": "data"}}


class Closed(Exception):
    """The program sent a close frame."""

    def __init__(self, code, reason):
        super().__init__(f"the program closed with {code} {reason!r}")
        self.code, self.reason = code, reason


class WebSocketServer(Server):
    """Runs the n-th script on the n-th connection, the last one for ever. A script is a function of the peer."""

    def __init__(self, *scripts, **listening):
        self.scripts = scripts
        self.peers = []
        super().__init__(**listening)

    @property
    def url(self):
        return f"{'wss' if self._tls else 'ws'}://{self.authority}/graphql"

    def serve(self, connection, number):
        peer = Peer(connection, read_request(connection, number))
        self.peers.append(peer)
        self.scripts[min(number, len(self.scripts) - 1)](peer)
        peer.finish()


class Peer:
    """One connection of the program, seen from the server."""

    def __init__(self, connection, request):
        self.connection, self.request = connection, request
        self.protocol = None
        self.init = None  # the connection_init message
        self.subscription = None  # the last subscribe (or start) message
        self.messages = []  # all that the program sent
        self.pongs = []  # payloads of its pong frames

    # Upgrade

    @property
    def offered(self):
        return [name.strip() for name in self.request.headers.get("Sec-WebSocket-Protocol", "").split(",") if name.strip()]

    def upgrade(self, protocol=PREFERRED, *headers, accept=None, after=b""):
        """Answers 101, with these bytes right behind it; `protocol=None` names none."""
        self.protocol = self.offered[0] if protocol is PREFERRED else protocol
        lines = ["Upgrade: websocket", "Connection: Upgrade", f"Sec-WebSocket-Accept: {accept or self._accept()}", *headers]
        if self.protocol:
            lines.append(f"Sec-WebSocket-Protocol: {self.protocol}")
        self.send_bytes(reply(b"", 101, media=None, headers=lines, length=False) + after)

    def refuse(self, answer):
        """Answers the upgrade with something else."""
        self.send_bytes(answer)
        self.connection.close()

    def welcome(self, protocol=PREFERRED):
        """Upgrade, connection_init, connection_ack."""
        self.upgrade(protocol)
        self.init = self.expect("connection_init")
        self.send("connection_ack")

    def _accept(self):
        key = self.request.headers["Sec-WebSocket-Key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        return base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()

    # Messages of GraphQL; names are those of the new protocol and translated for the legacy one

    def send(self, type, **members):
        self.send_text(json.dumps({"type": self._name(type), **members}))

    def next(self, data, **members):
        """One event of the running subscription; other members of the result (errors, extensions) by name."""
        self.send("next", id=self.id, payload={"data": data, **members})

    def error(self, payload):
        self.send("error", id=self.id, payload=payload)

    def complete(self):
        self.send("complete", id=self.id)

    def expect_subscribe(self):
        self.subscription = self.expect("subscribe")
        return self.subscription

    def expect_unsubscribe(self):
        message = self.expect("unsubscribe")
        assert message.get("id") == self.id, f"unsubscribed {message.get('id')!r}, not {self.id!r}"

    def expect(self, type):
        """The next message, which must be of this type."""
        wanted = self._name(type)
        try:
            message = self.receive()
        except (Closed, Gone) as end:
            raise AssertionError(f"expected {wanted!r}, but: {end}") from None
        assert message.get("type") == wanted, f"expected {wanted!r}, got {message}"
        return message

    def expect_close(self, *codes):
        """Only a close frame may come now, with one of these codes (after the legacy farewell, if any)."""
        try:
            while (message := self.receive()).get("type") == "connection_terminate":
                pass
        except Closed as closed:
            assert not codes or closed.code in codes, f"closed with {closed.code}, expected {codes}"
            return closed.code
        except Gone as gone:
            raise AssertionError(f"expected a close frame, but: {gone}") from None
        raise AssertionError(f"expected a close frame, got {message}")

    def expect_abort(self):
        """The connection must end without a close frame; messages before that do not matter."""
        with contextlib.suppress(Gone):
            while True:
                opcode, payload = self.receive_frame()
                assert opcode != CLOSE, f"a close frame came: {payload!r}"

    def expect_silence(self):
        """The connection must end without a message."""
        with contextlib.suppress(Gone):
            while True:
                opcode, payload = self.receive_frame()
                assert opcode != TEXT, f"a message came: {payload!r}"

    @property
    def id(self):
        return self.subscription["id"]

    @property
    def variables(self):
        return self.subscription["payload"].get("variables") or {}

    def _name(self, type):
        return _NAMES[self.protocol or NEW].get(type, type)

    # Frames

    def send_text(self, text):
        self.send_frame(TEXT, text.encode())

    def send_frame(self, opcode, payload=b"", *, final=True, reserved=0, masked=False):
        self.send_bytes(frame(opcode, payload, final=final, reserved=reserved, masked=masked))

    def send_bytes(self, data):
        self.connection.send(data)

    def receive(self):
        """The next message as JSON; answers pings; raises Closed after a close frame and its answer, Gone at the end."""
        parts = []
        while True:
            opcode, payload = self.receive_frame()
            if opcode == PING:
                self.send_frame(PONG, payload)
            elif opcode == CLOSE:
                with contextlib.suppress(Gone):
                    self.send_frame(CLOSE, payload)
                self.connection.close()
                raise Closed(*parse_close(payload))
            elif opcode in (TEXT, CONTINUATION):
                parts.append(payload)
                if self._final:
                    self.messages.append(json.loads(b"".join(parts)))
                    return self.messages[-1]
            else:
                assert opcode == PONG, f"unexpected opcode {opcode}"
                self.pongs.append(payload)

    def receive_frame(self):
        first, second = self.connection.read(2)
        assert second & 0x80, "a frame of the program is not masked"
        assert not first & 0x70, "the program set reserved bits"
        self._final = bool(first & 0x80)
        size = second & 0x7F
        if size == 126:
            size, = struct.unpack("!H", self.connection.read(2))
        elif size == 127:
            size, = struct.unpack("!Q", self.connection.read(8))
        mask = self.connection.read(4)
        return first & 0x0F, _xor(self.connection.read(size), mask)

    # Ends

    def send_close(self, code=None, reason=b""):
        """A close frame; without a code an empty one, which the other side sees as 1005."""
        self.send_frame(CLOSE, b"" if code is None else struct.pack("!H", code) + reason)

    def close(self, code=None, reason=b""):
        """Closes: our close frame, the program's answer, end of the connection."""
        self.send_close(code, reason)
        with contextlib.suppress(Gone):
            while self.receive_frame()[0] != CLOSE:
                pass
        self.connection.close()

    def drop(self):
        """Ends the connection without a word."""
        self.connection.close()

    def reset(self):
        self.connection.reset()

    def wait_until_gone(self):
        self.connection.wait_until_gone()

    def hears_within(self, seconds):
        return self.connection.hears_within(seconds)

    def finish(self):
        """Whatever a script leaves open: be polite until the program closes."""
        if not self.connection.closed:
            with contextlib.suppress(Closed, Gone):
                while True:
                    self.receive()


def frame(opcode, payload=b"", *, final=True, reserved=0, masked=False):
    size = len(payload)
    flag = 0x80 if masked else 0
    head = bytes([(0x80 if final else 0) | reserved << 4 | opcode])
    if size < 126:
        head += bytes([flag | size])
    elif size < 65536:
        head += struct.pack("!BH", flag | 126, size)
    else:
        head += struct.pack("!BQ", flag | 127, size)
    if not masked:
        return head + payload
    mask = b"\x11\x22\x33\x44"
    return head + mask + _xor(payload, mask)


def parse_close(payload):
    if not payload:
        return 1005, ""
    return struct.unpack("!H", payload[:2])[0], payload[2:].decode()


def _xor(data, mask):
    size = len(data)
    whole = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(data, "big") ^ int.from_bytes(whole, "big")).to_bytes(size, "big")


# Scripts that most tests begin with

def stream(*events, end=Peer.complete, protocol=PREFERRED):
    """A whole subscription: welcome, subscribe, these events, this end."""
    def script(peer):
        peer.welcome(protocol)
        peer.expect_subscribe()
        for data in events:
            peer.next(data)
        end(peer)
    return script


def closing(code, reason=b""):
    """An end for `stream`: this close code."""
    return lambda peer: peer.close(code, reason)


def failing(payload):
    """An end for `stream`: an `error` message with this payload."""
    return lambda peer: peer.error(payload)


def unsubscribed(peer):
    """An end for `stream`: the program must unsubscribe and close normally."""
    peer.expect_unsubscribe()
    peer.expect_close(1000)


def refusing(answer):
    """A script that answers the upgrade with something else."""
    return lambda peer: peer.refuse(answer)
