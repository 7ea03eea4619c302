"""What the server says in place of an answer is shown; never a secret of ours."""

import base64
import json

from cases import ONCE, ProgramTest, each
from http_server import page, reply
from websocket_server import LEGACY, NEW

LIMIT = {"message": "You have exceeded a secondary rate limit.", "documentation_url": "https://docs.example"}
SECRET = "Xy7-marker-qK3"


class OwnWords(ProgramTest):
    """FH18"""

    def failed(self, answer, *options, code=4):
        """The second line as text, and the member `body`."""
        server = self.http(answer)
        text = self.execute("query", server.url, "-q", "{ a }", *ONCE, *options)
        self.assert_code(text, code)
        lines = text.err.splitlines()
        self.assertTrue(lines[0].startswith("corogql: "), text)
        body = self.assert_failed(self.query(server, *ONCE, *options), code)["body"]
        return lines[1:], body

    def test_a_message_in_json(self):
        told, body = self.failed(reply(LIMIT, 404))
        self.assertEqual(["corogql: the server said: " + LIMIT["message"]], told)
        self.assertEqual(LIMIT, json.loads(body))

    @each(
        ("text as errors", {"errors": "said"}),
        ("error", {"error": {"message": "said"}}),
        ("text as error", {"error": "said"}),
        ("a list", [{"message": "said"}]),
    )
    def test_a_message_of_another_shape(self, _, body):
        told, _ = self.failed(reply(body, 402, "application/problem+json"))
        self.assertEqual(["corogql: the server said: said"], told)

    def test_plain_text(self):
        told, body = self.failed(reply("Payment\nrequired \x1b[31mnow\u0085\x7f", 402, "text/plain"))
        self.assertEqual([r"corogql: the server said: Payment\nrequired \u001b[31mnow\u0085\u007f"], told)
        self.assertEqual("Payment\nrequired \x1b[31mnow\u0085\x7f", body)

    def test_html(self):
        told, body = self.failed(page(404))
        self.assertIn("Please log in", told[0])
        self.assertIn("Please log in", body)

    def test_the_first_kibibyte(self):
        told, body = self.failed(reply("é" * 2000, 404, "text/plain"))
        self.assertEqual(("é" * 512, ["corogql: the server said: " + "é" * 512]), (body, told))

    def test_none(self):
        told, body = self.failed(reply("", 404))
        self.assertEqual(([], None), (told, body))

    def test_bytes_that_are_no_text(self):
        told, body = self.failed(reply(b"caf\xe9 \x9b31m", 404, "text/plain; charset=latin-1"))
        self.assertEqual("caf\ufffd \ufffd31m", body)
        self.assertEqual(["corogql: the server said: caf\ufffd \ufffd31m"], told)

    def test_refused_credentials(self):
        told, body = self.failed(reply({"message": "key expired"}, 401), code=7)
        self.assertEqual(["corogql: the server said: key expired"], told)

    def test_a_refused_upgrade(self):
        server = self.websocket(lambda peer: peer.refuse(reply("no such tenant", 404, "text/plain")))
        outcome = self.subscribe(server, *ONCE, "--error-format", "text")
        self.assertEqual("corogql: the server said: no such tenant", outcome.err.splitlines()[1])
        self.assertEqual("no such tenant", self.subscribe(server, *ONCE).error["body"])

    def test_a_refused_init(self):
        def script(peer):
            peer.upgrade(LEGACY)
            peer.expect("connection_init")
            peer.send("connection_error", payload={"message": "tenant is suspended"})
        outcome = self.subscribe(self.websocket(script), *ONCE, "--error-format", "text")
        self.assert_code(outcome, 7)
        self.assertIn("tenant is suspended", outcome.err)

    # Secrets

    def echoes(self, text):
        return reply(f"refused: {text}!", 404, "text/plain")

    @each(
        ("a header", ("-H", f"X-Key: {SECRET}"), SECRET),
        ("a header of two words", ("-H", f"Authorization: Bearer {SECRET}"), SECRET),
        ("a header with quotes", ("-H", f'X-Key: "{SECRET}"'), json.dumps(f'"{SECRET}"')),
        ("a proxy", ("--proxy", ""), ""),
    )
    def test_of_ours(self, _, options, text):
        told, body = self.failed(self.echoes(text), *options)
        self.assertNotIn(SECRET, told[0] + body)
        if text:
            self.assertIn("[redacted]", told[0])
            self.assertIn("[redacted]", body)

    def test_of_the_file(self):
        told, body = self.failed(self.echoes(SECRET), "--auth-file", self.file(f"Bearer {SECRET}\n"))
        self.assertEqual(["corogql: the server said: refused: [redacted]!"], told)

    def test_of_the_address(self):
        basic = base64.b64encode(f"us@er:{SECRET}".encode()).decode()
        server = self.http(self.echoes(f"us@er:{SECRET} {SECRET} {basic}"))
        outcome = self.query(f"http://us%40er:{SECRET}@{server.authority}/", *ONCE)
        self.assertNotIn(SECRET, outcome.err)
        self.assertNotIn(basic, outcome.err)
        self.assertIn("refused:", outcome.error["body"])

    def test_of_the_init_payload(self):
        def script(peer):
            peer.upgrade(NEW)
            token = peer.expect("connection_init")["payload"]["a"]["token"]
            peer.close(4400, f"bad {token}".encode())
        outcome = self.subscribe(self.websocket(script), "--init", json.dumps({"a": {"token": SECRET}}), *ONCE)
        self.assertIn("[redacted]", outcome.err)
        self.assertNotIn(SECRET, outcome.err)

    def test_in_graphql_errors(self):
        answer = {"errors": [{"message": f"{SECRET} is not valid", "extensions": {SECRET: [SECRET]}}]}
        outcome = self.query(self.http(reply(answer)), "-H", f"X-Key: {SECRET}", "--verbose")
        self.assert_failed(outcome, 1, out=None)
        self.assertNotIn(SECRET, outcome.err)
        self.assertIn("is not valid", outcome.err)

    def test_cut_at_the_end(self):
        for before in range(1000, 1024):
            told, body = self.failed(reply("x" * before + SECRET, 404, "text/plain"), "-H", f"X-Key: {SECRET}")
            self.assertNotIn("marker", body)
            self.assertNotRegex(body, r"Xy7-$")
            if before in (1005, 1015):
                self.assertTrue(body.endswith("x[redacted]"))

    def test_in_headers_and_verbose(self):
        answer = reply({"data": {"a": 1}}, headers=[f"X-Echo: {SECRET}"])
        outcome = self.query(self.http(answer), "-H", f"X-Key: {SECRET}", "--include", "--verbose")
        self.assertIn("X-Echo: [redacted]", outcome.err)
        self.assertNotIn(SECRET, outcome.err)


