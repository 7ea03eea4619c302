#!/usr/bin/env python3
"""The same faults for the original MAPI client and for ours: the same status and text, but where ours differs on purpose.

    COROGQL=path/to/corogql python3 mcli_faults_test.py
"""

import base64
import json
import os
import subprocess
import sys
import unittest

from original_client import PATIENCE, folder, use

from http_server import HttpServer, page, reply, reset
from servers import Connection
from websocket_server import LEGACY, WebSocketServer

server = HttpServer(page(500))
use(server.url)

from mcli.api import runs
from mcli.api.exceptions import InferenceServerException, MAPIException
from mcli.api.inference_deployments import ping, predict

RUN = {
    "id": "i", "name": "a", "status": "RUNNING", "createdAt": "2024-01-01T00:00:00Z", "updatedAt": "2024-01-01T00:00:00Z",
    "reason": None, "createdByEmail": "e", "priority": "auto", "maxRetries": 0, "preemptible": False,
    "retryOnSystemFailure": False, "maxDurationSeconds": None, "isDeleted": False, "runType": "TRAINING",
    "resumptions": [{"clusterName": "c", "cpus": 0, "gpuType": "g", "gpus": 1, "nodes": 1, "executionIndex": 0,
                     "startTime": None, "endTime": None, "status": "RUNNING", "estimatedEndTime": None, "reason": None}],
}


def tearDownModule():
    server.close()
    folder.cleanup()


def answered(result, status=200, **how):
    return reply({"data": {"getRunsPaginated": result}}, status, **how)


def listed(*found):
    return {"cursor": None, "hasNextPage": False, "runs": list(found)}


def failing(*errors, status=200, data=None, **how):
    return reply({"data": data, "errors": list(errors)}, status, **how)


def coded(code, message="no"):
    return {"message": message, "extensions": {"code": code}}


def run_without(name):
    return {key: value for key, value in RUN.items() if key != name}


GOOD = answered(listed(RUN))

# Both end alike, after as many requests.
ALIKE = {
    "good": [GOOD],
    "another media type": [answered(listed(RUN), media="application/graphql-response+json")],
    "nobody": [answered(listed())],
    "no errors in their list": [reply({"data": {"getRunsPaginated": listed(RUN)}, "errors": []})],
    "500 page": [page(500)],
    "404 code": [failing(coded(404))],
    "409 code": [failing(coded(409))],
    "a code that is a word": [failing(coded("GRAPHQL_VALIDATION_FAILED"))],
    "no code": [failing({"message": "no"})],
    "several": [failing(coded(400, "one"), coded(404, "two"))],
    "bad run request": [failing(coded(400, "Bad run request: image is a required field, gpuType is a required field"))],
    "bad run request of another kind": [failing(coded(400, "Bad run request: too many"))],
    "data and errors": [failing(coded(403), data={"getRunsPaginated": listed(RUN)})],
    "a key is missing": [answered(listed(run_without("status")))],
    "502 twice": [page(502), page(502), GOOD],
    "503 in GraphQL": [failing(coded(503), status=503), GOOD],
    "429 once": [page(429), GOOD],
    "504 once": [page(504), GOOD],
    "reset once": [[reset], GOOD],
}

# Ours reads a refused key again, and tries once more (defect 35).
ASKED_TWICE = {
    "401 in GraphQL": [failing(coded(401, "bad key"))],
    "401 in both": [failing(coded(401, "bad key"), status=401)],
    "401 page": [page(401)],
    "403 page": [page(403)],
}

