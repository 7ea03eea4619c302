"""`corogql mapi ping` and `predict`: deployments by name and by URL, and answers of every kind."""

import json
import time

from cases import each
from certificates import certificates
from http_server import CHUNKED, LAST_CHUNK, HttpServer, chunk, close, page, redirect, reply, reset, wait_until_gone
from servers import server_tls
from test_mapi import KEY, MapiTest, answer

WORDS = "Inference Deployment Server Error "

FAILURES = (
    ("401", [reply("no key", 401, "text/plain")], 4, WORDS + "401: no key"),
    ("an empty 500", [reply("", 500)], 4, WORDS + "500: Unknown Error"),
    ("503", [reply("\n asleep \n", 503)], 4, WORDS + "503: asleep. The deployment is not reachable"),
    ("408", [reply("late", 408)], 4, WORDS + "408: late. The request took too long"),
    ("a status that nobody knows", [reply("odd", 599)], 4, WORDS + "500: odd"),
    ("elsewhere", [redirect(302, "http://127.0.0.1:1/")], 4, WORDS + "302: Unknown Error. Redirections are not followed"),
    ("reset", [[reset]], 3, WORDS + "503: Lost the connection to http://127.0.0.1:"),
    ("no HTTP", [[b"hello\r\n\r\n", close]], 5, WORDS + "500: malformed HTTP"),
)


def deployment(address):
    return {"id": "i", "name": "chat", "inferenceDeploymentInput": {}, "originalInferenceDeploymentInput": {}, "status": "READY",
            "createdAt": "2024-01-01T00:00:00Z", "updatedAt": "2024-01-01T00:00:00Z", "deletedAt": None,
            "publicDNS": address, "currentVersion": 1, "createdByEmail": "e", "replicas": []}


class InferenceTest(MapiTest):
    def served(self, *replies, **how):
        server = HttpServer(*replies, **how)
        self.addCleanup(server.close)
        return server

    def at(self, server):
        return server.url.removesuffix("/graphql")


class Ping(InferenceTest):
    def test_url(self):
        server = self.served(reply("fine", 204, length=False))
        outcome = self.mapi("ping", self.at(server))
        self.assert_code(outcome, 0)
        self.assertEqual(f"{self.at(server)}/'s status: 204\n", outcome.out)
        [request] = server.requests
        self.assertEqual(("GET", "/ping", b""), (request.method, request.target, request.body))
        self.assertNotIn("Authorization", request.headers)
        self.assertIn("corogql", request.headers["User-Agent"])

    def test_name(self):
        files = certificates()
        server = self.served(reply(), tls=server_tls(files.server))
        mapi = self.served(answer("getInferenceDeployments", [deployment(server.authority)]))
        outcome = self.mapi("ping", "chat", "--json", "--cacert", files.authority, endpoint=mapi.url)
        self.assert_code(outcome, 0)
        self.assertEqual({"deployment": "chat", "status": 200}, json.loads(outcome.out))
        self.assertEqual({"name": {"in": ["chat"]}}, mapi.requests[0].variables["getInferenceDeploymentsData"]["filters"])
        self.assertNotIn("X-MosaicML-Client", server.requests[0].headers)
        strange = self.assert_failed(self.mapi("ping", "chat", endpoint=mapi.url), 3, "tls")
        self.assertIn(WORDS + f"503: Unable to connect to https://{server.authority}/ping. ", strange["message"])

    def test_unknown_name(self):
        mapi = self.served(answer("getInferenceDeployments", []))
        error = self.assert_failed(self.mapi("ping", "nobody", endpoint=mapi.url), 1)
        self.assertEqual("Error 404: Deployment nobody not found", error["message"])

    def test_user_information_is_not_shown(self):
        server = self.served(reply())
        outcome = self.mapi("ping", self.at(server).replace("//", "//user:pass-word@"), "--json")
        self.assert_code(outcome, 0)
        self.assertNotIn("pass-word", outcome.out + outcome.err)
        self.assertIn("Authorization", server.requests[0].headers)

    def test_no_base(self):
        error = self.assert_failed(self.mapi("ping", "http://127.0.0.1:1/x?y=1"), 2, "usage")
        self.assertIn("without ? or #", error["message"])

    def test_no_address_yet(self):
        mapi = self.served(answer("getInferenceDeployments", [deployment("")]))
        error = self.assert_failed(self.mapi("ping", "chat", endpoint=mapi.url), 3, "connect")
        self.assertIn("deployment chat: it has no address yet", error["message"])

    @each(*FAILURES)
    def test_failure(self, _, replies, code, words):
        error = self.assert_failed(self.mapi("ping", self.at(self.served(*replies))), code)
        self.assertIn(words, error["message"])

    def test_nobody_there(self):
        server = HttpServer(reply())
        server.close()
        error = self.assert_failed(self.mapi("ping", self.at(server)), 3, "connect")
        self.assertIn("Connection refused", error["message"])

    def test_timeout(self):
        server = self.served([wait_until_gone])
        begun = time.monotonic()
        error = self.assert_failed(self.mapi("ping", self.at(server), "--timeout", "0.3"), 6, "timeout")
        self.assertIn(WORDS + "408: ", error["message"])
        self.assertLess(time.monotonic() - begun, 10)


