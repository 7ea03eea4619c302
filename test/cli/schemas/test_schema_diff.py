"""`corogql schema diff`: what changed, for whom, and how it is told."""

import json
import os

from cases import ProgramTest, write

OLD = """\
type Query { runs(first: Int): [Run!] user: User }
type Run { id: ID! status: Status }
type User { login: String }
enum Status { ON OFF }
"""
NEW = """\
type Query { runs(first: Int): [Run!] user: User }
type Run { id: ID! status: Status }
type User { login: Int }
enum Status { ON OFF LATE }
"""
INTROSPECTION = {"data": {"__schema": {
    "queryType": {"name": "Query"}, "mutationType": None, "subscriptionType": None, "directives": [],
    "types": [{"kind": "OBJECT", "name": "Query", "interfaces": [],
               "fields": [{"name": "a", "args": [], "type": {"kind": "SCALAR", "name": "Int", "ofType": None}}]},
              {"kind": "SCALAR", "name": "Int"}]}}}


class SchemaDiff(ProgramTest):

    def setUp(self):
        self.place = self.folder()
        self.old, self.new = self.write("old.graphql", OLD), self.write("new.graphql", NEW)

    def write(self, name, text):
        path = os.path.join(self.place, name)
        write(path, text)
        return path

    def diff(self, *arguments, **how):
        return self.execute("schema", "diff", *arguments, **how)

    def test_breaking_changes_come_first_and_fail(self):
        outcome = self.diff(self.old, self.new)
        self.assert_code(outcome, 1)
        self.assertEqual("corogql: graphql: 1 breaking change\n", outcome.err)
        lines = outcome.out.splitlines()
        self.assertEqual(f"{self.new}:3:13: breaking: User.login changed type from String to Int. [User.login]", lines[0])
        self.assertEqual(f"{self.new}:4:22: dangerous: LATE was added to enum type Status. [Status.LATE]", lines[1])
        self.assertEqual(2, len(lines))

    def test_only_what_documents_use(self):
        runs = self.write("runs.graphql", "{ runs { id status } }")
        outcome = self.diff(self.old, self.new, "--used-by", runs)
        self.assert_code(outcome, 0)
        self.assertEqual(["LATE"], [line.split()[2] for line in outcome.out.splitlines()])
        user = self.write("user.graphql", "fragment A on User { login }")
        outcome = self.diff(self.old, self.new, "--used-by", runs, user)
        self.assert_code(outcome, 1)
        self.assertEqual(2, len(outcome.out.splitlines()))
        nothing = self.diff(self.old, self.new, "--used-by", self.write("ids.graphql", "{ runs { id } }"))
        self.assertEqual((0, ""), (nothing.code, nothing.out))

    def test_the_same(self):
        outcome = self.diff(self.old, self.old)
        self.assertEqual((0, "", ""), (outcome.code, outcome.out, outcome.err))

    def test_for_programs(self):
        outcome = self.diff(self.old, self.new, "--error-format", "json")
        self.assert_code(outcome, 1)
        self.assertEqual({"impact": "breaking", "message": "User.login changed type from String to Int.",
                          "coordinate": "User.login", "locations": [{"file": self.new, "line": 3, "column": 13}]},
                         outcome.events[0])
        self.assertEqual(("graphql", "1 breaking change"), (outcome.error["kind"], outcome.error["message"]))
        removed = self.diff(self.old, self.write("less.graphql", "type Query { a: ID }"), "--error-format", "json")
        [built_in] = [each for each in removed.events if each["coordinate"] == "Int"]
        self.assertEqual([], built_in["locations"])

    def test_introspections_and_stdin(self):
        told = self.write("told.json", json.dumps(INTROSPECTION))
        outcome = self.diff(told, "-", stdin="type Query { a: Int! }")
        self.assert_code(outcome, 0)
        self.assertEqual("stdin:1:14: safe: Query.a changed type from Int to Int!. [Query.a]\n", outcome.out)
        self.assert_usage_error(self.diff("-", "-", "--error-format", "json"))

    def test_what_is_no_schema(self):
        broken = self.write("broken.graphql", "type Query {\n  a: }")
        failure = self.assert_usage_error(self.diff(self.old, broken, "--error-format", "json"))
        self.assertEqual(f"{broken}:2:6: error: Syntax Error: Expected Name, found \"}}\".", failure["message"])
        self.assert_usage_error(self.diff(self.write("no.json", '{"data": {}}'), self.new, "--error-format", "json"))
        self.assert_usage_error(self.diff(self.old, "no such file", "--error-format", "json"))
        self.assert_usage_error(self.diff(self.old, self.new, "--used-by", broken, "--error-format", "json"))
        self.assert_usage_error(self.diff(self.old, "--error-format", "json"))

    def test_what_says_nothing(self):
        document = self.write("q.graphql", "query Q { a }")
        for arguments in ((document, self.new), (self.old, document), (self.old, self.new, "--used-by", self.old)):
            failure = self.assert_usage_error(self.diff(*arguments, "--error-format", "json"))
            self.assertIn(": there is no ", failure["message"])
        self.assert_usage_error(self.execute("schema", "https://api.example/graphql", "diff", self.old, self.new,
                                             "--error-format", "json"))

    def test_a_document_that_does_not_fit(self):
        document = self.write("q.graphql", "query Q { nowhere }")
        outcome = self.diff(self.old, self.new, "--used-by", document)
        self.assertIn('warning: a document does not fit the old schema: ', outcome.err)