# What the original ends with, and ours, on purpose (defects 36 and 37).
DIFFERENT = {
    "a code that is a word under a status": ([failing(coded("BAD_USER_INPUT"), status=400)], "Error 500: no",
                                             "Error 400: no"),
    "500 with other JSON": ([reply({"error": "no"}, 500)], "Malformed response data", "Error 500: Internal Server Error"),
    "401 with other JSON": ([reply({"error": "no"}, 401)], "Malformed response data", "Error 401: Unauthorized"),
    "a status that nobody knows": ([page(520)], "ValueError", "Error 520"),
    "null for a list": ([answered({**listed(), "runs": None})], "Error", "Malformed response data"),
    "a date that is none": ([answered(listed({**RUN, "createdAt": "soon"}))], "ValueError", "Malformed response data"),
    "no resumption": ([answered(listed({**RUN, "resumptions": []}))], "IndexError",
                      "Error 400: Missing required key(s) in response to deserialize Run object: resumptions"),
    "JSON that says it is text": ([answered(listed(RUN), media="text/plain")], "a", "Error 500"),
}


def of_the_original():
    try:
        return ", ".join(run.name for run in runs.get_runs(timeout=PATIENCE))
    except MAPIException as refused:
        return str(refused)
    except Exception as raw:
        return f"{type(raw).__name__}: {raw}"


def program(*arguments, endpoint):
    return subprocess.run([os.environ["COROGQL"], "mapi", *arguments, "--endpoint", endpoint, "--error-format", "json"],
                          capture_output=True, text=True, timeout=2 * PATIENCE)


def of_ours():
    done = program("runs", "list", "--json", "--timeout", str(PATIENCE), endpoint=server.url)
    if done.returncode == 0:
        return ", ".join(json.loads(line)["name"] for line in done.stdout.splitlines())
    return json.loads(done.stderr.splitlines()[-1])["message"]


def played(replies, client):
    """How it ends, and after how many requests, each on a connection of its own."""
    server.replies = [each if isinstance(each, list) else [each, Connection.close_gently] for each in replies]
    server.requests.clear()
    return client(), len(server.requests)


class Faults(unittest.TestCase):
    def test_alike(self):
        for name, replies in ALIKE.items():
            with self.subTest(name):
                self.assertEqual(played(replies, of_the_original), played(replies, of_ours))

    def test_alike_but_asked_twice(self):
        for name, replies in ASKED_TWICE.items():
            with self.subTest(name):
                text, times = played(replies, of_the_original)
                self.assertEqual((text, times + 1), played(replies, of_ours))

    def test_different_on_purpose(self):
        for name, (replies, original, ours) in DIFFERENT.items():
            with self.subTest(name):
                self.assertIn(original, played(replies, of_the_original)[0])
                self.assertIn(ours, played(replies, of_ours)[0])

    def test_nobody_there(self):
        gone = HttpServer(GOOD)
        gone.close()
        ours = program("runs", "list", "--timeout", "1", endpoint=gone.url)
        self.assertIn("Unable to connect to MAPI", ours.stderr)


def text_of(call):
    try:
        return json.dumps(call())
    except InferenceServerException as refused:
        return str(refused)
    except Exception as raw:
        return f"{type(raw).__name__}: {raw}"


