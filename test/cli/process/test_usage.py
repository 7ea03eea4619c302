"""Help, version, and everything that is wrong before a connection is made."""

import re

from cases import ProgramTest, each
from http_server import reply

VERBS = ("query", "subscribe", "paginate", "schema", "check", "serve", "demo")
URL = "http://127.0.0.1:1/"


class Help(ProgramTest):

    def printed(self, *arguments):
        outcome = self.execute(*arguments)
        self.assert_code(outcome, 0)
        self.assertEqual("", outcome.err)
        return outcome.out

    def test_of_the_program(self):
        out = self.printed("--help")
        for verb in VERBS:
            self.assertRegex(out, rf"\b{verb}\b")
        self.assertIn("corogql query", out)

    @each("query", "subscribe", "paginate")
    def test_of_a_verb(self, verb):
        """Options and examples."""
        out = self.printed(verb, "--help")
        for option in ("-q", "-f", "--variables", "--auth-file", "--timeout", "--retries", "--cacert", "--error-format",
                       "--init", "--lenient", "-O", "--include"):
            self.assertIn(option, out)
        self.assertRegex(out, rf"corogql {verb} \S")

    @each("schema", "check", "serve", "demo")
    def test_of_the_other_verbs(self, verb):
        self.assertIn(f"corogql {verb}", self.printed(verb, "--help"))

    def test_of_subscribe_has_its_own_options(self):
        out = self.printed("subscribe", "--help")
        for option in ("--protocol", "--init", "--count", "--first-timeout", "--resume", "--overflow", "--buffer",
                       "--ping-interval", "--pong-timeout", "--ack-timeout", "--notices"):
            self.assertIn(option, out)

    def test_version(self):
        self.assertRegex(self.printed("--version"), r"\d+\.\d+")


class Wrong(ProgramTest):

    @each(
        ("nothing", ),
        ("unknown verb", "shout"),
        ("unknown option", "--shout"),
        ("no address", "query", "-q", "{ a }"),
        ("two addresses", "query", URL, URL, "-q", "{ a }"),
        ("no document", "query", URL),
        ("no document to subscribe", "subscribe", URL),
        ("unknown option of a verb", "query", URL, "-q", "{ a }", "--shout"),
        ("option of another verb", "query", URL, "-q", "{ a }", "--count", "1"),
        ("option without value", "query", URL, "-q"),
        ("address without scheme", "query", "127.0.0.1:1/graphql", "-q", "{ a }"),
        ("address with another scheme", "query", "ftp://127.0.0.1/", "-q", "{ a }"),
        ("address without host", "query", "http:///graphql", "-q", "{ a }"),
        ("address with a broken port", "query", "http://127.0.0.1:x/", "-q", "{ a }"),
        ("address with a huge port", "query", "http://127.0.0.1:99999/", "-q", "{ a }"),
        ("empty address", "query", "", "-q", "{ a }"),
        ("no address of a schema", "schema"),
        ("a document for a schema", "schema", URL, "-q", "{ a }"),
        ("port of serve", "serve", "--port", "x"),
        ("huge port of serve", "serve", "--port", "70000"),
    )
    def test_command_line(self, _, *arguments):
        outcome = self.execute(*arguments)
        self.assert_code(outcome, 2)
        self.assertEqual(("", 1), (outcome.out, len(outcome.err.splitlines())), outcome)

    @each(
        ("-f", "/nonexistent/file"),
        ("-f a folder", "-f", "/"),
        ("-v", "name"),
        ("-v without name", "-v", "=value"),
        ("--variables", "{"),
        ("--variables list", "--variables", "[1]"),
        ("--variables missing file", "--variables", "@/nonexistent/file"),
        ("--timeout", "soon"),
        ("--timeout negative", "--timeout", "-1"),
        ("--connect-timeout", "x"),
        ("--attempt-timeout", "x"),
        ("--retries", "x"),
        ("--retries below -1", "--retries", "-2"),
        ("--retry-initial", "x"),
        ("--retry-max", "x"),
        ("--max-size", "x"),
        ("--max-size negative", "--max-size", "-1"),
        ("--select", "data/a"),
        ("--error-format", "xml"),
        ("--auth-file", "/nonexistent/file"),
        ("--cacert", "/nonexistent/file"),
        ("--shout", "x"),
    )
    def test_option_of_query(self, name, *arguments):
        self.check("query", name, arguments, () if name.startswith("-f") else ("-q", "{ a }"))

    @each(
        ("--protocol", "mqtt"),
        ("--init", "{"),
        ("--init list", "--init", "[1]"),
        ("--init missing file", "--init", "@/nonexistent/file"),
        ("--count", "x"),
        ("--count negative", "--count", "-1"),
        ("--first-timeout", "x"),
        ("--buffer", "x"),
        ("--ping-interval", "x"),
        ("--pong-timeout", "x"),
        ("--ack-timeout", "x"),
        ("--resume", "x"),
        ("--overflow", "sometimes"),
    )
    def test_option_of_subscribe(self, name, *arguments):
        self.check("subscribe", name, arguments, ("-q", "subscription { a }"))

    def check(self, verb, name, arguments, document):
        """A row is (option, value), or (name, option, value)."""
        if len(arguments) == 1:
            arguments = (name, *arguments)
        server = self.http(reply({"data": {"a": 1}}))
        self.assert_usage_error(self.execute(verb, server.url, *document, "--error-format", "json", *arguments))
        self.assertEqual(0, server.connections)

    def test_json_format_is_found_behind_the_mistake(self):
        self.assert_usage_error(self.execute("query", "--shout", "--error-format", "json"))

    def test_the_mistake_is_named(self):
        self.assertIn("--shout", self.execute("query", URL, "-q", "{ a }", "--shout").err)

    @each(
        ("qeury", "query"),
        ("querry", "query"),
        ("subscibe", "subscribe"),
        ("paginat", "paginate"),
        ("server", "serve"),
        ("mapy", "mapi"),
    )
    def test_an_unknown_verb_is_named_with_the_nearest(self, word, nearest):
        outcome = self.execute(word, URL, "-q", "{ a }")
        self.assert_code(outcome, 2)
        self.assertIn(f'"{word}"', outcome.err)
        self.assertIn(f"the nearest is {nearest} ", outcome.err)

    def test_an_unknown_verb_of_mapi(self):
        outcome = self.execute("mapi", "cluster")
        self.assert_code(outcome, 2)
        self.assertIn("the nearest is clusters ", outcome.err)

    def test_an_address_in_the_place_of_a_verb_is_not_shown(self):
        outcome = self.execute("https://user:secret@example/graphql", "-q", "{ a }")
        self.assertEqual((2, 1), (outcome.code, len(outcome.err.splitlines())))
        self.assertNotIn("secret", outcome.err)

    def test_a_subscription_given_to_query(self):
        for url in (URL, "ws://127.0.0.1:1/"):
            outcome = self.execute("query", url, "-q", "query A { a } subscription B { b }", "-o", "B", "--error-format", "json")
            self.assertIn("corogql subscribe", self.assert_usage_error(outcome)["message"])

    @each("query", "paginate")
    def test_init_needs_a_socket(self, verb):
        outcome = self.execute(verb, URL, "-q", "{ a }", "--init", "{}", "--error-format", "json")
        self.assertIn("--init", self.assert_usage_error(outcome)["message"])

    def test_the_missing_file_is_named(self):
        self.assertTrue(re.search("/nonexistent/file", self.execute("query", URL, "-f", "/nonexistent/file").err))
