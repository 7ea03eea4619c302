"""HTTP proxies: tunnels for everything, what the environment says, and proxies that refuse, close or hang."""

import base64
import time

from cases import ONCE, ProgramTest, each
from certificates import certificates
from http_server import close, page, reply, reset, wait_until_gone
from proxy_server import ProxyServer
from servers import server_tls
from websocket_server import Peer, stream

OK = {"data": {"a": 1}}
SECRET = "Xy7-marker-qK3"


class ProxyTest(ProgramTest):

    def proxy(self, to, *refusals, **listening):
        return self._serving(ProxyServer(to, *refusals, **listening))


class Tunnel(ProxyTest):

    def test_query(self):
        """The proxy looks up the name, which does not exist here."""
        server = self.http(reply(OK))
        proxy = self.proxy(server)
        self.assert_answered(self.query("http://api.invalid/graphql", "--proxy", proxy.url), OK)
        asked, = proxy.asked
        self.assertEqual(("CONNECT", "api.invalid:80", "api.invalid:80"), (asked.method, asked.target, asked.headers["Host"]))
        self.assertIn("corogql/", asked.headers["User-Agent"])
        self.assertNotIn("Proxy-Authorization", asked.headers)
        request, = server.requests
        self.assertEqual(("/graphql", "api.invalid"), (request.target, request.headers["Host"]))

    def test_query_over_tls(self):
        server = self.http(reply(OK), tls=server_tls(certificates().server))
        proxy = self.proxy(server)
        outcome = self.query(f"https://localhost:{server.port}/", "--proxy", proxy.url, "--cacert", certificates().authority)
        self.assert_answered(outcome, OK)
        self.assertEqual([f"localhost:{server.port}"], proxy.targets)

    def test_the_certificate_is_the_servers(self):
        server = self.http(reply(OK), tls=server_tls(certificates().server))
        proxy = self.proxy(server)
        outcome = self.query("https://api.invalid/", "--proxy", proxy.url, "--cacert", certificates().authority, *ONCE)
        self.assert_failed(outcome, 3, "tls")
        self.assertEqual([], server.requests)

    @each(("plain", "ws", 80), ("TLS", "wss", 443))
    def test_subscribe(self, _, scheme, port):
        tls = {"tls": server_tls(certificates().server)} if scheme == "wss" else {}
        proxy = self.proxy(self.websocket(stream({"a": 1}, {"a": 2}), **tls))
        outcome = self.subscribe(f"{scheme}://localhost/", "--proxy", proxy.url, "--cacert", certificates().authority)
        self.assert_streamed(outcome, {"a": 1}, {"a": 2})
        self.assertEqual([f"localhost:{port}"], proxy.targets)

    def test_reconnect(self):
        proxy = self.proxy(self.websocket(stream({"a": 1}, end=Peer.drop), stream({"a": 2})))
        self.assert_streamed(self.subscribe("ws://api.invalid/", "--proxy", proxy.url), {"a": 1}, {"a": 2})
        self.assertEqual(["api.invalid:80"] * 2, proxy.targets)

    def test_ipv6_literal(self):
        proxy = self.proxy(self.http(reply(OK)))
        self.assert_answered(self.query("http://[::1]:81/", "--proxy", proxy.url), OK)
        self.assertEqual(["[::1]:81"], proxy.targets)

    def test_tls_up_to_the_proxy(self):
        proxy = self.proxy(self.http(reply(OK)), tls=server_tls(certificates().server))
        url = f"https://us:{SECRET}@127.0.0.1:{proxy.port}"
        self.assert_answered(self.query("http://api.invalid/", "--proxy", url, "--cacert", certificates().authority), OK)
        self.assert_failed(self.query("http://api.invalid/", "--proxy", url, *ONCE), 3, "tls")
        self.assert_failed(self.query("http://api.invalid/", "--proxy", url, "--insecure", *ONCE), 3, "tls")
        self.assertEqual(["api.invalid:80"], proxy.targets)

    def test_without_a_scheme(self):
        proxy = self.proxy(self.http(reply(OK)))
        self.assert_answered(self.query("http://api.invalid/", "--proxy", proxy.authority), OK)

    @each("query", "subscribe")
    def test_credentials(self, verb):
        """They go to the proxy and nowhere else."""
        server = self.http(reply(OK)) if verb == "query" else self.websocket(stream({"a": 1}))
        proxy = self.proxy(server)
        document = "{ a }" if verb == "query" else "subscription { a }"
        outcome = self.execute(verb, "http://api.invalid/", "-q", document, "--verbose",
                               "--proxy", proxy.url_with(f"us%40er:p%3A{SECRET}"))
        self.assert_code(outcome, 0)
        wanted = base64.b64encode(f"us@er:p:{SECRET}".encode()).decode()
        self.assertEqual(f"Basic {wanted}", proxy.asked[0].headers["Proxy-Authorization"])
        request = server.requests[0] if verb == "query" else server.peers[0].request
        self.assertNotIn("Proxy-Authorization", request.headers)
        self.assertNotIn(SECRET, outcome.out + outcome.err)
        self.assertNotIn(wanted, outcome.err)
        self.assertIn(f"through the proxy {proxy.authority}", outcome.err)