class Inference(unittest.TestCase):
    """ping and predict over HTTP, which are no GraphQL."""

    INPUTS = {"prompt": "hi"}

    def both(self, replies, original, *ours):
        def program_s():
            done = program(*ours, endpoint=server.url)
            return done.stdout.strip() if done.returncode == 0 else json.loads(done.stderr.splitlines()[-1])["message"]
        return played(replies, lambda: text_of(original)), played(replies, program_s)

    def predicted(self, replies):
        url = server.url.removesuffix("/graphql")
        theirs, ours = self.both(replies, lambda: predict(url, self.INPUTS), "predict", url, "--input", json.dumps(self.INPUTS))
        return theirs, ours

    def test_requests(self):
        shapes = []
        url = server.url.removesuffix("/graphql")
        seen = lambda: [(each.method, each.target, each.body and each.json, each.headers.get("Authorization"))
                        for each in server.requests]
        for call in (lambda: predict(url, self.INPUTS), lambda: ping(url),
                     lambda: list(predict(url, self.INPUTS, stream=True))):
            played([reply("1")], call)
            shapes.append(seen())
        for words in (("predict", url, "-i", json.dumps(self.INPUTS)), ("ping", url),
                      ("predict", url, "-i", json.dumps(self.INPUTS), "--stream")):
            played([reply("1")], lambda: program(*words, endpoint=server.url))
            self.assertEqual(shapes.pop(0), seen())

    def test_alike(self):
        for name, answer in {"good": reply({"outputs": [1]}), "400": reply("bad prompt\n", 400, "text/plain"),
                             "401": reply("", 401), "500": page(500), "a status that nobody knows": reply("x", 599)}.items():
            with self.subTest(name):
                theirs, ours = self.predicted([answer])
                self.assertEqual((json.loads(theirs[0]) if name == "good" else theirs[0], theirs[1]),
                                 (json.loads(ours[0]) if name == "good" else ours[0], ours[1]))

    def test_different_on_purpose(self):
        """Advice in our own words; a place and a reason where the original has none."""
        for name, (replies, original, mine) in {
            "503": ([reply("asleep", 503)], "Inference Deployment Server Error 503: asleep. ",
                    "Inference Deployment Server Error 503: asleep. "),
            "no JSON": ([reply("hello", media="text/plain")], "Inference Deployment Server Error 200: OK",
                        "Inference Deployment Server Error 200: OK. the deployment's answer is no JSON"),
            "reset": ([[reset]], "Inference Deployment Server Error 503: Unable to connect",
                      "Inference Deployment Server Error 503: Lost the connection to http://"),
        }.items():
            with self.subTest(name):
                theirs, ours = self.predicted(replies)
                self.assertIn(original, theirs[0])
                self.assertIn(mine, ours[0])
                self.assertEqual(theirs[1], ours[1])


class Streams(unittest.TestCase):
    """A log through lost connections: the same bytes, asked for from the same places."""

    PIECES = ("one\n", "two\n", "three\n")

    def script(self, positions, cut):
        """Cut off behind the first two pieces."""
        def serve(peer):
            peer.welcome(LEGACY)
            wanted = peer.expect("start")
            start = wanted["payload"]["variables"]["getRunLogsInput"]["offset"]
            positions.append(start)
            end = 0
            for piece in self.PIECES:
                begin, end = end, end + len(piece)
                if begin < start:
                    continue
                chunk = base64.b64encode(piece.encode()).decode()
                peer.send("data", id=wanted["id"], payload={"data": {"getRunLogsV2": {"chunk": chunk, "endOffset": end}}})
                if len(positions) <= 2:
                    return cut(peer)
            peer.send("complete", id=wanted["id"])
            peer.wait_until_gone()
        return serve

    def test_cuts(self):
        for name, cut in {"dropped": lambda peer: peer.connection.reset(), "1001": lambda peer: peer.close(1001)}.items():
            with self.subTest(name):
                positions = []
                here = WebSocketServer(self.script(positions, cut))
                self.addCleanup(here.close)
                ours = program("logs", "a", "--follow", "--retry-initial", "0.01", endpoint=here.url)
                self.assertEqual(("".join(self.PIECES), 0), (ours.stdout, ours.returncode), ours)
                self.assertEqual([0, 4, 8], positions)
                positions.clear()
                print_log = "import mcli.api.runs as runs; print(*runs.follow_run_logs('a'), sep='', end='', flush=True)"
                original = subprocess.run([sys.executable, "-W", "ignore", "-c", f"{print_log}; import os; os._exit(0)"],
                                          env={**os.environ, "MOSAICML_API_ENDPOINT": here.url.replace("ws", "http", 1)},
                                          capture_output=True, text=True, timeout=2 * PATIENCE)
                self.assertEqual(ours.stdout, original.stdout, original)
                self.assertEqual([0, 4, 8], positions)


if __name__ == "__main__":
    unittest.main()
