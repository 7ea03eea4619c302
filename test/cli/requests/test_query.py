"""What `query` sends: document, variables, headers, address."""

import base64
import email
import hashlib
import json
import unittest
import urllib.parse

from cases import ONCE, ProgramTest, write
from http_server import compressed, reply
from websocket_server import LEGACY, NEW, Peer, stream

OK = {"data": {"a": 1}}


def form_parts(request):
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    return email.message_from_bytes(head + request.body).get_payload()


class Document(ProgramTest):

    def setUp(self):
        self.server = self.http(reply(OK))

    def sent(self, *options, **how):
        outcome = self.execute("query", self.server.url, *options, **how)
        self.assert_answered(outcome, OK)
        self.assertEqual(1, len(self.server.requests))
        return self.server.requests[0].json

    def test_as_text(self):
        self.assertEqual("{ a }", self.sent("-q", "{ a }")["query"])

    def test_from_file(self):
        self.assertEqual("{ a }", self.sent("-f", self.file("{ a }"))["query"])

    def test_from_standard_input(self):
        self.assertEqual("{ a }", self.sent("-f", "-", stdin="{ a }")["query"])

    def test_reaches_the_server_unchanged(self):
        document = '# é 日本 😀 "\\u0041"\nquery {\n\ta(x: "tab\\t \\"q\\"")\n}\n'
        self.assertEqual(document, self.sent("-f", self.file(document))["query"])

    def test_large(self):
        document = "{ " + "a " * 100_000 + "}"
        self.assertEqual(document, self.sent("-f", self.file(document))["query"])

    def test_the_last_one_wins(self):
        self.assertEqual("{ b }", self.sent("-q", "{ a }", "-q", "{ b }")["query"])

    def test_operation_name(self):
        sent = self.sent("-q", "query A { a } query B { b }", "-o", "B")
        self.assertEqual("B", sent["operationName"])

    def test_no_operation_name(self):
        self.assertIsNone(self.sent("-q", "query A { a }").get("operationName"))

    def test_the_last_operation_name_wins(self):
        sent = self.sent("-q", "query A { a } query B { b }", "-o", "A", "-o", "B")
        self.assertEqual("B", sent["operationName"])

    def test_options_before_the_address(self):
        self.assert_answered(self.execute("query", "-q", "{ a }", self.server.url), OK)

    def test_as_get(self):
        self.assert_answered(self.execute("query", self.server.url, "-q", "{ a }", "-v", "n=1", "--get"), OK)
        request = self.server.requests[0]
        self.assertEqual("GET", request.method)
        parameters = urllib.parse.parse_qs(urllib.parse.urlsplit(request.target).query)
        self.assertEqual({"query": ["{ a }"], "variables": ['{"n":1}']}, parameters)
        self.assert_answered(self.execute("query", self.server.url, "-q", "mutation { a }", "--get"), OK)
        self.assertEqual("POST", self.server.requests[1].method)

    def test_as_hash(self):
        unknown = reply({"errors": [{"message": "PersistedQueryNotFound"}]})
        server = self.http(unknown, reply(OK))
        self.assert_answered(self.execute("query", server.url, "-q", "{ a }", "--apq"), OK)
        first, second = (request.json for request in server.requests)
        digest = hashlib.sha256(b"{ a }").hexdigest()
        self.assertEqual({"extensions": {"persistedQuery": {"version": 1, "sha256Hash": digest}}}, first)
        self.assertEqual({**first, "query": "{ a }"}, second)

    def test_with_files(self):
        text, twice = self.file("some text"), self.file("\0\1")
        self.assert_answered(self.execute("query", self.server.url, "-q", "mutation { a }", "-v", "n=1", "--upload",
                                          f"input.f={text}", "--upload", f"a={twice}", "--upload", f"b.0={twice}"), OK)
        operations, places, *files = form_parts(self.server.requests[0])
        self.assertEqual({"query": "mutation { a }", "variables": {"n": 1, "input": {"f": None}, "a": None, "b": [None]}},
                         json.loads(operations.get_payload()))
        by_place = {tuple(paths): key for key, paths in json.loads(places.get_payload()).items()}
        contents = {part.get_param("name", header="Content-Disposition"): part.get_payload(decode=True) for part in files}
        self.assertEqual({("variables.input.f",): b"some text", ("variables.a", "variables.b.0"): b"\0\1"},
                         {paths: contents[key] for paths, key in by_place.items()})

    def test_files_that_are_not_there(self):
        error = self.assert_usage_error(self.query(self.server.url, "--upload", "f=/no/such"))
        self.assertIn("/no/such", error["message"])
        self.assert_usage_error(self.query(self.server.url, "--upload", "f"))
        self.assertEqual([], self.server.requests)

    def test_a_mutation_is_sent_once(self):
        self.assertEqual("mutation { a }", self.sent("-q", "mutation { a }")["query"])