class Refusal(ProxyTest):

    def refused(self, *refusals, options=ONCE, verb="query"):
        """The error after these answers of a proxy, which says nothing of its credentials."""
        server = self.http(reply(OK))
        proxy = self.proxy(server, *refusals)
        run = self.query if verb == "query" else self.subscribe
        outcome = run("http://api.invalid/", "--proxy", proxy.url_with(f"user:{SECRET}"), "--verbose", *options)
        self.assertNotIn(SECRET, outcome.err)
        self.assertNotIn(base64.b64encode(f"user:{SECRET}".encode()).decode(), outcome.err)
        self.assertEqual(0, server.connections)
        return outcome, proxy

    @each("query", "subscribe")
    def test_of_the_credentials(self, verb):
        """Trying again would only lock somebody's account."""
        refusal = [page(407, "Proxy-Authenticate: Basic realm=\"x\"")]
        outcome, proxy = self.refused(*[refusal] * 3, verb=verb, options=("--retries", "2"))
        error = self.assert_failed(outcome, 3, "connect")
        self.assertIn("refused the credentials", error["message"])
        self.assertIn(proxy.authority, error["message"])
        self.assertEqual(("connect", 407, 1, False),
                         (error["phase"], error["http_status"], error["attempts"], error["possibly_executed"]))
        self.assertEqual(1, proxy.connections)

    @each(403, 405, 502, 503, 302)
    def test_with_a_status(self, status):
        outcome, _ = self.refused([page(status)])
        error = self.assert_failed(outcome, 3, "connect")
        self.assertIn(str(status), error["message"])
        self.assertEqual(status, error["http_status"])

    @each("query", "subscribe")
    def test_that_passes(self, verb):
        server = self.http(reply(OK)) if verb == "query" else self.websocket(stream({"a": 1}))
        proxy = self.proxy(server, [page(502)], [page(503)])
        run = self.query if verb == "query" else self.subscribe
        self.assert_code(run("http://api.invalid/", "--proxy", proxy.url), 0)
        self.assertEqual(3, proxy.connections)

    @each(
        ("closed", [close]),
        ("reset", [reset]),
        ("half a head", [b"HTTP/1.1 200 OK\r\n", close]),
        ("not HTTP", [b"SSH-2.0-OpenSSH_9\r\n"]),
        ("a head without end", [b"HTTP/1.1 200 OK\r\n", b"X: " + b"x" * 100_000]),
    )
    def test_by_no_answer(self, _, steps):
        outcome, proxy = self.refused(steps)
        error = self.assert_failed(outcome, 3, "connect")
        self.assertIn(f"the proxy {proxy.authority} gave no tunnel", error["message"])

    @each("query", "subscribe")
    def test_by_silence(self, verb):
        began = time.monotonic()
        outcome, _ = self.refused([wait_until_gone], verb=verb, options=("--connect-timeout", "0.3", *ONCE))
        error = self.assert_failed(outcome, 6, "timeout")
        self.assertIn("proxy", error["message"])
        self.assertFalse(error["possibly_executed"])
        self.assertLess(time.monotonic() - began, 20)

    def test_of_the_connection(self):
        port = self.refusing_port()
        error = self.assert_failed(self.query("http://api.invalid/", "--proxy", f"http://127.0.0.1:{port}", *ONCE), 3, "connect")
        self.assertIn(f"the proxy 127.0.0.1:{port}", error["message"])


