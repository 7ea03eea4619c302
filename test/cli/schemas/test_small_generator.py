"""corogql-generate is `corogql generate` without the rest: both do and say the same, for the tests in test_generate.py and
beside each other. It is the program that builds run."""

import os
import re
import subprocess
import unittest

import test_generate
from cases import ProgramTest
from program import Outcome

SMALL = os.environ.get("COROGQL_GENERATE", "")


def run_small(*arguments):
    done = subprocess.run([os.path.abspath(SMALL), *arguments], capture_output=True, text=True, timeout=60)
    return Outcome(arguments, done.returncode, done.stdout, done.stderr)


@unittest.skipUnless(SMALL, "built without it")
class SmallGenerator(test_generate.Generate):

    def execute(self, *arguments, **options):
        self.assertEqual(options, {})
        return run_small(*arguments)


@unittest.skipUnless(SMALL, "built without it")
class BesideTheProgram(ProgramTest):

    def assert_same(self, *arguments):
        with self.subTest(arguments):
            whole, small = self.execute("generate", *arguments), run_small(*arguments)
            self.assertEqual((whole.code, whole.out, whole.err), (small.code, small.out, small.err))

    def test_misuse(self):
        for arguments in (["--nope"], ["-x"], ["--nope=1"], ["--error-format=json", "--nope"], ["--casing", "camel"],
                          ["--out"], ["--cacert"], ["--error-format", "xml"], ["--timeout", "soon"], ["--timeout=-1"], ["--"], ["-"], [],
                          ["--", "--out"], ["--out", "--list", "a", "b"], ["a"], ["a", "b"], ["--out", "o", "a", "b"],
                          ["--error-format", "json", "--out", "o", "a", "b"]):
            self.assert_same(*arguments)

    def test_mistakes(self):
        home = self.folder()
        for name, text in (("s.graphql", test_generate.SCHEMA), ("d.graphql", "query \x7f { dog }\nfragment\u0085"),
                           ("e.graphql", 'query E { dog(id: "\u0085") { nam old } cat }'), ("f.graphql", b"\xff"),
                           ("g.graphql", "{".encode("utf-16"))):
            with open(os.path.join(home, name), "wb") as file:
                file.write(text if isinstance(text, bytes) else text.encode())
        for document in ("d.graphql", "e.graphql", "f.graphql", "g.graphql", "s.graphql"):
            for form in ("text", "json"):
                self.assert_same("--error-format", form, "--out", os.path.join(home, "out"), os.path.join(home, "s.graphql"),
                                 os.path.join(home, document))

    def test_knows_every_option(self):
        options = [set(re.findall(r"--[a-z-]+", outcome.out)) for outcome in (self.execute("generate", "--help"),
                                                                              run_small("--help"))]
        self.assertGreater(len(options[0]), 15)
        self.assertEqual(*options)

    def test_verb_and_version(self):
        self.assertEqual(run_small("generate", "--directives").out, run_small("--directives").out)
        self.assertEqual(run_small("--version").out, self.execute("--version").out)
