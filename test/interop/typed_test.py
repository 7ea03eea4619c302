#!/usr/bin/env python3
"""A program of generated code (typed/program.cpp) against servers that this project did not write, and the built-in one.

    npm ci && COROGQL=… COROGQL_BATCH=… COROGQL_TYPED=path/to/interop-typed python3 typed_test.py

The program checks what it gets itself, down to what a resolver saw of absent, null and given inputs, and prints what was
right: here is seen that it came to all of it.
"""

import json
import os
import subprocess
import tempfile
import unittest

from harness import BOUND, COROGQL, SERVERS, Server

TYPED = os.environ["COROGQL_TYPED"]


class Typed:
    transports = ("websocket",)

    def test_all(self):
        command = [TYPED, self.where(), *self.transports]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=BOUND)
        self.assertEqual("", done.stderr)
        right = ["query", "pages", "mutations", *(f"subscription over {name}" for name in self.transports)]
        self.assertEqual(right, done.stdout.splitlines())
        self.assertEqual(0, done.returncode)


class OfNode(Typed, Server):
    def where(self):
        return self.url


class Yoga(OfNode, unittest.TestCase):
    server, transports = "yoga", ("websocket", "sse", "multipart")


class TrustedDocuments(Server, unittest.TestCase):
    server = "yoga"

    @classmethod
    def start(cls):
        """With the manifest that is made when the program's code is."""
        here = SERVERS.parent / "typed"
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        manifest = os.path.join(folder.name, "manifest.json")
        inputs = [here / name for name in ("shelf.graphql", "corogql.graphqls", "works.graphql", "changes.graphql")]
        subprocess.run([COROGQL, "generate", "--manifest", manifest, "--out", folder.name, *inputs], check=True, timeout=BOUND)
        with open(manifest, encoding="utf-8") as file:
            documents = json.load(file)
        # Their schema has no files; the server's has.
        documents["operations"].append({"id": "upload", "body": "mutation ($files: [File!]!) { upload(files: $files) { name size } }"})
        with open(manifest, "w", encoding="utf-8") as file:
            json.dump(documents, file)
        return super().start(manifest)

    def test_documents_by_their_hash(self):
        url = self.url.rsplit("/", 1)[0] + "/trusted"
        done = subprocess.run([TYPED, url, "trusted"], stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=BOUND)
        self.assertEqual(("trusted documents\n", "", 0), (done.stdout, done.stderr, done.returncode))


class Apollo(OfNode, unittest.TestCase):
    server, transports = "apollo", ("websocket", "multipart")


class Mercurius(OfNode, unittest.TestCase):
    server = "mercurius"


class BuiltIn(Typed, unittest.TestCase):
    transports = ("websocket", "sse", "multipart")

    def where(self):
        return SERVERS


class OlderSchema(unittest.TestCase):
    def test_what_came_later(self):
        older, newer = SERVERS.parent / "typed" / "shelf.graphql", SERVERS / "shelf.graphql"
        done = subprocess.run([COROGQL, "schema", "diff", older, newer], capture_output=True, text=True, timeout=BOUND)
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        self.assertIn("HOLOGRAM was added to enum type Format.", done.stdout)
        self.assertIn("Game was added to union type Found.", done.stdout)


if __name__ == "__main__":
    unittest.main()
