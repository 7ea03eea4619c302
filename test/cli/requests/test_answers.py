"""How `query` reads an answer: status, media type, body, redirects."""

import codecs
import gzip
import json

from cases import ONCE, ProgramTest, each
from http_server import HTML, JSON, PAGE, page, redirect, reply

GRAPHQL = "application/graphql-response+json"
DATA = {"data": {"a": 1}}
ERRORS = {"errors": [{"message": "no"}]}
BOTH = {"data": {"a": 1}, "errors": [{"message": "no", "path": ["a", 0]}]}
NULL = {"data": None, "errors": [{"message": "no"}]}
UNAUTHORIZED = {"errors": [{"message": "no", "extensions": {"code": 401}}]}


class GraphqlAnswers(ProgramTest):

    @each(
        ("200 json", 200, JSON, DATA, 0),
        ("200 graphql-response", 200, GRAPHQL, DATA, 0),
        ("odd spelling", 200, "Application/GraphQL-Response+JSON ; Charset=UTF-8", DATA, 0),
        ("with charset", 200, "application/json; charset=utf-8", DATA, 0),
        ("201", 201, JSON, DATA, 0),
        ("206", 206, JSON, DATA, 0),
        ("with extensions", 200, JSON, {**DATA, "extensions": {"cost": 3}}, 0),
        ("data and errors", 200, JSON, BOTH, 1),
        ("data and errors, 294", 294, GRAPHQL, BOTH, 1),
        ("null data and errors", 200, GRAPHQL, NULL, 1),
        ("null data and errors, 294", 294, GRAPHQL, NULL, 1),
        ("errors only", 200, JSON, ERRORS, 1),
        ("errors with extensions", 200, JSON, {**ERRORS, "extensions": {"id": "x"}}, 1),
        ("error without message", 200, JSON, {"errors": [{}]}, 1),
        ("errors that say 401", 200, JSON, UNAUTHORIZED, 1),
        ("errors 400", 400, GRAPHQL, ERRORS, 1),
        ("errors 422", 422, GRAPHQL, ERRORS, 1),
        ("errors 400 json", 400, JSON, ERRORS, 1),
        ("errors 404 json", 404, JSON, ERRORS, 1),
        ("errors 500 json", 500, JSON, ERRORS, 1),
        ("errors 401", 401, GRAPHQL, ERRORS, 7),
        ("errors 401 json", 401, JSON, ERRORS, 7),
        ("errors 403 json", 403, JSON, ERRORS, 7),
    )
    def test_is_printed(self, _, status, media, body, code):
        """Whatever the exit code, an answer that is a GraphQL response is printed."""
        outcome = self.query(self.http(reply(body, status, media)), *ONCE)
        self.assert_code(outcome, code)
        self.assertEqual(body, outcome.json)

    @each(400, 422)
    def test_request_errors_are_not_repeated(self, status):
        server = self.http(reply(ERRORS, status, GRAPHQL))
        self.assert_code(self.query(server), 1)
        self.assertEqual(1, len(server.requests))

    def test_errors_are_in_the_error_object(self):
        error = self.assert_failed(self.query(self.http(reply(ERRORS, 400, GRAPHQL))), 1, out=None)
        self.assertEqual(ERRORS["errors"], error["errors"])
        self.assertEqual(400, error["http_status"])

    def test_byte_order_mark(self):
        body = codecs.BOM_UTF8 + json.dumps(DATA).encode()
        self.assert_answered(self.query(self.http(reply(body))), DATA)