class Variables(ProgramTest):

    def variables(self, *options):
        server = self.http(reply(OK))
        self.assert_answered(self.query(server, *options), OK)
        return server.requests[0].variables

    def test_none(self):
        self.assertEqual({}, self.variables())

    def test_number(self):
        self.assertEqual({"a": 1}, self.variables("-v", "a=1"))

    def test_text(self):
        self.assertEqual({"a": "some text"}, self.variables("-v", "a=some text"))

    def test_quoted_text(self):
        self.assertEqual({"a": "1"}, self.variables("-v", 'a="1"'))

    def test_true_and_null(self):
        self.assertEqual({"a": True, "b": None}, self.variables("-v", "a=true", "-v", "b=null"))

    def test_object_and_list(self):
        self.assertEqual({"a": {"b": [1, 2]}, "c": []}, self.variables("-v", 'a={"b":[1,2]}', "-v", "c=[]"))

    def test_almost_json_is_text(self):
        self.assertEqual({"a": "01", "b": "{x", "c": "True"}, self.variables("-v", "a=01", "-v", "b={x", "-v", "c=True"))

    def test_empty_is_text(self):
        self.assertEqual({"a": ""}, self.variables("-v", "a="))

    def test_the_first_equals_sign_divides(self):
        self.assertEqual({"a": "b=c"}, self.variables("-v", "a=b=c"))

    def test_unicode(self):
        self.assertEqual({"a": "日本 😀"}, self.variables("-v", "a=日本 😀"))

    def test_large_integers_are_exact(self):
        self.assertEqual({"a": 9223372036854775807, "b": -9223372036854775808, "c": 18446744073709551615},
                         self.variables("-v", "a=9223372036854775807", "-v", "b=-9223372036854775808",
                                        "-v", "c=18446744073709551615"))

    def test_dots_build_objects(self):
        self.assertEqual({"a": {"b": {"c": 1}}}, self.variables("-v", "a.b.c=1"))

    def test_dots_add_to_the_same_object(self):
        self.assertEqual({"a": {"b": 1, "c": 2}}, self.variables("-v", "a.b=1", "-v", "a.c=2"))

    def test_the_last_of_one_name_wins(self):
        self.assertEqual({"a": 2}, self.variables("-v", "a=1", "-v", "a=2"))

    def test_all_at_once(self):
        self.assertEqual({"a": {"b": 1}}, self.variables("--variables", '{"a":{"b":1}}'))

    def test_all_from_a_file(self):
        self.assertEqual({"a": 1}, self.variables("--variables", "@" + self.file('{"a":1}')))

    def test_the_last_of_all_at_once_wins(self):
        self.assertEqual({"b": 2}, self.variables("--variables", '{"a":1}', "--variables", '{"b":2}'))

    def test_single_ones_add_to_all(self):
        self.assertEqual({"a": {"b": 1, "c": 2}, "d": 3},
                         self.variables("-v", "a.c=2", "--variables", '{"a":{"b":1}}', "-v", "d=3"))

    def test_single_ones_win_over_all(self):
        self.assertEqual({"a": 2}, self.variables("-v", "a=2", "--variables", '{"a":1}'))


