#!/usr/bin/env python3
"""How schemas are printed, introspected and checked, beside the reference implementation.

    COROGQL_SCHEMA_PROBE=path/to/interop-schema-probe python3 schema_test.py
"""

import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROBE = os.environ["COROGQL_SCHEMA_PROBE"]
NODE = os.environ.get("NODE", "node")
PACKAGES = HERE / "node_modules"
BOUND = 120  # seconds that any one process may take
MUTATIONS = (("everything", 1, 600), ("mapi", 2, 400), ("github", 3, 4))

BUILT_IN_SCALARS = {"Int", "Float", "String", "Boolean", "ID"}
BUILT_IN_DIRECTIVES = {"include", "skip", "deprecated", "specifiedBy", "oneOf"}


def run(command, text=""):
    result = subprocess.run(command, input=text.encode(), capture_output=True, timeout=BOUND, check=True)
    return result.stdout.decode()


def answers(command, texts):
    return run(command, "".join(text + "\0" for text in texts)).split("\0")[:-1]


def ours(verb, *texts):
    return answers([PROBE, verb], texts)


def theirs(verb, *texts):
    return answers([NODE, HERE / "schema" / "reference.mjs", verb], texts)


def read(*path):
    return Path(*path).read_text(encoding="utf-8")


def introspections():
    shopify = PACKAGES / "@shopify" / "hydrogen-react"
    return {
        "github": read(PACKAGES, "@octokit", "graphql-schema", "schema.json"),
        "storefront": read(shopify, "storefront.schema.json"),
        "customer account": read(shopify, "customer-account.schema.json"),
    }


def schemas():
    return {
        "everything": read(HERE, "schema", "everything.graphqls"),
        "github": read(PACKAGES, "@octokit", "graphql-schema", "schema.graphql"),
        "mapi": run([PROBE, "mapi"]),
    }


def comparable(text):
    """Without what the specification says itself: the reference implementation describes it, and is ahead of it."""
    schema = json.loads(text)["__schema"]
    schema["types"] = [one for one in schema["types"] if not one["name"].startswith("__")]
    for one in schema["types"]:
        if one["name"] in BUILT_IN_SCALARS:
            one["description"] = None
    schema["directives"] = [one for one in schema["directives"] if one["name"] not in BUILT_IN_DIRECTIVES]
    # A type that is the last that the query asks for has no ofType there.
    return json.loads(json.dumps(schema).replace(', "ofType": null', ""))


def comparable_errors(text):
    """The reference implementation takes fields of extended input objects for arguments."""
    return text.replace("on INPUT_FIELD_DEFINITION", "on ARGUMENT_DEFINITION")


class Schemas(unittest.TestCase):

    def same(self, verb, texts):
        for (name, _), expected, seen in zip(texts.items(), theirs(verb, *texts.values()), ours(verb, *texts.values())):
            with self.subTest(verb, schema=name):
                self.assertGreater(len(expected), 1000)
                self.assertTrue(expected == seen, f"{verb} of {name} differs: {first_difference(expected, seen)}")

    def test_documents_are_printed(self):
        self.same("print", schemas())

    def test_schemas_are_printed(self):
        self.same("schema", schemas())
        self.same("sorted", schemas())

    def test_from_introspection(self):
        self.same("from", introspections())
        self.same("from-sorted", introspections())

    def test_to_introspection(self):
        texts = schemas()
        for name, expected, seen in zip(texts, theirs("introspect", *texts.values()), ours("introspect", *texts.values())):
            with self.subTest(schema=name):
                self.assertTrue(comparable(expected) == comparable(seen), name)

    def test_there_and_back(self):
        texts = schemas().values()
        self.assertEqual(ours("sorted", *texts), ours("from-sorted", *ours("introspect", *texts)))
        # What was printed is the same schema.
        self.assertEqual(ours("sorted", *texts), ours("sorted", *ours("schema", *texts)))

    def test_mutated_schemas_are_judged_alike(self):
        compared = invalid = 0
        for name, seed, count in MUTATIONS:
            with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
                file.write(schemas()[name])
                file.flush()
                texts = run([NODE, HERE / "schema" / "mutations.mjs", file.name, str(seed), str(count)]).split("\0")[:-1]
            for text, expected, seen in zip(texts, theirs("check", *texts), ours("check", *texts)):
                if expected.startswith("CRASH"):
                    continue
                compared += 1
                invalid += bool(expected)
                if comparable_errors(expected) != comparable_errors(seen):
                    self.fail(f"mutation of {name}:\n{expected}\nours:\n{seen}")
        print(f"{compared} mutated schemas, {invalid} of them invalid")
        self.assertGreater(compared, 900)


def first_difference(expected, seen):
    for number, (one, other) in enumerate(zip(expected.splitlines(), seen.splitlines()), 1):
        if one != other:
            return f"line {number}: {one!r}, ours: {other!r}"
    return f"{len(expected)} characters, ours: {len(seen)}"


if __name__ == "__main__":
    unittest.main()