class OtherAnswers(ProgramTest):

    @each(
        ("HTML 200", 200, HTML, PAGE),
        ("HTML 400", 400, HTML, PAGE),
        ("HTML 404", 404, HTML, PAGE),
        ("HTML 405", 405, HTML, PAGE),
        ("HTML 406", 406, HTML, PAGE),
        ("HTML 413", 413, HTML, PAGE),
        ("HTML 415", 415, HTML, PAGE),
        ("HTML 418", 418, HTML, PAGE),
        ("HTML 429", 429, HTML, PAGE),
        ("HTML 451", 451, HTML, PAGE),
        ("HTML 500", 500, HTML, PAGE),
        ("HTML 502", 502, HTML, PAGE),
        ("HTML 503", 503, HTML, PAGE),
        ("HTML 504", 504, HTML, PAGE),
        ("HTML 599", 599, HTML, PAGE),
        ("JSON without errors", 400, JSON, {"message": "no"}),
        ("JSON list", 404, JSON, []),
        ("data only", 500, JSON, DATA),
        ("empty", 500, None, ""),
        ("broken JSON", 400, JSON, '{"errors":['),
    )
    def test_is_an_http_failure(self, _, status, media, body):
        """Anything else is `http` (4)."""
        error = self.assert_failed(self.query(self.http(reply(body, status, media)), *ONCE), 4)
        self.assertEqual(status, error["http_status"])

    @each(401, 403)
    def test_is_a_refusal(self, status):
        error = self.assert_failed(self.query(self.http(page(status))), 7)
        self.assertEqual(status, error["http_status"])

    @each(
        ("list", "[]"),
        ("null", "null"),
        ("string", '"x"'),
        ("number", "1"),
        ("empty object", "{}"),
        ("neither data nor errors", '{"message":"hello"}'),
        ("nothing", ""),
        ("cut JSON", '{"data":{"a":1'),
        ("not JSON", "hello"),
        ("more than one", '{"data":{"a":1}}{"data":{"a":2}}'),
    )
    def test_is_malformed(self, _, body):
        self.assert_failed(self.query(self.http(reply(body)), *ONCE), 5)

    def test_other_charset(self):
        body = json.dumps(DATA).encode("utf-16")
        self.assert_failed(self.query(self.http(reply(body, media="application/json; charset=utf-16")), *ONCE), 5)

    def test_invalid_utf_8(self):
        self.assert_failed(self.query(self.http(reply(b'{"data":{"a":"\xff\xfe"}}')), *ONCE), 5)

    def test_no_content(self):
        outcome = self.query(self.http(reply("", 204, None)), *ONCE)
        self.assertIn(outcome.code, (4, 5), outcome)

    def test_deep_nesting_is_survived(self):
        body = '{"data":{"a":' + "[" * 100_000 + "]" * 100_000 + "}}"
        outcome = self.query(self.http(reply(body)), *ONCE)
        self.assertIn(outcome.code, (0, 5), f"exit {outcome.code}: {outcome.err[-300:]}")

    @each(
        ("unknown", "zzz", b"abc"),
        ("not gzip at all", "gzip", b'{"data":{"a":1}}'),
        ("cut gzip", "gzip", gzip.compress(b'{"data":{"a":1}}')[:-6]),
    )
    def test_bad_content_encoding(self, _, encoding, body):
        server = self.http(reply(body, headers=[f"Content-Encoding: {encoding}"]))
        self.assert_failed(self.query(server, *ONCE), 5)


class Redirects(ProgramTest):

    @each(307, 308)
    def test_same_origin_is_followed(self, status):
        server = self.http(redirect(status, "/moved?x=1"), reply(DATA))
        self.assert_answered(self.query(server, "-v", "a=1", *ONCE), DATA)
        first, second = server.requests
        self.assertEqual(("POST", "/moved?x=1", first.body), (second.method, second.target, second.body))

    def test_absolute_target(self):
        server = self.http(lambda request: redirect(307, f"http://{request.headers['Host']}/moved"), reply(DATA))
        self.assert_answered(self.query(server), DATA)
        self.assertEqual("/moved", server.requests[1].target)

    def test_headers_and_credentials_go_along(self):
        server = self.http(redirect(308, "/moved"), reply(DATA))
        self.assert_answered(self.query(server, "-H", "X-One: 1", "--auth-file", self.file("token")), DATA)
        headers = server.requests[1].headers
        self.assertEqual(("1", "token"), (headers["X-One"], headers["Authorization"]))

    def test_a_mutation_is_followed(self):
        server = self.http(redirect(307, "/moved"), reply(DATA))
        self.assert_answered(self.mutate(server), DATA)

    def test_five_are_followed(self):
        server = self.http(*[redirect(307, f"/{n}") for n in range(5)], reply(DATA))
        self.assert_answered(self.query(server, *ONCE), DATA)

    def test_six_are_not(self):
        server = self.http(*[redirect(307, f"/{n}") for n in range(6)], reply(DATA))
        self.assert_failed(self.query(server, *ONCE), 4)
        self.assertEqual(6, len(server.requests))

    @each(301, 302, 303)
    def test_others_name_their_target(self, status):
        server = self.http(redirect(status, "/elsewhere"), reply(DATA))
        outcome = self.query(server)
        error = self.assert_failed(outcome, 4)
        self.assertIn("/elsewhere", error["message"])
        self.assertEqual((status, 1), (error["http_status"], len(server.requests)))

    @each(307, 308)
    def test_another_origin_is_named_but_not_visited(self, status):
        other = self.http(reply(DATA))
        server = self.http(redirect(status, other.url))
        error = self.assert_failed(self.query(server, "--auth-file", self.file("token")), 4)
        self.assertIn(other.authority, error["message"])
        self.assertEqual((0, 1), (other.connections, len(server.requests)))

    def test_another_scheme_is_another_origin(self):
        server = self.http(lambda request: redirect(307, f"https://{request.headers['Host']}/graphql"))
        self.assert_failed(self.query(server), 4)
        self.assertEqual(1, len(server.requests))

    def test_no_target(self):
        server = self.http(page(307))
        self.assert_failed(self.query(server), 4)
        self.assertEqual(1, len(server.requests))
