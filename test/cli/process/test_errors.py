"""How failures are told: the last line of stderr, as text or as one JSON object."""

from cases import ERROR_MEMBERS, ONCE, ProgramTest, each
from http_server import close, page, reply, unauthorized, wait_until_gone
from websocket_server import closing, failing, stream

REFUSED = object()

# name, code, kind, what the server does (an HTTP reply or a websocket script), options
FAILURES = (
    ("graphql", 1, "graphql", reply({"errors": [{"message": "no"}]}), ()),
    ("usage", 2, "usage", page(200), ("--no-such-option",)),
    ("connect", 3, "connect", REFUSED, ()),
    ("lost", 3, "lost", stream(end=closing(1001)), ()),
    ("http", 4, "http", page(404), ()),
    ("protocol", 5, "protocol", [reply({"data": {}})[:-1], close], ()),
    ("fatal close code", 5, "protocol", stream(end=closing(4400)), ()),
    ("timeout", 6, "timeout", [wait_until_gone], ("--timeout", "0.3")),
    ("credentials", 7, "credentials", unauthorized(), ()),
    ("limit", 8, "limit", reply({"data": {"a": "x" * 100}}), ("--max-size", "50")),
    ("terminal error", 1, "graphql", stream(end=failing([{"message": "no"}])), ()),
)


class Format(ProgramTest):

    def failed(self, does, *options):
        """How the program ended against such a server."""
        if does is REFUSED:
            verb, url = "query", f"http://127.0.0.1:{self.refusing_port()}/"
        elif callable(does):
            verb, url = "subscribe", self.websocket(does).url
        else:
            verb, url = "query", self.http(does).url
        return self.execute(verb, url, "-q", "{ a }", "--retry-initial", "0.01", *ONCE, *options)

    @each(*FAILURES)
    def test_json(self, _, code, kind, does, options):
        outcome = self.failed(does, "--error-format", "json", *options)
        self.assert_code(outcome, code)
        error = outcome.error
        self.assertEqual(set(), ERROR_MEMBERS - set(error), "missing members")
        self.assertEqual(kind, error["kind"])
        self.assertTrue(error["message"])
        self.assertEqual(1, len(outcome.err.splitlines()), "one object and nothing else")

    @each(*FAILURES)
    def test_text(self, _, code, kind, does, options):
        """The default."""
        outcome = self.failed(does, *options)
        self.assert_code(outcome, code)
        own, *servers = outcome.err.splitlines()
        self.assertRegex(own, rf"^corogql: {kind}: ")
        told = [line for line in servers if line.startswith("corogql: the server said: ")]
        self.assertEqual((servers, does in (page(404), unauthorized())), (told, len(told) == 1), outcome)

    def test_types_of_the_members(self):
        error = self.failed(page(503, "Retry-After: 2"), "--error-format", "json").error
        self.assertEqual((503, None, 1, 2, None), (error["http_status"], error["close_code"], error["attempts"],
                                                   error["retry_after"], error["errors"]))
        self.assertIs(False, error["possibly_executed"])
        self.assertIsInstance(error["phase"], str)

    def test_absent_facts_are_null(self):
        error = self.failed(REFUSED, "--error-format", "json").error
        self.assertEqual([None] * 4, [error[name] for name in ("http_status", "close_code", "retry_after", "errors")])

    def test_a_usage_error_has_every_member(self):
        outcome = self.execute("query", "--error-format", "json")
        self.assertEqual(set(), ERROR_MEMBERS - set(self.assert_usage_error(outcome)))

    def test_close_code(self):
        error = self.failed(stream(end=closing(4409)), "--error-format", "json").error
        self.assertEqual((4409, None), (error["close_code"], error["http_status"]))

    def test_terminal_errors_are_a_member(self):
        errors = [{"message": "no", "path": ["a", 0], "extensions": {"code": 9}}]
        outcome = self.failed(stream(end=failing(errors)), "--error-format", "json")
        self.assertEqual(("", errors), (outcome.out, outcome.error["errors"]))

    def test_terminal_errors_as_text_name_the_message(self):
        outcome = self.failed(stream(end=failing([{"message": "unknown field"}])))
        self.assertIn("unknown field", outcome.err)

    def test_the_last_format_wins(self):
        outcome = self.failed(page(404), "--error-format", "json", "--error-format", "text")
        self.assertRegex(outcome.err, r"^[^{]")

    def test_text_of_a_server_cannot_add_lines(self):
        """A message with line breaks and terminal escapes stays one line without them."""
        outcome = self.failed(stream(end=failing([{"message": "one\ntwo\r\x1b[31mred"}])))
        self.assertEqual(1, len(outcome.err.splitlines()), outcome)
        self.assertNotIn("\x1b", outcome.err)

    def test_reason_of_a_close_cannot_either(self):
        outcome = self.failed(stream(end=closing(4400, b"one\ntwo\x1b[31mred")))
        self.assertEqual(1, len(outcome.err.splitlines()), outcome)
        self.assertNotIn("\x1b", outcome.err)

    def test_json_of_a_hostile_reason_is_json(self):
        outcome = self.failed(stream(end=closing(4400, b'"}\n{"kind":"none')), "--error-format", "json")
        self.assertEqual("protocol", outcome.error["kind"])

    def test_a_successful_run_has_no_error(self):
        outcome = self.failed(reply({"data": {"a": 1}}), "--error-format", "json")
        self.assertEqual((0, ""), (outcome.code, outcome.err))
