"""The way to the server and back: dialing, unix sockets, IPv6, framing of answers, sizes, header injection."""

import gzip
import socket
import unittest

from cases import ONCE, ProgramTest, each
from http_server import CHUNKED, LAST_CHUNK, chunk, close, reply, reset
from websocket_server import TEXT, Peer, stream

OK = {"data": {"a": 1}}
BODY = b'{"data":{"a":1}}'


def with_ipv6():
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
        return True
    except OSError:
        return False


class Dialing(ProgramTest):

    @each("http", "https", "ws", "wss")
    def test_refused(self, scheme):
        error = self.assert_failed(self.query(f"{scheme}://127.0.0.1:{self.refusing_port()}/", *ONCE), 3, "connect")
        self.assertEqual((None, 1, False), (error["http_status"], error["attempts"], error["possibly_executed"]))

    def test_unknown_name(self):
        """A label that is too long fails without asking any server."""
        self.assert_failed(self.query(f"http://{64 * 'x'}.test/", *ONCE, "--timeout", "15"), 3, "connect")

    def test_subscribe_refused(self):
        error = self.assert_failed(self.subscribe(f"ws://127.0.0.1:{self.refusing_port()}/", "--retries", "2"), 3)
        self.assertEqual(3, error["attempts"])

    @unittest.skipUnless(with_ipv6(), "no ::1 here")
    def test_ipv6_literal(self):
        server = self.http(reply(OK), host="::1")
        self.assert_answered(self.query(server), OK)
        self.assertEqual(server.authority, server.requests[0].headers["Host"])

    @unittest.skipUnless(with_ipv6(), "no ::1 here")
    def test_subscribe_over_ipv6(self):
        self.assert_streamed(self.subscribe(self.websocket(stream({"a": 1}), host="::1")), {"a": 1})


class UnixSocket(ProgramTest):

    def setUp(self):
        self.path = self.folder() + "/socket"

    def test_query(self):
        server = self.http(reply(OK), unix=self.path)
        self.assert_answered(self.query("http://some.host/graphql", "--unix", self.path), OK)
        request, = server.requests
        self.assertEqual(("/graphql", "some.host"), (request.target, request.headers["Host"]))

    def test_subscribe(self):
        self.websocket(stream({"a": 1}), unix=self.path)
        self.assert_streamed(self.subscribe("http://localhost/graphql", "--unix", self.path), {"a": 1})

    def test_missing(self):
        self.assert_failed(self.query("http://localhost/", "--unix", self.path, *ONCE), 3, "connect")


class Framing(ProgramTest):
    """How an answer is delimited."""

    @each(
        ("chunks", [CHUNKED + chunk(BODY[:5]) + chunk(BODY[5:]) + LAST_CHUNK]),
        ("chunks of one byte", [CHUNKED + b"".join(chunk(bytes([byte])) for byte in BODY) + LAST_CHUNK]),
        ("chunk extension and trailer", [CHUNKED + b"10;x=y\r\n" + BODY + b"\r\n0\r\nX-Sum: 1\r\n\r\n"]),
        ("until the end", [reply(OK, length=False), close]),
        ("HTTP 1.0", [reply(OK, length=False).replace(b"HTTP/1.1", b"HTTP/1.0"), close]),
        ("closing", [reply(OK, headers=["Connection: close"]), close]),
        ("in two pieces", [reply(OK)[:60], reply(OK)[60:]]),
        ("100 first", [b"HTTP/1.1 100 Continue\r\n\r\n", reply(OK)]),
        ("103s first", [b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 5, reply(OK)]),
        ("many headers", reply(OK, headers=[f"Set-Cookie: c{n}={'x' * 80}" for n in range(100)])),
        ("no reason", reply(OK).replace(b"200 OK", b"200 ")),
    )
    def test_is_understood(self, _, steps):
        self.assert_answered(self.query(self.http(steps), *ONCE), OK)

    @each(
        ("cut body", [reply(OK)[:-1], close]),
        ("no body at all", [reply(OK)[:-len(BODY)], close]),
        ("reset in the body", [reply(OK)[:-1], reset]),
        ("cut headers", [reply(OK)[:30], close]),
        ("cut chunk", [CHUNKED + chunk(BODY)[:-5], close]),
        ("no last chunk", [CHUNKED + chunk(BODY), close]),
        ("bad chunk size", [CHUNKED + b"xyz\r\n" + BODY + b"\r\n0\r\n\r\n", close]),
        ("huge chunk size", [CHUNKED + b"fffffffffffffffff\r\n" + BODY, close]),
        ("length and chunks", [reply(OK, headers=["Transfer-Encoding: chunked"])[:-len(BODY)] + chunk(BODY) + LAST_CHUNK, close]),
        ("two lengths", [reply(OK, headers=["Content-Length: 3"]), close]),
        ("negative length", [reply(OK, headers=["Content-Length: -1"], length=False), close]),
        ("not HTTP", [b"220 mail.example ESMTP\r\n", close]),
        ("HTTP 3.7", [reply(OK).replace(b"HTTP/1.1", b"HTTP/3.7"), close]),
    )
    def test_is_malformed(self, _, steps):
        self.assert_failed(self.query(self.http(steps), *ONCE), 5)

    @each(("closed", [close]), ("reset", [reset]))
    def test_no_byte_of_an_answer(self, _, steps):
        error = self.assert_failed(self.query(self.http(steps), *ONCE), 3, "lost", "connect")
        self.assertEqual((None, True), (error["http_status"], error["possibly_executed"]))


