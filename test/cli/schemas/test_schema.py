"""The verb that downloads a schema."""

import json
import os

from cases import ONCE, QUICK, ProgramTest, each
from http_server import page, reply, unauthorized
from websocket_server import stream


def named(kind, name):
    return {"kind": kind, "name": name, "ofType": None}


def wrapped(kind, inner):
    return {"kind": kind, "name": None, "ofType": inner}


def introspection(**members):
    """The introspection of a small schema, out of order, as a server of October 2021 answers it."""
    field = {"name": "runs", "description": "All of them.", "isDeprecated": False, "deprecationReason": None,
             "args": [{"name": "limit", "description": None, "type": named("SCALAR", "Int"), "defaultValue": "10"}],
             "type": wrapped("NON_NULL", wrapped("LIST", wrapped("NON_NULL", named("OBJECT", "Run"))))}
    run = {"name": "id", "description": None, "isDeprecated": True, "deprecationReason": "use name", "args": [],
           "type": wrapped("NON_NULL", named("SCALAR", "ID"))}
    types = [{"kind": "OBJECT", "name": "Run", "description": None, "interfaces": [], "fields": [run]},
             {"kind": "OBJECT", "name": "Query", "description": None, "interfaces": [], "fields": [field]},
             {"kind": "SCALAR", "name": "Int", "description": "A number."},
             {"kind": "SCALAR", "name": "ID", "description": None}]
    return {"data": {"__schema": {"queryType": {"name": "Query"}, "mutationType": None, "types": types,
                                  "directives": [], **members}}}


PRINTED = '''type Query {
  """All of them."""
  runs(limit: Int = 10): [Run!]!
}

type Run {
  id: ID! @deprecated(reason: "use name")
}
'''


def errors(*messages, status=200):
    return reply({"errors": [{"message": message} for message in messages]}, status)


