#!/usr/bin/env python3
"""`corogql schema diff` beside graphql-js: the same breaking and dangerous changes, in the same words, of real schemas
changed at random.

    COROGQL=path/to/corogql python3 schema_diff_test.py
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
COROGQL = shutil.which(os.environ.get("COROGQL", "corogql"))
NODE = os.environ.get("NODE", "node")
BOUND = 300  # seconds that any one process may take

# What graphql-js does not tell, and GraphQL Inspector does.
NOT_TOLD = re.compile(r"defaultValue was added\.$"
                      r"|^[\w.]+ (has changed defaultValue|defaultValue was removed)"  # of input fields
                      r"|^@\w+ arg "
                      r"|^(query|mutation|subscription) root type "
                      r"|^@oneOf was added to ")


def mapi_schema():
    [source] = (HERE.parents[1] / "src").rglob("schema_text.cpp")
    return "".join(re.findall(r'R"\((.*?)\)"', source.read_text(), re.S))


class SchemaDiff(unittest.TestCase):

    def compare(self, schema, seed, pairs, changes):
        """Of so many pairs of schemas, each with so many changes between them."""
        with tempfile.TemporaryDirectory() as folder:
            original = Path(folder, "original.graphql")
            original.write_text(schema)
            command = [NODE, HERE / "schema_changes.mjs", folder, original, str(seed), str(pairs), str(changes)]
            made = subprocess.run(command, capture_output=True, text=True, timeout=BOUND)
            self.assertEqual(made.returncode, 0, made.stderr)
            seen = {"breaking": 0, "dangerous": 0}
            for number in range(pairs):
                with self.subTest(seed=seed, pair=number):
                    expected = json.loads(Path(folder, f"{number}.json").read_text())
                    told = self.diff(Path(folder, f"{number}.old.graphql"), Path(folder, f"{number}.new.graphql"))
                    # Here it is breaking where the argument must be given from then on.
                    told = [("dangerous" if text.endswith("defaultValue was removed.") else kind, text) for kind, text in told]
                    for impact, messages in expected.items():
                        seen[impact] += len(messages)
                        ours = [text for kind, text in told if kind == impact]
                        self.assertEqual(sorted(messages), sorted(text for text in ours if text in messages or not NOT_TOLD.search(text)))
            return seen

    def diff(self, before, after):
        """The impact and the message of each change."""
        command = [COROGQL, "schema", "diff", before, after, "--error-format", "json"]
        result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=BOUND)
        changes = [json.loads(line) for line in result.stdout.splitlines()]
        breaks = any(change["impact"] == "breaking" for change in changes)
        self.assertEqual(result.returncode, 1 if breaks else 0, result.stderr)
        return [(change["impact"], change["message"]) for change in changes]

    def test_one_change_of_mapi(self):
        seen = self.compare(mapi_schema(), 1, 120, 1)
        self.assertGreater(min(seen.values()), 10)

    def test_many_changes_of_mapi(self):
        seen = self.compare(mapi_schema(), 2, 20, 8)
        self.assertGreater(min(seen.values()), 10)

    def test_many_changes_of_github(self):
        schema = HERE / "node_modules" / "@octokit" / "graphql-schema" / "schema.graphql"
        seen = self.compare(schema.read_text(), 3, 10, 25)
        self.assertGreater(min(seen.values()), 50)

    def test_many_changes_of_defaults(self):
        seen = self.compare((HERE / "defaults.graphql").read_text(), 4, 60, 4)
        self.assertGreater(min(seen.values()), 50)


if __name__ == "__main__":
    unittest.main()
