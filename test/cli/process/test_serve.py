"""The built-in server and the demonstration."""

import re
import signal
import socket

from cases import ONCE, ProgramTest, each

RUNS = """query GetRuns($getRunsPaginatedData: GetRunsPaginatedInput!) {
  getRunsPaginated(getRunsPaginatedData: $getRunsPaginatedData) { cursor hasNextPage runs { name } }
}"""
STATUS = """subscription WatchRunStatus($watchRunStatusInput: WatchRunStatusInput!) {
  watchRunStatus(watchRunStatusInput: $watchRunStatusInput)
}"""
KEY = ("-H", "Authorization: any-key")


LIBRARY = """scalar Date
type Query { book(id: ID!): Book books: [Book!]! }
type Subscription { added: Book! }
type Book { id: ID! title: String! published: Date! author: Author! }
type Author { email: String! }
"""
COUNT = "subscription { count(to: 20000) }"


class Serve(ProgramTest):

    def serving(self, *options):
        program = self.start("serve", *options)
        self.url = program.line().strip()
        self.assertRegex(self.url, r"^http://127\.0\.0\.1:[1-9]\d*(/\S*)?$")
        return program

    def runs(self):
        outcome = self.query(self.url, *KEY, "-v", "getRunsPaginatedData.limit=2", document=RUNS)
        self.assert_code(outcome, 0)
        return outcome.json["data"]["getRunsPaginated"]["runs"]

    def test_prints_its_address_first(self):
        self.serving("--port", "0")

    @each("graphql-transport-ws", "graphql-ws", "sse", "multipart")
    def test_streams_of_any_length(self, protocol):
        """FW5: more than what is sent at a time."""
        self.serving("--port", "0")
        outcome = self.subscribe(self.url, "--protocol", protocol, "--select", "/data/count", *ONCE, document=COUNT)
        self.assert_code(outcome, 0)
        self.assertEqual(list(range(1, 20001)), outcome.events)

    def test_a_given_port(self):
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        self.serving("--port", port)
        self.assertIn(f":{port}", self.url)

    def test_a_port_that_is_taken(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            outcome = self.execute("serve", "--port", taken.getsockname()[1], "--error-format", "json")
        self.assertIn(outcome.code, (2, 3), outcome)
        self.assertEqual("", outcome.out)
        self.assertTrue(outcome.error["message"])

    def test_answers_a_query(self):
        self.serving("--port", "0")
        self.assertTrue(self.runs())

    def test_answers_a_query_over_the_socket(self):
        self.serving("--port", "0")
        self.url = self.url.replace("http:", "ws:")
        self.assertTrue(self.runs())

    @each("graphql-transport-ws", "graphql-ws", "sse", "multipart")
    def test_serves_a_subscription(self, protocol):
        self.serving("--port", "0")
        name = self.runs()[0]["name"]
        outcome = self.subscribe(self.url, *KEY, "--protocol", protocol, "--count", "1", "--init", '{"Authorization":"any-key"}',
                                 "-v", f"watchRunStatusInput.name={name}", document=STATUS)
        self.assert_code(outcome, 0)
        self.assertIn("watchRunStatus", outcome.events[0]["data"])

    def test_a_wrong_query_is_answered_with_errors(self):
        self.serving("--port", "0")
        outcome = self.query(self.url, *KEY, document="{ noSuchField }")
        self.assert_code(outcome, 1)
        self.assertTrue(outcome.json["errors"])

    def test_several_clients(self):
        self.serving("--port", "0")
        self.assertEqual(self.runs(), self.runs())

    def schema(self, text=LIBRARY):
        return self.file(text)

    def ask(self, document, *options):
        outcome = self.query(self.url, *options, document=document)
        self.assert_code(outcome, 0)
        return outcome.json["data"]

    def test_makes_up_what_a_schema_has(self):
        self.serving("--schema", self.schema(), "--mock")
        book = self.ask('{ book(id: "7") { id title published author { email } } }')["book"]
        self.assertEqual("7", book["id"])
        self.assertRegex(book["published"], r"^\d{4}-\d{2}-\d{2}$")
        self.assertIn("@", book["author"]["email"])

    def test_the_same_seed_gives_the_same(self):
        answers = []
        for seed in ("5", "5", "6"):
            self.serving("--schema", self.schema(), "--mock", "--seed", seed)
            answers.append(self.ask("{ books { id title } }"))
        self.assertEqual(answers[0], answers[1])
        self.assertNotEqual(answers[0], answers[2])

    def test_a_schema_without_values(self):
        self.serving("--schema", self.schema())
        self.assertEqual({"book": None, "__schema": {"queryType": {"name": "Query"}}},
                         self.ask('{ book(id: "7") { id } __schema { queryType { name } } }'))

    @each("graphql-transport-ws", "graphql-ws", "sse", "multipart")
    def test_made_up_events(self, protocol):
        self.serving("--schema", self.schema(), "--mock")
        outcome = self.subscribe(self.url, "--protocol", protocol, *ONCE, document="subscription { added { title } }")
        self.assert_code(outcome, 0)
        self.assertEqual(3, len(outcome.events))

    def test_the_introspection_of_a_schema(self):
        self.serving("--schema", self.schema())
        told = self.execute("schema", self.url, "--json")
        self.assert_code(told, 0)
        self.serving("--schema", self.schema(told.out), "--mock")
        outcome = self.query(self.url, document="{ book(id: 7) { id } }")
        self.assert_code(outcome, 0)
        self.assertEqual("7", outcome.json["data"]["book"]["id"])

    def test_a_schema_that_is_a_folder(self):
        outcome = self.execute("serve", "--schema", "/tmp")
        self.assert_code(outcome, 2)
        self.assertIn("cannot read the file /tmp: Is a directory", outcome.err)

    def test_a_schema_that_is_none(self):
        outcome = self.execute("serve", "--schema", self.schema("type Query {\n  book: }\n"))
        self.assert_code(outcome, 2)
        self.assertIn(":2:9: error: Syntax Error", outcome.err)

    @each(("no file", ("--schema", "/nowhere/schema.graphql")), ("mock alone", ("--mock",)),
          ("seed alone", ("--seed", "1")))
    def test_schemas_that_cannot_be_served(self, _, options):
        self.assert_code(self.execute("serve", *options), 2)

    @each(("SIGINT", signal.SIGINT, 130), ("SIGTERM", signal.SIGTERM, 143))
    def test_signals(self, _, number, code):
        program = self.serving("--port", "0")
        program.signal(number)
        self.assert_code(program.finish(), code)


class Demo(ProgramTest):

    def test_tells_its_story(self):
        outcome = self.execute("demo")
        self.assert_code(outcome, 0)
        self.assertIn("reconnect", outcome.out + outcome.err)
        self.assertTrue(re.search("subscri", outcome.out + outcome.err, re.IGNORECASE))

    def test_common_options_hold(self):
        self.assert_code(self.execute("demo", "--verbose", "--error-format", "json", "--timeout", "30"), 0)

    @each(("argument", "nonsense"), ("option", "--nonsense"))
    def test_takes_nothing_else(self, _, argument):
        self.assert_code(self.execute("demo", argument), 2)