class Predict(InferenceTest):
    def predict(self, server, *more, inputs='{"prompt": "hi"}', **how):
        return self.mapi("predict", self.at(server), "--input", inputs, *more, **how)

    def test_answer(self):
        server = self.served(reply({"outputs": ["hello"]}))
        outcome = self.predict(server)
        self.assert_code(outcome, 0)
        self.assertEqual({"outputs": ["hello"]}, json.loads(outcome.out))
        [request] = server.requests
        self.assertEqual(("POST", "/predict", {"prompt": "hi"}), (request.method, request.target, request.json))
        self.assertEqual((KEY, "application/json"), (request.headers["Authorization"], request.headers["Content-Type"]))
        self.assert_secret_is_kept(outcome)

    def test_large(self):
        server = self.served(lambda request: reply({"bytes": len(request.body)}))
        path = self.home + "/inputs.json"
        with open(path, "w", encoding="ascii") as file:
            json.dump({"prompt": "x" * 3_000_000}, file)
        self.assertEqual({"bytes": 3_000_013}, json.loads(self.predict(server, inputs="@" + path).out))

    def test_the_key_said_back(self):
        server = self.served(lambda request: reply("x" * 1018 + request.headers["Authorization"], 500))
        outcome = self.predict(server)
        self.assert_failed(outcome, 4, "http")
        self.assertNotIn(KEY[:6], outcome.err)

    @each(("text", reply("hello", 200, "text/plain")), ("broken JSON", reply("{", 200)))
    def test_no_json(self, _, bad):
        error = self.assert_failed(self.predict(self.served(bad)), 5, "protocol")
        self.assertIn(WORDS, error["message"])

    def test_once(self):
        server = self.served(page(502))
        self.assert_failed(self.predict(server), 4, "http")
        self.assertEqual(1, len(server.requests))

    def test_usage(self):
        server = self.served(reply())
        for inputs in ("[1]", "{", "text"):
            self.assert_failed(self.predict(server, inputs=inputs), 2, "usage")
        self.assertEqual([], server.requests)


class PredictStream(Predict):
    def test_pieces(self):
        lines = b'"one"\r\n\n{"two": 2}\nnull\n""\n[]\n0\n[3]'
        for name, steps in {"chunks": [CHUNKED, *(chunk(lines[i:i + 3]) for i in range(0, len(lines), 3)), LAST_CHUNK],
                            "at once": [reply(lines)],
                            "to the end": [reply(lines, length=False), close]}.items():
            with self.subTest(name):
                server = self.served(steps)
                outcome = self.predict(server, "--stream")
                self.assert_code(outcome, 0)
                self.assertEqual(['"one"', '{"two":2}', "[3]"], outcome.out.splitlines())
                self.assertEqual("/predict_stream", server.requests[0].target)
                self.assertEqual(KEY, server.requests[0].headers["Authorization"])

    @each(("refused", [page(503)], 4, "503: <!doctype html>", ""),
          ("cut", [[CHUNKED, chunk(b'"one"\n'), close]], 5, "500: malformed HTTP: the chunked body ended after 6 bytes", '"one"\n'),
          ("silent", [[CHUNKED, chunk(b'"one"\n'), wait_until_gone]], 6, "408: ", '"one"\n'),
          ("no JSON", [[CHUNKED, chunk(b'"one"\n{\n"two"\n'), LAST_CHUNK]], 5, "200: OK", '"one"\n'))
    def test_failure(self, _, replies, code, words, out):
        outcome = self.predict(self.served(*replies), "--stream", "--timeout", "0.5")
        error = self.assert_failed(outcome, code, out=out)
        self.assertIn(WORDS + words, error["message"])
