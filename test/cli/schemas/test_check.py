"""Documents are checked against a schema."""

import json
import os

from cases import ProgramTest, each, write

SCHEMA = """
type Query { dog(id: ID!): Dog old: Int @deprecated(reason: "Use dog.") }
type Dog { name: String }
"""
VALID = "query Q($id: ID!) { dog(id: $id) { ...Parts } }\nfragment Parts on Dog { name }\n"


class Check(ProgramTest):

    def setUp(self):
        self.home = self.folder()
        self.put("schema.graphql", SCHEMA)

    def put(self, name, text):
        write(os.path.join(self.home, name), text)

    def check(self, *options, schema="schema.graphql", **documents):
        for name, text in documents.items():
            self.put(f"{name}.graphql", text)
        names = [os.path.join(self.home, f"{name}.graphql") for name in documents]
        outcome = self.execute("check", "--schema", os.path.join(self.home, schema), *names, *options)
        self.assertNotIn(self.home, outcome.err)
        return outcome

    def lines(self, outcome):
        return outcome.out.replace(self.home + "/", "").splitlines()

    def test_what_is_valid_says_nothing(self):
        outcome = self.check(a=VALID)
        self.assert_code(outcome, 0)
        self.assertEqual(("", ""), (outcome.out, outcome.err))

    def test_mistakes_are_told_as_compilers_do(self):
        outcome = self.check(a="query Q {\n  dog { nam }\n}\n")
        self.assert_code(outcome, 1)
        self.assertEqual([
            'a.graphql:2:3: error: Field "dog" argument "id" of type "ID!" is required, but it was not provided. '
            '[ProvidedRequiredArguments]',
            'a.graphql:2:9: error: Cannot query field "nam" on type "Dog". Did you mean "name"? [FieldsOnCorrectType]',
        ], self.lines(outcome))
        self.assertEqual("corogql: graphql: 2 errors\n", outcome.err)

    def test_files_are_one_set(self):
        operation, fragment = VALID.splitlines()
        self.assert_code(self.check(a=operation, b=fragment), 0)
        outcome = self.check(a=operation, b=fragment, c="query Q { dog(id: 1) { name } }")
        self.assert_code(outcome, 1)
        self.assertEqual(['a.graphql:1:7: error: There can be only one operation named "Q". (also c.graphql:1:7) '
                          '[UniqueOperationNames]'], self.lines(outcome))

    def test_an_operation_without_a_name_is_alone_in_its_file(self):
        one = "{ dog(id: 1) { name } }"
        self.assert_code(self.check(a=one, b=one), 0)
        outcome = self.check(a=one, b=one + one)
        self.assert_code(outcome, 1)
        self.assertEqual(["b.graphql:1:1: error: This anonymous operation must be the only defined operation. "
                          "[LoneAnonymousOperation]",
                          "b.graphql:1:24: error: This anonymous operation must be the only defined operation. "
                          "[LoneAnonymousOperation]"], self.lines(outcome))

    def test_a_schema_of_several_files(self):
        self.put("more.graphql", "extend type Dog { age: Int }")
        more = os.path.join(self.home, "more.graphql")
        self.assert_code(self.check("--schema", more, a="{ dog(id: 1) { age } }"), 0)

    def test_stdin(self):
        path = os.path.join(self.home, "schema.graphql")
        outcome = self.execute("check", "--schema", path, "-", stdin="{ dog(id: 1) { nam } }")
        self.assert_code(outcome, 1)
        self.assertTrue(outcome.out.startswith("stdin:1:16: error: Cannot query field"), outcome.out)
        self.assert_code(self.execute("check", "--schema", "-", "-", stdin=""), 2)

    def test_a_fault_of_an_introspection_has_its_file(self):
        types = [{"kind": "OBJECT", "name": "Query", "fields": [], "interfaces": []}]
        self.put("told.json", json.dumps({"data": {"__schema": {"queryType": {"name": "Query"}, "types": types}}}))
        outcome = self.check(a="{ a }", schema="told.json")
        self.assertEqual(["told.json:1:1: error: Type Query must define one or more fields."], self.lines(outcome))

    def test_what_is_deprecated_is_a_warning(self):
        outcome = self.check(a="{ old }")
        self.assert_code(outcome, 0)
        self.assertEqual(["a.graphql:1:3: warning: The field Query.old is deprecated. Use dog. [NoDeprecatedCustom]"],
                         self.lines(outcome))
        self.assertEqual("", outcome.err)

    def test_for_programs(self):
        outcome = self.check("--error-format", "json", a="{ dog { name } old }")
        error = self.assert_failed(outcome, 1, "graphql", out=None)
        self.assertEqual("1 error", error["message"])
        faults = [json.loads(line) for line in self.lines(outcome)]
        self.assertEqual([("error", "ProvidedRequiredArguments", [{"file": "a.graphql", "line": 1, "column": 3}]),
                          ("warning", "NoDeprecatedCustom", [{"file": "a.graphql", "line": 1, "column": 16}])],
                         [(one["severity"], one["rule"], one["locations"]) for one in faults])
        self.assertEqual("The field Query.old is deprecated. Use dog.", faults[1]["message"])

    def test_texts_that_cannot_be_parsed(self):
        """All of them are told, and nothing else."""
        outcome = self.check(a="{ dog(", b=VALID, c="{")
        self.assert_code(outcome, 1)
        self.assertEqual(["a.graphql:1:7: error: Syntax Error: Expected Name, found <EOF>.",
                          "c.graphql:1:2: error: Syntax Error: Expected Name, found <EOF>."], self.lines(outcome))

    def test_a_schema_that_cannot_be_parsed(self):
        self.put("broken.graphql", "type Query { a: }")
        outcome = self.check(schema="broken.graphql", a="{ nothing }")
        self.assert_code(outcome, 1)
        self.assertEqual(['broken.graphql:1:17: error: Syntax Error: Expected Name, found "}".'], self.lines(outcome))

    def test_a_lenient_schema(self):
        self.put("empty.graphql", SCHEMA + "type Nothing {}")
        self.assert_code(self.check(schema="empty.graphql", a=VALID), 1)
        self.assert_code(self.check("--lenient-schema", schema="empty.graphql", a=VALID), 0)

    @each("schema", "document")
    def test_a_file_that_is_missing(self, which):
        self.put("a.graphql", VALID)
        names = {"schema": "schema.graphql", "document": "a.graphql", which: "missing"}
        outcome = self.execute("check", "--schema", os.path.join(self.home, names["schema"]),
                               os.path.join(self.home, names["document"]), "--error-format", "json")
        self.assertIn("missing", self.assert_failed(outcome, 2, "config")["message"])

    @each(("no schema", "a.graphql"), ("no document", "--schema", "schema.graphql"))
    def test_what_must_be_given(self, name, *arguments):
        self.assert_usage_error(self.execute("check", *arguments, "--error-format", "json"))

    def test_control_characters_stay_in_the_file(self):
        outcome = self.check(a='{ dog(id: {a: "\x1b[2J\u009b"}) { name } }')
        self.assert_code(outcome, 1)
        self.assertNotIn("\x1b", outcome.out)
        self.assertNotIn("\u009b", outcome.out)