class Environment(ProxyTest):
    """Two proxies, so that it is seen which one was taken."""

    def setUp(self):
        self.server = self.http(reply(OK))
        self.one, self.other = self.proxy(self.server), self.proxy(self.server)

    def taken(self, *options, url=None, **environment):
        """Which proxy the way led through."""
        environment = {name: {"one": self.one.url, "other": self.other.url}.get(value, value)
                       for name, value in environment.items()}
        before = self.one.connections, self.other.connections
        self.assert_answered(self.query(url or self.server.url, *options, environment=environment), OK)
        after = self.one.connections, self.other.connections
        return {(1, 0): "one", (0, 1): "other", (0, 0): None}[after[0] - before[0], after[1] - before[1]]

    def test_http_proxy(self):
        """For a server on this machine, too, as curl has it."""
        self.assertEqual("one", self.taken(http_proxy="one", https_proxy="other", ALL_PROXY="other"))

    def test_http_proxy_in_capitals_is_what_a_caller_of_cgi_can_set(self):
        self.assertIsNone(self.taken(HTTP_PROXY="one"))

    def test_all_proxy(self):
        self.assertEqual("one", self.taken(all_proxy="one", ALL_PROXY="other"))
        self.assertEqual("one", self.taken(ALL_PROXY="one", http_proxy=""))

    @each(("lower", "https_proxy"), ("upper", "HTTPS_PROXY"))
    def test_https_proxy(self, _, name):
        server = self.http(reply(OK), tls=server_tls(certificates().server))
        proxy = self.proxy(server)
        self.assert_answered(self.query(server, "--cacert", certificates().authority, environment={name: proxy.url}), OK)
        self.assertEqual([server.authority], proxy.targets)
        self.assertIsNone(self.taken(**{name: "one"}))

    def test_subscribe(self):
        server = self.websocket(stream({"a": 1}))
        proxy = self.proxy(server)
        self.assert_streamed(self.subscribe(server, environment={"http_proxy": proxy.url}), {"a": 1})
        self.assertEqual([server.authority], proxy.targets)

    @each(
        ("the address", "127.0.0.1"), ("its network", "10.0.0.0/8, 127.0.0.0/8"), ("all", "*"), ("its port", "127.0.0.1:PORT"),
    )
    def test_no_proxy(self, _, exceptions):
        exceptions = exceptions.replace("PORT", str(self.server.port))
        self.assertIsNone(self.taken(http_proxy="one", NO_PROXY=exceptions))
        self.assertIsNone(self.taken(http_proxy="one", no_proxy=exceptions, NO_PROXY="other.example"))

    @each(("another host", "localhost"), ("another port", "127.0.0.1:1"), ("nothing", ""))
    def test_no_proxy_names(self, _, exceptions):
        self.assertEqual("one", self.taken(http_proxy="one", NO_PROXY=exceptions))

    def test_an_option_wins(self):
        self.assertEqual("other", self.taken("--proxy", self.other.url, http_proxy="one", NO_PROXY="*"))
        self.assertIsNone(self.taken("--proxy", "", http_proxy="one"))

    def test_a_unix_socket_has_none(self):
        path = self.folder() + "/socket"
        self.http(reply(OK), unix=path)
        self.assertIsNone(self.taken("--unix", path, http_proxy="one"))

    def test_a_proxy_that_cannot_be(self):
        outcome = self.query(self.server, environment={"http_proxy": f"socks5://user:{SECRET}@127.0.0.1:1"})
        self.assert_usage_error(outcome)
        self.assertNotIn(SECRET, outcome.err)


class Wrong(ProxyTest):

    @each(
        ("SOCKS", f"socks5://user:{SECRET}@127.0.0.1:1080"),
        ("websocket", f"ws://user:{SECRET}@127.0.0.1:1"),
        ("port", f"http://user:{SECRET}@127.0.0.1:port"),
        ("no host", f"http://user:{SECRET}@"),
        ("line break", f"http://user:{SECRET}@127.0.0.1\r\nX: y"),
    )
    def test_url(self, _, url):
        outcome = self.query(f"http://127.0.0.1:{self.refusing_port()}/", "--proxy", url)
        self.assert_usage_error(outcome)
        self.assertNotIn(SECRET, outcome.err)

    def test_beside_a_unix_socket(self):
        error = self.assert_usage_error(self.query("http://localhost/", "--unix", "/x", "--proxy", "http://127.0.0.1:1"))
        self.assertIn("exclude each other", error["message"])