class Bytes(ProgramTest):
    """FH9: whatever a server sends, JSON is UTF-8, and a terminal gets no control characters."""

    ANSWERS = (
        ("reason", b"HTTP/1.1 404 caf\xe9\x9b31m\r\nContent-Length: 0\r\n\r\n"),
        ("media type", b"HTTP/1.1 200 OK\r\nContent-Type: text/\xe9\x9b31m\r\nContent-Length: 1\r\n\r\nx"),
        ("location", b"HTTP/1.1 302 Found\r\nLocation: http://caf\xe9\x9b.example/\r\nContent-Length: 0\r\n\r\n"),
        ("C1 in UTF-8", b"HTTP/1.1 404 \xc2\x9b31m\r\nContent-Length: 0\r\n\r\n"),
        ("body", reply(b"\xff\xfe\x9b\xc2\x9b", 404, "text/plain")),
    )

    @each(*ANSWERS)
    def test_json(self, _, answer):
        outcome = self.query(self.http(answer), *ONCE)
        self.assertIn(outcome.code, (4, 5))
        self.assertNotIn("\\x", outcome.err)  # what the helper makes of bytes that are no UTF-8
        self.assertNotIn("\u009b", outcome.err)
        self.assertTrue(outcome.error["message"])

    @each(*ANSWERS)
    def test_text(self, _, answer):
        outcome = self.query(self.http(answer), *ONCE, "--error-format", "text", "--verbose", "--include")
        self.assertNotIn("\\x", outcome.err)
        self.assertNotIn("\u009b", outcome.err)
        self.assertRegex(outcome.err, r"corogql: (http|protocol): ")

    def test_a_close_reason(self):
        def script(peer):
            peer.upgrade(NEW)
            peer.expect("connection_init")
            peer.close(4400, "\u009b31m".encode())
        self.assertNotIn("\u009b", self.subscribe(self.websocket(script), *ONCE, "--error-format", "text").err)
