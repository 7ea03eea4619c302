"""Refusals: one refresh where there is a provider, none where not."""

from cases import ONCE, ProgramTest, each, write
from http_server import page, reply, unauthorized
from websocket_server import LEGACY, NEW, Peer, closing, refusing, stream

OK = {"data": {"a": 1}}
SAYS_401 = {"data": None, "errors": [{"message": "no", "extensions": {"code": 401}}]}

REFUSALS = (
    ("401", unauthorized()),
    ("403", page(403)),
    ("401 json", reply({"errors": [{"message": "no"}]}, 401)),
)


class Http(ProgramTest):

    def refreshing(self, *replies):
        """A server whose every answer is preceded by a change of the authorization file."""
        token = self.file("token 0\n")
        self.tokens = token

        def changing(number, answer):
            def respond(request):
                write(token, f"token {number}\n")
                return answer
            return respond
        return self.http(*[changing(number, answer) for number, answer in enumerate(replies, 1)])

    def sent(self, server):
        return [request.headers["Authorization"] for request in server.requests]

    @each(*REFUSALS)
    def test_without_a_provider_the_first_refusal_is_final(self, _, refusal):
        server = self.http(refusal, reply(OK))
        error = self.assert_failed(self.query(server, "-H", "Authorization: mine"), 7, out=None)
        self.assertEqual((1, 1), (len(server.requests), error["attempts"]))

    @each(*REFUSALS, ("200 whose errors say 401", reply(SAYS_401)))
    def test_with_one_a_fresh_value_is_tried(self, _, refusal):
        server = self.refreshing(refusal, reply(OK))
        self.assert_answered(self.query(server, "--auth-file", self.tokens), OK)
        self.assertEqual(["token 0", "token 1"], self.sent(server))

    @each(*REFUSALS)
    def test_the_refresh_is_not_counted_as_a_retry(self, _, refusal):
        server = self.refreshing(refusal, reply(OK))
        self.assert_answered(self.query(server, "--auth-file", self.tokens, *ONCE), OK)

    @each(*REFUSALS)
    def test_exactly_one(self, _, refusal):
        server = self.refreshing(refusal)
        self.assert_failed(self.query(server, "--auth-file", self.tokens), 7, out=None)
        self.assertEqual(2, len(server.requests))

    def test_a_second_answer_that_says_401(self):
        server = self.refreshing(reply(SAYS_401))
        outcome = self.query(server, "--auth-file", self.tokens)
        self.assert_code(outcome, 1)
        self.assertEqual((2, SAYS_401), (len(server.requests), outcome.json))

    def test_a_refused_mutation_is_tried_again(self):
        server = self.refreshing(unauthorized(), reply(OK))
        self.assert_answered(self.mutate(server, "--auth-file", self.tokens), OK)

    def test_a_refresh_between_other_failures(self):
        server = self.refreshing(page(500), unauthorized(), page(500), reply(OK))
        self.assert_answered(self.query(server, "--auth-file", self.tokens, "--retries", "2"), OK)
        self.assertEqual(["token 0", "token 1", "token 2", "token 3"], self.sent(server))


def answering(peer):
    """Works for `query` and `subscribe`."""
    stream({"a": 1})(peer)


def connection_error(protocol):
    def script(peer):
        peer.upgrade(protocol)
        peer.expect("connection_init")
        peer.send("connection_error", payload={"message": "who are you?"})
        peer.wait_until_gone()
    return script


def close_instead_of_ack(code):
    def script(peer):
        peer.upgrade()
        peer.expect("connection_init")
        peer.close(code, b"who are you?")
    return script


SOCKET_REFUSALS = (
    ("upgrade 401", refusing(unauthorized())),
    ("upgrade 403", refusing(page(403))),
    ("connection_error", connection_error(NEW)),
    ("connection_error legacy", connection_error(LEGACY)),
    ("3000", close_instead_of_ack(3000)),
    ("3003", close_instead_of_ack(3003)),
    ("4401", close_instead_of_ack(4401)),
    ("4403", close_instead_of_ack(4403)),
    ("4401 after ack", stream(end=closing(4401))),
    ("4403 after an event", stream({"a": 0}, end=closing(4403))),
)


class Socket(ProgramTest):

    @each(*SOCKET_REFUSALS)
    def test_without_a_provider_the_first_refusal_is_final(self, _, refusal):
        server = self.websocket(refusal, answering)
        self.assert_failed(self.subscribe(server), 7, out=None)
        self.assertEqual(1, server.connections)

    @each(*SOCKET_REFUSALS)
    def test_with_one_a_fresh_value_is_tried(self, _, refusal):
        token = self.file("token 0")

        def refuse(peer):
            write(token, "token 1")
            refusal(peer)
        server = self.websocket(refuse, answering)
        outcome = self.subscribe(server, "--auth-file", token, *ONCE)
        self.assert_code(outcome, 0)
        self.assertEqual({"data": {"a": 1}}, outcome.events[-1])
        self.assertEqual(["token 0", "token 1"], [peer.request.headers["Authorization"] for peer in server.peers])

    @each(*SOCKET_REFUSALS[:-1])  # an event resets the count
    def test_exactly_one(self, _, refusal):
        server = self.websocket(refusal)
        self.assert_failed(self.subscribe(server, "--auth-file", self.file("token")), 7, out=None)
        self.assertEqual(2, server.connections)

    @each(NEW, LEGACY)
    def test_the_value_goes_into_upgrade_and_init(self, protocol):
        server = self.websocket(stream({"a": 1}, protocol=protocol))
        self.assert_code(self.subscribe(server, "--auth-file", self.file("token\n")), 0)
        peer, = server.peers
        self.assertEqual("token", peer.request.headers["Authorization"])
        self.assertEqual({"authorization": "token"}, {name.lower(): value for name, value in peer.init["payload"].items()})

    def test_init_wins_over_the_file(self):
        server = self.websocket(answering)
        options = ("--auth-file", self.file("theirs"), "--init", '{"Authorization":"mine"}')
        self.assert_code(self.subscribe(server, *options), 0)
        peer, = server.peers
        self.assertEqual("theirs", peer.request.headers["Authorization"])
        self.assertEqual({"Authorization": "mine"}, peer.init["payload"])

    def test_the_file_is_read_again_for_every_connection(self):
        token = self.file("token 0")

        def dropping(peer):
            write(token, "token 1")
            stream({"a": 0}, end=Peer.drop)(peer)
        server = self.websocket(dropping, answering)
        self.assert_streamed(self.subscribe(server, "--auth-file", token), {"a": 0}, {"a": 1})
        self.assertEqual(["token 0", "token 1"], [peer.request.headers["Authorization"] for peer in server.peers])
        self.assertIn("token 1", server.peers[1].init["payload"].values())

    def test_a_query_over_the_socket(self):
        server = self.websocket(close_instead_of_ack(4401), answering)
        self.assert_answered(self.query(server, "--auth-file", self.file("token"), *ONCE), OK)
        self.assertEqual(2, server.connections)