class MaximumSize(ProgramTest):

    def body(self, size):
        start, end = b'{"data":{"a":"', b'"}}'
        return start + b"x" * (size - len(start) - len(end)) + end

    @each(
        ("length", lambda body: reply(body)),
        ("chunks", lambda body: CHUNKED + chunk(body) + LAST_CHUNK),
    )
    def test_of_an_answer(self, _, answer):
        exact, larger = self.http(answer(self.body(1000))), self.http(answer(self.body(1001)))
        self.assert_code(self.query(exact, "--max-size", "1000"), 0)
        self.assert_failed(self.query(larger, "--max-size", "1000", *ONCE), 8, "limit")

    def test_an_oversized_answer_is_not_asked_for_again(self):
        server = self.http(reply(self.body(1001)))
        self.assert_failed(self.query(server, "--max-size", "1000"), 8)
        self.assertEqual(1, len(server.requests))

    def test_an_endless_answer(self):
        def steps(request):
            yield reply(b'{"data":{"a":"', length=False)
            while True:
                yield b"x" * 65536
        self.assert_failed(self.query(self.http(steps), "--max-size", "100000", *ONCE), 8, "limit")

    def test_counts_after_decompression(self):
        server = self.http(reply(gzip.compress(self.body(5_000_000)), headers=["Content-Encoding: gzip"]))
        self.assert_failed(self.query(server, "--max-size", "1000000", *ONCE), 8, "limit")

    def test_is_16_mib_by_default(self):
        mib = 1 << 20
        self.assert_code(self.query(self.http(reply(self.body(16 * mib)))), 0)
        self.assert_failed(self.query(self.http(reply(self.body(16 * mib + 1))), *ONCE), 8, "limit")

    def message(self, peer, size):
        start, end = b'{"id":"%s","type":"next","payload":{"data":{"a":"' % peer.id.encode(), b'"}}}'
        return start + b"x" * (size - len(start) - len(end)) + end

    def sized(self, size):
        """A script that sends one message of this size."""
        def script(peer):
            peer.welcome()
            peer.expect_subscribe()
            peer.send_frame(TEXT, self.message(peer, size))
            peer.complete()
            peer.finish()
        return script

    def test_of_a_message(self):
        self.assert_code(self.subscribe(self.websocket(self.sized(1000)), "--max-size", "1000"), 0)
        server = self.websocket(self.sized(1001))
        self.assert_failed(self.subscribe(server, "--max-size", "1000"), 8, "limit")
        self.assertEqual(1, server.connections)

    def test_of_a_message_is_told_to_the_server(self):
        def script(peer):
            peer.welcome()
            peer.expect_subscribe()
            peer.send_frame(TEXT, self.message(peer, 5000))
            peer.expect_close(1009)
        self.assert_failed(self.subscribe(self.websocket(script), "--max-size", "1000"), 8, "limit")

    def test_of_a_message_in_fragments(self):
        def script(peer):
            peer.welcome()
            peer.expect_subscribe()
            message = self.message(peer, 1500)
            peer.send_frame(TEXT, message[:800], final=False)
            peer.send_frame(0, message[800:])
            peer.finish()
        self.assert_failed(self.subscribe(self.websocket(script), "--max-size", "1000"), 8, "limit")


class HeaderInjection(ProgramTest):

    @each(
        ("CRLF", "X-A: one\r\nX-Evil: 1"),
        ("LF", "X-A: one\nX-Evil: 1"),
        ("CR", "X-A: one\rX-Evil: 1"),
        ("line break in the name", "X-A\r\nX-Evil: 1"),
        ("space in the name", "X A: secret-value"),
        ("no colon", "X-A secret-value"),
        ("no name", ": secret-value"),
    )
    def test_is_refused_before_sending(self, _, header):
        server = self.http(reply(OK))
        outcome = self.query(server, "-H", header)
        self.assert_usage_error(outcome)
        self.assertEqual(0, server.connections)
        self.assertNotIn("secret-value", outcome.err)
        self.assertNotIn("Evil", outcome.err)

    def test_by_the_authorization_file(self):
        server = self.http(reply(OK))
        outcome = self.query(server, "--auth-file", self.file("one\r\nX-Evil: 1\r\n"), *ONCE)
        self.assertIn(outcome.code, (2, 7), outcome)
        self.assertEqual([], [request for request in server.requests if request.headers["X-Evil"]])
        self.assertNotIn("Evil", outcome.err)

    def test_in_the_upgrade(self):
        server = self.websocket(Peer.wait_until_gone)
        self.assert_usage_error(self.subscribe(server, "-H", "X-A: one\r\nX-Evil: 1"))
        self.assertEqual(0, server.connections)
