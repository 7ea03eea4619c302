"""TLS: who is trusted, and who is not."""

import ssl

from cases import ONCE, ProgramTest, each
from certificates import certificates
from http_server import close, page, reply
from servers import server_tls
from websocket_server import stream

OK = {"data": {"a": 1}}


class PlainText:
    """Stands in for a TLS context: a server that speaks HTTP where TLS is expected."""

    def wrap_socket(self, socket, **how):
        socket.recv(4096)
        socket.sendall(page(400))
        raise OSError("not TLS")


class Trust(ProgramTest):

    def setUp(self):
        self.made = certificates()
        self.trusting = ("--cacert", self.made.authority)

    def secure(self, certificate=None, **how):
        return self.http(reply(OK), tls=server_tls(certificate or self.made.server, **how))

    def assert_distrusted(self, server, *options):
        error = self.assert_failed(self.query(server, *options, *ONCE), 3, "tls")
        self.assertFalse(error["possibly_executed"])
        self.assertEqual([], server.requests)

    def test_a_given_authority(self):
        self.assert_answered(self.query(self.secure(), *self.trusting), OK)

    def test_by_name(self):
        server = self.secure()
        self.assert_answered(self.query(f"https://localhost:{server.port}/", *self.trusting), OK)

    def test_no_close_notify_after_the_body(self):
        server = self.http([reply(OK), close], tls=server_tls(self.made.server))
        self.assert_answered(self.query(server, *self.trusting), OK)

    def test_the_host_name_is_announced(self):
        context = server_tls(self.made.server)
        names = []
        context.sni_callback = lambda socket, name, context: names.append(name)
        server = self.http(reply(OK), tls=context)
        self.assert_answered(self.query(f"https://localhost:{server.port}/", *self.trusting), OK)
        self.assertEqual(["localhost"], names)

    def test_unknown_authority(self):
        self.assert_distrusted(self.secure())

    def test_another_authority(self):
        self.assert_distrusted(self.secure(), "--cacert", self.made.other_authority)

    def test_wrong_host(self):
        self.assert_distrusted(self.secure(self.made.wrong_host), *self.trusting)

    def test_expired(self):
        self.assert_distrusted(self.secure(self.made.expired), *self.trusting)

    def test_too_old_a_version(self):
        self.assert_distrusted(self.secure(version=ssl.TLSVersion.TLSv1_1), *self.trusting)

    @each(("1.2", ssl.TLSVersion.TLSv1_2), ("1.3", ssl.TLSVersion.TLSv1_3))
    def test_version(self, _, version):
        self.assert_answered(self.query(self.secure(version=version), *self.trusting), OK)

    def test_a_server_without_tls(self):
        self.assert_failed(self.query(self.http(reply(OK), tls=PlainText()), *self.trusting, *ONCE), 3, "tls")

    @each("wrong_host", "expired", "server")
    def test_insecure(self, certificate):
        """Accepts any certificate and says so."""
        outcome = self.query(self.secure(getattr(self.made, certificate)), "--insecure")
        self.assert_answered(outcome, OK)
        self.assertIn("insecure", outcome.err.lower())


class ClientCertificate(ProgramTest):

    def setUp(self):
        self.made = certificates()
        self.trusting = ("--cacert", self.made.authority)
        self.demanding = server_tls(self.made.server, client_authority=self.made.authority)

    def test_given(self):
        certificate, key = self.made.client
        server = self.http(reply(OK), tls=self.demanding)
        self.assert_answered(self.query(server, *self.trusting, "--cert", certificate, "--key", key), OK)

    def test_missing(self):
        server = self.http(reply(OK), tls=self.demanding)
        self.assert_failed(self.query(server, *self.trusting, *ONCE), 3, "tls", "lost")

    def test_in_a_subscription(self):
        certificate, key = self.made.client
        server = self.websocket(stream({"a": 1}), tls=self.demanding)
        self.assert_streamed(self.subscribe(server, *self.trusting, "--cert", certificate, "--key", key), {"a": 1})

    @each("--cacert", "--cert", "--key")
    def test_unreadable_file(self, option):
        certificate, key = self.made.client
        files = {"--cacert": self.made.authority, "--cert": certificate, "--key": key, option: self.folder() + "/none"}
        options = [part for pair in files.items() for part in pair]
        self.assert_usage_error(self.query(self.http(reply(OK), tls=self.demanding), *options))

    @each("--cacert", "--cert", "--key")
    def test_file_that_is_none(self, option):
        certificate, key = self.made.client
        files = {"--cacert": self.made.authority, "--cert": certificate, "--key": key, option: self.file("hello\n")}
        options = [part for pair in files.items() for part in pair]
        self.assert_usage_error(self.query(self.http(reply(OK), tls=self.demanding), *options))

    def test_key_of_another(self):
        options = ("--cert", self.made.client[0], "--key", self.made.server[1])
        self.assert_usage_error(self.query(self.http(reply(OK), tls=self.demanding), *self.trusting, *options))


class Subscription(ProgramTest):

    def setUp(self):
        self.made = certificates()
        self.secure = server_tls(self.made.server)

    @each("https", "wss")
    def test_over_tls(self, scheme):
        server = self.websocket(stream({"a": 1}, {"a": 2}), tls=self.secure)
        outcome = self.subscribe(f"{scheme}://localhost:{server.port}/graphql", "--cacert", self.made.authority)
        self.assert_streamed(outcome, {"a": 1}, {"a": 2})

    def test_unknown_authority(self):
        server = self.websocket(stream({"a": 1}), tls=self.secure)
        self.assert_failed(self.subscribe(server, *ONCE), 3, "tls")

    def test_a_query_over_wss(self):
        server = self.websocket(stream({"a": 1}), tls=self.secure)
        self.assert_answered(self.query(server, "--cacert", self.made.authority), OK)
