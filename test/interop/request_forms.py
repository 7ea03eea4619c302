"""Requests of another form than a POST with one document: GET, persisted queries, batches, files."""

import hashlib
import json
import tempfile
from pathlib import Path

from harness import BATCH, Server, for_each


class RequestForms(Server):
    def test_get(self):
        document = "query ($name: String!) { hello(name: $name) request { method target } }"
        answer = self.query(self.url, document, "-v", "name=Zoë 🦊 &=+#%", "--get")["data"]
        self.assertEqual(answer["hello"], "Hello, Zoë 🦊 &=+#%!")
        self.assertEqual(answer["request"]["method"], "GET")
        self.assertIn("query=", answer["request"]["target"])

    def test_get_that_is_too_long_is_a_post(self):
        document = "query ($name: String!) { hello(name: $name) request { method } }"
        answer = self.query(self.url, document, "-v", f"name={'x' * 3000}", "--get")["data"]
        self.assertEqual(answer["request"], {"method": "POST"})

    def test_get_is_not_for_mutations(self):
        answer = self.query(self.url, 'mutation { setValue(key: "get", value: 1) }', "--get")
        self.assertEqual(answer, {"data": {"setValue": 1}})

    def test_get_that_is_refused(self):
        answer = self.query(self.url, "{ nowhere }", "--get", status=1)
        self.assertIn("nowhere", answer["errors"][0]["message"])

    def test_persisted_query_is_sent_once(self):
        document = f'{{ echoHeaders(name: "Content-Length") }} # {"x" * 1000}'
        sizes = [int(self.query(self.url, document, "--apq")["data"]["echoHeaders"]) for _ in range(3)]
        self.assertGreater(sizes[0], 1000)
        self.assertLess(max(sizes[1:]), 200)

    def test_persisted_mutation(self):
        change = 'mutation ($value: Int!) { setValue(key: "persisted", value: $value) }'
        for value in 1, 2:
            answer = self.query(self.url, change, "-v", f"value={value}", "--apq")
            self.assertEqual(answer, {"data": {"setValue": value}})

    def test_persisted_query_by_get(self):
        document = "query ByHash($name: String!) { hello(name: $name) request { method target } }"
        options = ("-v", "name=ö", "--get", "--apq")
        first, second = (self.query(self.url, document, *options)["data"] for _ in range(2))
        self.assertEqual((first["request"]["method"], second["request"]["method"]), ("POST", "GET"))
        self.assertNotIn("query=", second["request"]["target"])
        self.assertEqual((first["hello"], second["hello"]), ("Hello, ö!", "Hello, ö!"))

    def test_batch(self):
        printed = self.run_command(BATCH, self.url).stdout
        results = [json.loads(line) for line in printed.splitlines()]
        numbers = {result["data"].pop("request")["number"] for result in results}
        self.assertEqual(len(numbers), 1, "all in one request")
        self.assertEqual(
            [result["data"] for result in results],
            [
                {"hello": "Hello, a!"},
                {"hello": "Hello, b!"},
                {"fail": None},
                {"big": 1.7976931348623157e308},
                {"id64": "9223372036854775807"},
            ],
        )
        self.assertEqual([len(result.get("errors", [])) for result in results], [0, 0, 1, 0, 0])


class ListedOperations(Server):
    """Of which the server takes the hash only."""

    LISTED = 'query Listed { hello(name: "persisted") }'

    @for_each("options", lambda self: (("--apq",), ("--apq", "--get")))
    def test_listed_operation(self, options):
        answer = self.query(self.listed_url, self.LISTED, *options)
        self.assertEqual(answer, {"data": {"hello": "Hello, persisted!"}})

    @for_each("sent", lambda self: ((self.LISTED,), ("{ id64 }", "--apq")))
    def test_document_is_refused(self, sent):
        answer = self.query(self.listed_url, *sent, status=1)
        self.assertEqual(answer["errors"][0]["message"], "PersistedQueryOnly")

    @property
    def listed_url(self):
        return self.url.replace("/graphql", "/persisted")


class NoPersistedQueries(Server):
    """A server that has never heard of them, so does not say so either: it misses the document."""

    @for_each("options", lambda self: (("--apq",), ("--apq", "--get")))
    def test_persisted_query_that_is_none(self, options):
        plain = self.url.replace("/graphql", "/plain")
        self.assertEqual(self.query(plain, "{ id64 }", *options), {"data": {"id64": "9223372036854775807"}})


class Uploads(Server):
    ONE = "mutation ($a: File!) { upload(files: [$a]) { name type size sha256 } }"
    TWO = "mutation ($a: File!, $b: File!) { upload(files: [$a, $b]) { name type size sha256 } }"
    LIST = "mutation ($files: [File!]!) { upload(files: $files) { name type size sha256 } }"

    def upload(self, document, contents, *places):
        """Sends contents[i] to all of places[i]; returns what the server got, and what it should have."""
        with tempfile.TemporaryDirectory() as folder:
            options, sent = [], []
            for number, content in enumerate(contents):
                path = Path(folder, f"file {number}.bin")
                path.write_bytes(content)
                sent.append(
                    {
                        "name": path.name,
                        "type": "application/octet-stream",
                        "size": len(content),
                        "sha256": hashlib.sha256(content).hexdigest(),
                    }
                )
                for place in places[number]:
                    options += ["--upload", f"{place}={path}"]
            return self.query(self.url, document, *options)["data"]["upload"], sent

    @for_each("content", lambda self: (b"", b"\r\n--", bytes(range(256)) * 4096))
    def test_upload(self, content):
        got, sent = self.upload(self.ONE, [content], ["a"])
        self.assertEqual(got, sent)

    def test_upload_of_one_file_at_two_places(self):
        got, sent = self.upload(self.TWO, [b"twice"], ["a", "b"])
        self.assertEqual(got, sent * 2)

    def test_upload_of_a_list(self):
        got, sent = self.upload(self.LIST, [b"first", b"second"], ["files.0"], ["files.1"])
        self.assertEqual(got, sent)
