"""Secrets go over the wire and nowhere else."""

import base64
import json

from cases import ONCE, ProgramTest, each
from http_server import close, page, redirect, reply, unauthorized
from websocket_server import LEGACY, NEW, Peer, closing, failing, stream

SECRET = "Xy7-marker-qK3"
OK = {"data": {"a": 1}}

HTTP = (
    ("success", reply(OK)),
    ("refused", unauthorized()),
    ("forbidden", page(403)),
    ("failure", page(500)),
    ("redirect", redirect(302, "/elsewhere")),
    ("malformed", reply("[]")),
    ("lost", [close]),
    ("graphql errors", reply({"errors": [{"message": "no"}]})),
)
SOCKET = (
    ("success", stream({"a": 1})),
    ("legacy", stream({"a": 1}, protocol=LEGACY)),
    ("refused upgrade", lambda peer: peer.refuse(unauthorized())),
    ("credentials", stream(end=closing(4403))),
    ("fatal", stream(end=closing(4400))),
    ("lost", stream(end=Peer.drop)),
    ("error", stream(end=failing([{"message": "no"}]))),
    ("violation", stream(end=lambda peer: peer.send_text("[]"))),
)


class Secrets(ProgramTest):

    def options(self, *ways):
        given = {
            "header": ("-H", f"X-Api-Key: {SECRET}", "-H", f"Cookie: session={SECRET}"),
            "file": ("--auth-file", self.file(f"Bearer {SECRET}\n")),
            "init": ("--init", json.dumps({"token": SECRET, "nested": {"deep": [SECRET]}})),
        }
        return [option for way in ways for option in given[way]]

    def assert_untold(self, outcome):
        self.assertGreaterEqual(outcome.code, 0, outcome)
        told = outcome.out + outcome.err
        self.assertNotEqual("", told)
        self.assertNotIn(SECRET, told)
        self.assertNotIn(base64.b64encode(f"user:{SECRET}".encode()).decode(), told)

    @each(*HTTP)
    def test_query(self, _, answer):
        server = self.http(answer)
        for format in ("text", "json"):
            outcome = self.query(server, *self.options("header", "file"), "--verbose", "--error-format", format, *ONCE)
            self.assert_untold(outcome)
        request = server.requests[0]
        self.assertEqual((SECRET, f"Bearer {SECRET}"), (request.headers["X-Api-Key"], request.headers["Authorization"]))

    @each(*SOCKET)
    def test_subscribe(self, _, script):
        server = self.websocket(script)
        for format in ("text", "json"):
            outcome = self.subscribe(server, *self.options("header", "file", "init"),
                                     "--verbose", "--notices", "--error-format", format, *ONCE)
            self.assert_untold(outcome)
        self.assertEqual(SECRET, server.peers[0].request.headers["X-Api-Key"])

    def test_init_goes_over_the_wire(self):
        server = self.websocket(stream())
        self.assert_untold(self.subscribe(server, *self.options("init"), "--verbose"))
        self.assertEqual(SECRET, server.peers[0].init["payload"]["token"])

    @each(*HTTP)
    def test_userinfo_of_query(self, _, answer):
        url = f"http://user:{SECRET}@{self.http(answer).authority}/graphql"
        self.assert_untold(self.query(url, "--verbose", *ONCE))
        self.assert_untold(self.execute("query", url, "-q", "{ a }", *ONCE))

    @each(*SOCKET)
    def test_userinfo_of_subscribe(self, _, script):
        url = f"ws://user:{SECRET}@{self.websocket(script).authority}/graphql"
        self.assert_untold(self.subscribe(url, "--verbose", "--notices", *ONCE))

    @each("query", "subscribe")
    def test_userinfo_when_nobody_listens(self, verb):
        url = f"http://user:{SECRET}@127.0.0.1:{self.refusing_port()}/"
        for format in ("text", "json"):
            outcome = self.execute(verb, url, "-q", "{ a }", "--verbose", "--error-format", format, *ONCE)
            self.assertNotEqual(0, outcome.code)
            self.assert_untold(outcome)

    @each(
        ("header without a colon", "-H", f"Authorization {SECRET}"),
        ("header with a line break", "-H", f"Authorization: {SECRET}\n{SECRET}"),
        ("init that is no JSON", "--init", f'{{"token": "{SECRET}"'),
        ("init that is no object", "--init", f'["{SECRET}"]'),
        ("unknown option", "--token", SECRET),
        ("unknown option with value", f"--token={SECRET}", "x"),
    )
    def test_wrong_usage(self, _, *arguments):
        for format in ("text", "json"):
            outcome = self.execute("subscribe", "ws://127.0.0.1:1/", "-q", "subscription { a }",
                                   "--error-format", format, *arguments)
            self.assert_code(outcome, 2)
            self.assert_untold(outcome)

    @each(
        ("broken port", f"http://user:{SECRET}@127.0.0.1:port/"),
        ("no scheme", f"user:{SECRET}@127.0.0.1/"),
        ("other scheme", f"ftp://user:{SECRET}@127.0.0.1/"),
        ("space", f"http://user:{SECRET}@127.0.0.1/a b"),
    )
    def test_wrong_address(self, _, url):
        outcome = self.execute("query", url, "-q", "{ a }", *ONCE)
        self.assert_code(outcome, 2)
        self.assert_untold(outcome)

    def test_redirect_that_carries_one(self):
        server = self.http(redirect(302, f"https://user:{SECRET}@127.0.0.1/login"))
        self.assert_untold(self.query(server, "--verbose"))

    @each(NEW, LEGACY)
    def test_after_a_reconnect(self, protocol):
        server = self.websocket(stream({"a": 1}, end=Peer.drop, protocol=protocol), stream({"a": 2}, protocol=protocol))
        outcome = self.subscribe(server, *self.options("header", "file", "init"), "--verbose", "--notices")
        self.assert_code(outcome, 0)
        self.assert_untold(outcome)