class Schema(ProgramTest):

    def download(self, target, *options, **how):
        return self.execute("schema", getattr(target, "url", target), *QUICK, *options, **how)

    def assert_printed(self, outcome, text=PRINTED):
        self.assert_code(outcome, 0)
        self.assertEqual(text, outcome.out)

    def test_is_sorted(self):
        server = self.http(reply(introspection()))
        self.assert_printed(self.download(server))
        [request] = server.requests
        self.assertEqual("IntrospectionQuery", request.json["operationName"])
        self.assertIn("isOneOf", request.json["query"])

    def test_json_is_what_the_server_sent(self):
        answer = introspection(extra=[1.50, {"a": None}])
        outcome = self.download(self.http(reply(json.dumps(answer))), "--json")
        self.assert_printed(outcome, json.dumps(answer["data"], separators=(",", ":")) + "\n")

    def test_json_for_people(self):
        outcome = self.download(self.http(reply(introspection())), "--json", "--pretty")
        self.assertEqual(introspection()["data"], json.loads(outcome.out))
        self.assertGreater(len(outcome.out.splitlines()), 50)

    def test_into_a_file(self):
        path = os.path.join(self.folder(), "schema.graphqls")
        self.assert_printed(self.download(self.http(reply(introspection())), "-O", path), "")
        with open(path, encoding="utf-8") as file:
            self.assertEqual(PRINTED, file.read())

    def test_failure_leaves_the_file(self):
        path = self.file("as it was")
        self.assert_failed(self.download(self.http(errors("boom")), "-O", path), 1)
        with open(path, encoding="utf-8") as file:
            self.assertEqual("as it was", file.read())

    def test_over_a_websocket(self):
        self.assert_printed(self.download(self.websocket(stream(introspection()["data"]))))

    def test_headers_and_credentials(self):
        server = self.http(reply(introspection()))
        self.assert_printed(self.download(server, "-H", "X-Trace: a", "--auth-file", self.file("Bearer b\n")))
        headers = server.requests[0].headers
        self.assertEqual(("a", "Bearer b"), (headers["X-Trace"], headers["Authorization"]))

    # Older servers

    @each(
        ("graphql-js", 'Cannot query field "isOneOf" on type "__Type".', 200),
        ("graphql-ruby", "Field 'isOneOf' doesn't exist on type '__Type'", 200),
        ("graphql-java", "Validation error of type FieldUndefined: Field 'isRepeatable' in type '__Directive' is undefined @ "
         "'__schema/directives/isRepeatable'", 200),
        ("whatever its words", "no", 400),
    )
    def test_falls_back(self, _, message, status):
        server = self.http(errors(message, status=status), reply(introspection()))
        self.assert_printed(self.download(server))
        self.assertEqual([True, False], ["isOneOf" in request.json["query"] for request in server.requests])
        self.assertIn("specifiedByURL", server.requests[1].json["query"])

    def test_falls_back_to_the_oldest(self):
        refusals = [errors(f'Cannot query field "{name}" on type "__Type".', status=400)
                    for name in ("isOneOf", "specifiedByURL", "subscriptionType")]
        directive = {"name": "old", "description": None, "args": [], "onOperation": False, "onFragment": False,
                     "onField": True}
        server = self.http(*refusals, reply(introspection(directives=[directive])))
        self.assert_printed(self.download(server), "directive @old on FIELD\n\n" + PRINTED)
        queries = [request.json["query"] for request in server.requests]
        for name, known in (("isOneOf", 1), ("specifiedByURL", 2), ("isRepeatable", 2), ("subscriptionType", 3),
                            ("locations", 3), ("queryType", 4)):
            self.assertEqual([level < known for level in range(4)], [name in query for query in queries], name)

    def test_refused_to_the_last(self):
        server = self.http(errors("Cannot query field", status=400))
        error = self.assert_failed(self.download(server), 1, "graphql")
        self.assertEqual(4, len(server.requests))
        self.assertIn("Cannot query field", error["message"])

    def test_other_errors_are_final(self):
        server = self.http(errors("out of order"))
        self.assertIn("out of order", self.assert_failed(self.download(server), 1, "graphql")["message"])
        self.assertEqual(1, len(server.requests))

    def test_errors_beside_a_schema(self):
        outcome = self.download(self.http(reply({**introspection(), "errors": [{"message": "half"}]})))
        self.assert_failed(outcome, 1, "graphql", out=PRINTED)

    # No introspection

    @each(
        ("apollo", "GraphQL introspection is not allowed by Apollo Server, but the query contained __schema or __type.", 400),
        ("graphql-js", "GraphQL introspection has been disabled, but the requested query contained the field \"__schema\".", 400),
        ("hasura", "field '__schema' not found in type: 'query_root'", 200),
    )
    def test_switched_off(self, _, message, status):
        server = self.http(errors(message, status=status))
        error = self.assert_failed(self.download(server), 1, "graphql")
        self.assertEqual(1, len(server.requests))
        for words in ("introspection is switched off", message, "--auth-file", "schema's file"):
            self.assertIn(words, error["message"])
        self.assertEqual(message, error["errors"][0]["message"])

    # What is no schema

    @each(
        ("no schema", {"data": {}}, "introspection: the answer has no __schema with types in it"),
        ("no name", introspection(types=[{"kind": "SCALAR"}]), "introspection: __schema.types[0].name is missing"),
        ("no word", introspection(queryType={"name": "a b"}), "introspection: __schema.queryType.name must be a name"),
        ("no list", introspection(types={}), "introspection: __schema.types must be a list"),
    )
    def test_broken(self, _, answer, message):
        error = self.assert_failed(self.download(self.http(reply(answer))), 5, "decode")
        self.assertIn(message, error["message"])

    def test_not_graphql(self):
        self.assert_failed(self.download(self.http(page(404)), *ONCE), 4, "http")

    def test_refused(self):
        self.assert_failed(self.download(self.http(unauthorized())), 7)

    def test_no_server(self):
        self.assert_failed(self.download(f"http://127.0.0.1:{self.refusing_port()}/", *ONCE), 3, "connect")

    def test_tries_again(self):
        server = self.http(page(503), reply(introspection()))
        self.assert_printed(self.download(server))
        self.assertEqual(2, len(server.requests))
