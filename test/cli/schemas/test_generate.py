"""C++ is generated of a schema and documents."""

import json
import os

from cases import ProgramTest, write

SCHEMA = "type Query { dog(id: ID!): Dog }\ntype Dog { name: String old: Int @deprecated(reason: \"Use name.\") }\n"
DOCUMENT = "query Rex($id: ID!) { dog(id: $id) { name } }\n"


class Generate(ProgramTest):

    def setUp(self):
        self.home = self.folder()
        self.schema, self.document = self.put("schema.graphql", SCHEMA), self.put("dogs.graphql", DOCUMENT)
        self.out = os.path.join(self.home, "out")

    def put(self, name, text):
        path = os.path.join(self.home, name)
        write(path, text)
        return path

    def generate(self, *arguments):
        return self.execute("generate", "--namespace", "dogs", "--out", self.out, *arguments)

    def made(self):
        return {name: os.stat(os.path.join(self.out, name)).st_mtime_ns for name in sorted(os.listdir(self.out))}

    def test_lists_its_files_before_they_are_made(self):
        listed = self.generate("--list", self.schema, self.document)
        self.assert_code(listed, 0)
        self.assert_code(self.generate("--schema", self.schema, self.document), 0)
        self.assertEqual(sorted(listed.out.split()), [os.path.join(self.out, name) for name in self.made()])

    def test_touches_only_what_changes(self):
        other = self.put("cats.graphql", "query Tom { __typename }")
        self.assert_code(self.generate(self.schema, self.document, other), 0)
        before = self.made()
        self.put("dogs.graphql", DOCUMENT.replace("name", "name __typename"))
        self.assert_code(self.generate(self.schema, self.document, other), 0)
        changed = [name for name, time in self.made().items() if before[name] != time]
        self.assertEqual(["dogs.graphql.cpp", "dogs.graphql.hpp"], changed)

    def test_check_writes_nothing(self):
        outcome = self.generate("--check", self.schema, self.document)
        self.assert_code(outcome, 1)
        self.assertIn("not up to date", outcome.err)
        self.assertFalse(os.path.exists(self.out))
        self.assert_code(self.generate(self.schema, self.document), 0)
        self.assert_code(self.generate("--check", self.schema, self.document), 0)

    def test_mistakes_are_told_as_compilers_do(self):
        self.put("dogs.graphql", "query Rex {\n  dog(id: 1) { nam }\n}\n")
        outcome = self.generate(self.schema, self.document)
        self.assert_code(outcome, 1)
        self.assertIn(f'{self.document}:2:16: error: Cannot query field "nam" on type "Dog". Did you mean "name"?', outcome.err)
        self.assertEqual("", outcome.out)
        self.assertFalse(os.path.exists(self.out))

    def test_what_is_deprecated_is_a_warning(self):
        self.put("dogs.graphql", "query Rex { dog(id: 1) { old } }")
        outcome = self.generate(self.schema, self.document)
        self.assert_code(outcome, 0)
        self.assertIn("warning: The field Dog.old is deprecated. Use name.", outcome.err)

    def test_what_is_deprecated_may_be_an_error(self):
        self.put("dogs.graphql", "query Rex { dog(id: 1) { old } }")
        outcome = self.generate("--error-on-deprecated", self.schema, self.document)
        self.assert_code(outcome, 1)
        self.assertIn("error: The field Dog.old is deprecated. Use name.", outcome.err)

    def test_texts_may_be_views(self):
        self.assert_code(self.generate("--strings", "view", self.schema, self.document), 0)
        with open(os.path.join(self.out, "dogs.graphql.hpp"), encoding="utf-8") as file:
            made = file.read()
        self.assertIn("std::optional<std::string_view> name;", made)
        self.assertIn("explicit Rex(std::string id", made)

    def test_manifest(self):
        manifest = os.path.join(self.home, "manifest.json")
        self.assert_code(self.generate("--manifest", manifest, self.schema, self.document), 0)
        with open(manifest, encoding="utf-8") as file:
            [one] = json.load(file)["operations"]
        self.assertEqual(("Rex", "query", "query Rex($id:ID!){dog(id:$id){name}}"), (one["name"], one["type"], one["body"]))

    def test_what_must_be_given(self):
        for arguments in ((), (self.schema,), (self.schema, "a.graphqls", "b.graphqls", self.document)):
            self.assert_code(self.generate(*arguments), 2)
        self.assert_code(self.execute("generate", self.schema, self.document), 2)
        self.assert_code(self.generate("--namespace", "a b", self.schema, self.document), 2)

    def test_a_folder_that_cannot_be_made(self):
        outcome = self.execute("generate", "--out", self.document + "/out", self.schema, self.document)
        self.assert_code(outcome, 2)
        self.assertIn("cannot make the folder ", outcome.err)

    def test_directives_for_editors(self):
        outcome = self.execute("generate", "--directives")
        self.assert_code(outcome, 0)
        self.assertIn("directive @corogql_resume(", outcome.out)