class Headers(ProgramTest):

    def headers(self, *options):
        server = self.http(reply(OK))
        self.assert_answered(self.query(server, *options), OK)
        return server.requests[0].headers

    def test_given(self):
        headers = self.headers("-H", "X-One: 1", "-H", "X-Two: two words")
        self.assertEqual(("1", "two words"), (headers["X-One"], headers["X-Two"]))

    def test_value_with_a_colon(self):
        self.assertEqual("http://a:1", self.headers("-H", "X-Link: http://a:1")["X-Link"])

    def test_without_a_space(self):
        self.assertEqual("1", self.headers("-H", "X-One:1")["X-One"])

    def test_empty(self):
        self.assertEqual("", self.headers("-H", "X-Empty:")["X-Empty"])

    def test_content_type_is_json(self):
        self.assertEqual(["application/json"], self.headers().get_all("Content-Type"))

    def test_both_media_types_are_accepted(self):
        accepted = self.headers()["Accept"]
        self.assertIn("application/graphql-response+json", accepted)
        self.assertIn("application/json", accepted)

    def test_a_default_can_be_replaced(self):
        self.assertEqual(["mine/1"], self.headers("-H", "User-Agent: mine/1").get_all("User-Agent"))

    def test_there_is_a_user_agent(self):
        self.assertTrue(self.headers()["User-Agent"])

    def test_no_credentials_of_its_own(self):
        self.assertIsNone(self.headers()["Authorization"])

    def test_the_authorization_file(self):
        self.assertEqual("Bearer abc", self.headers("--auth-file", self.file("Bearer abc\n"))["Authorization"])

    def test_offered_encoding_is_understood(self):
        self.assert_answered(self.query(self.http(compressed(OK))), OK)


class Address(ProgramTest):

    def request(self, suffix="", path="/graphql"):
        server = self.http(reply(OK))
        self.assert_answered(self.query(f"http://{server.authority}{path}{suffix}"), OK)
        return server, server.requests[0]

    def test_posts_to_the_path(self):
        server, request = self.request()
        self.assertEqual(("POST", "/graphql"), (request.method, request.target))
        self.assertEqual(server.authority, request.headers["Host"])

    def test_query_string_is_kept(self):
        self.assertEqual("/graphql?x=1&y=a%20b", self.request("?x=1&y=a%20b")[1].target)

    def test_fragment_stays_home(self):
        self.assertEqual("/graphql", self.request("#part")[1].target)

    def test_no_path(self):
        self.assertEqual("/", self.request(path="")[1].target)

    def test_by_name(self):
        server = self.http(reply(OK))
        self.assert_answered(self.query(f"http://localhost:{server.port}/graphql"), OK)
        self.assertEqual(f"localhost:{server.port}", server.requests[0].headers["Host"])

    def test_userinfo_stays_out_of_target_and_host(self):
        server = self.http(reply(OK))
        self.assert_answered(self.query(f"http://user:word@{server.authority}/graphql"), OK)
        request = server.requests[0]
        self.assertEqual(("/graphql", server.authority), (request.target, request.headers["Host"]))

    def test_userinfo_becomes_basic_credentials(self):
        server = self.http(reply(OK))
        self.assert_answered(self.query(f"http://us%40er:word@{server.authority}/graphql"), OK)
        basic = base64.b64encode(b"us@er:word").decode()
        self.assertEqual(f"Basic {basic}", server.requests[0].headers["Authorization"])

    def test_scheme_in_capitals(self):
        server = self.http(reply(OK))
        self.assert_answered(self.query(f"HTTP://{server.authority}/graphql"), OK)


