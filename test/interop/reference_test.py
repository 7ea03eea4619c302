"""Validation beside the reference implementation, graphql-js: documents made at random from real schemas, most of them
with mistakes, must get the same verdict from both, in the same words, by the same rules and at the same places.

    npm ci && COROGQL=path/to/corogql COROGQL_DOCUMENTS=path/to/interop-documents python3 reference_test.py [SEED]
"""

import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
PACKAGES = HERE / "node_modules"
DOCUMENTS = os.environ["COROGQL_DOCUMENTS"]
EACH = 800  # documents of each schema
BOUND = 60
SEED = sys.argv.pop() if sys.argv[-1].isdigit() else "1"


def output(*command, **how):
    return subprocess.run(command, check=True, capture_output=True, timeout=BOUND, **how).stdout.decode()


class Reference(unittest.TestCase):
    maxDiff = 4000

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="corogql-reference-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.schema = self.folder / "schema.graphql"

    def cases(self, schema):
        output("node", HERE / "validation" / "expect.mjs", SEED, str(EACH), schema, self.folder)
        cases = json.loads((self.folder / "cases.json").read_text())
        self.assertGreaterEqual(len(cases), EACH)
        return cases

    def compare(self, schema):
        cases = self.cases(schema)
        texts = "".join(case["document"] + "\0" for case in cases)
        found = [[]]
        for line in output(DOCUMENTS, self.schema, input=texts.encode()).splitlines():
            if line == ".":
                found.append([])
            else:
                found[-1].append(line)
        self.assertEqual(len(cases), len(found) - 1)
        rules = collections.Counter()
        valid = 0
        for case, ours in zip(cases, found):
            ours.sort(key=lambda line: line.startswith("warning"))  # The reference was asked for warnings apart.
            self.assertEqual("\n".join(case["faults"]), "\n".join(ours), case["document"])
            rules.update(line.split("\t")[1] for line in ours)
            valid += not any(line.startswith("error") for line in ours)
        # Neither side may have had nothing to say.
        self.assertGreater(valid, EACH / 10)
        self.assertGreater(len(rules), 20, rules)
        return cases

    def test_github(self):
        self.compare(PACKAGES / "@octokit" / "graphql-schema" / "schema.graphql")

    def test_shopify(self):
        self.compare(PACKAGES / "@shopify" / "hydrogen-react" / "storefront.schema.json")

    def test_mapi(self):
        schema = self.folder / "mapi.graphql"
        schema.write_text(output(DOCUMENTS))
        self.check_some(self.compare(schema))

    def check_some(self, cases):
        """The program says the same of a few."""
        for case in cases[:20]:
            document = self.folder / "document.graphql"
            document.write_text(case["document"])
            command = [os.environ["COROGQL"], "check", "--error-format", "json", "--schema", self.schema, document]
            done = subprocess.run(command, capture_output=True, text=True, timeout=BOUND)
            errors = [line for line in case["faults"] if line.startswith("error")]
            self.assertEqual(1 if errors else 0, done.returncode, done.stderr)
            ours = [json.loads(line) for line in done.stdout.splitlines()]
            self.assertEqual(
                sorted(case["faults"]),
                sorted("\t".join((one["severity"], one["rule"] or "",
                                  "".join(f"{at['line']}:{at['column']} " for at in one["locations"]),
                                  one["message"].replace("\n", "\\n"))) for one in ours), case["document"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv, verbosity=2)