class OverTheSocket(ProgramTest):
    """`ws(s)` runs the operation over the socket."""

    def test_one_result(self):
        server = self.websocket(stream({"a": 1}))
        self.assert_answered(self.query(server, "-v", "x=1", "-o", "A", document="query A { a }"), OK)
        payload = server.peers[0].subscription["payload"]
        self.assertEqual(("query A { a }", "A", {"x": 1}), (payload["query"], payload["operationName"], payload["variables"]))

    def test_one_result_legacy(self):
        self.assert_answered(self.query(self.websocket(stream({"a": 1}, protocol=LEGACY))), OK)

    def test_a_mutation(self):
        self.assert_answered(self.mutate(self.websocket(stream({"a": 1}))), OK)

    def test_init(self):
        server = self.websocket(stream({"a": 1}))
        self.assert_answered(self.query(server, "--init", '{"token":"t","n":[1]}'), OK)
        self.assertEqual({"token": "t", "n": [1]}, server.peers[0].init["payload"])

    def test_init_wins_over_the_authorization_file(self):
        server = self.websocket(stream({"a": 1}))
        options = ("--auth-file", self.file("Bearer a"), "--init", "@" + self.file('{"Authorization":"mine"}'))
        self.assert_answered(self.query(server, *options), OK)
        self.assertEqual("mine", server.peers[0].init["payload"]["Authorization"])

    def test_init_of_paginate(self):
        page = {"a": {"nodes": [1], "pageInfo": {"hasNextPage": False}}}
        server = self.websocket(stream(page))
        outcome = self.execute("paginate", server.url, "-q", "{ a { nodes pageInfo { hasNextPage } } }", "--init", '{"a":1}')
        self.assertEqual((0, "1\n"), (outcome.code, outcome.out))
        self.assertEqual({"a": 1}, server.peers[0].init["payload"])

    def test_headers_go_into_the_upgrade(self):
        server = self.websocket(stream({"a": 1}))
        self.assert_answered(self.query(server, "-H", "X-One: 1"), OK)
        self.assertEqual("1", server.peers[0].request.headers["X-One"])

    def test_only_the_first_result_counts(self):
        server = self.websocket(stream({"a": 1}, {"a": 2}))
        self.assert_answered(self.query(server), OK)

    def test_errors_in_the_result(self):
        def script(peer):
            peer.welcome()
            peer.expect_subscribe()
            peer.next(None, errors=[{"message": "no"}])
            peer.complete()
        outcome = self.query(self.websocket(script))
        self.assert_code(outcome, 1)
        self.assertEqual({"data": None, "errors": [{"message": "no"}]}, outcome.json)

    def test_refused_by_error(self):
        outcome = self.query(self.websocket(stream(end=lambda peer: peer.error([{"message": "unknown field"}]))))
        self.assert_failed(outcome, 1, out=None)
        self.assertIn("unknown field", outcome.out + outcome.err)

    def test_no_result(self):
        self.assert_failed(self.query(self.websocket(stream())), 5)

    def test_a_mutation_that_was_sent_is_not_repeated(self):
        server = self.websocket(stream(end=Peer.drop))
        error = self.assert_failed(self.mutate(server, "--retries", "3"), 3, "lost")
        self.assertEqual(1, server.connections)
        self.assertTrue(error["possibly_executed"])

    def test_lost(self):
        self.assert_failed(self.query(self.websocket(stream(end=Peer.drop)), *ONCE), 3, "lost")

    def test_protocols_offered(self):
        server = self.websocket(stream({"a": 1}))
        self.query(server)
        self.assertEqual({NEW, LEGACY}, set(server.peers[0].offered))


class AuthorizationFile(ProgramTest):

    def test_is_read_again_for_every_attempt(self):
        token = self.file("first")

        def failing_once(request):
            write(token, "second")
            return reply("", 500)
        server = self.http(failing_once, reply(OK))
        self.assert_answered(self.query(server, "--auth-file", token), OK)
        self.assertEqual(["first", "second"], [request.headers["Authorization"] for request in server.requests])

    def test_missing(self):
        self.assert_usage_error(self.query(self.http(reply(OK)), "--auth-file", self.folder() + "/none"))

    def test_empty(self):
        self.assert_usage_error(self.query(self.http(reply(OK)), "--auth-file", self.file("")))


if __name__ == "__main__":
    unittest.main()
