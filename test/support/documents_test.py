"""README and CONTRIBUTING say nothing that has gone: their code is code that is built and run, and their files exist."""

import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", *sorted(f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")))
MOST_WORDS_OF_README = 1000
BLOCK = re.compile(r"^```(cpp|meson|cmake|ini)\n(.*?)^```", re.S | re.M)
CODE = re.compile(r"`[^`\n]+`")
LINK = re.compile(r"\]\((?!\w+:)([^)#]+)")
FILE = re.compile(r"`((?:src|include|test|packaging)/[\w./-]+|[\w-]+\.(?:hpp|cpp|py))`")
TEST_NAME = re.compile(r'TEST_CASE(?:_FIXTURE)?\(\s*(?:\w+,)?\s*"([^"]+)"')

# The cases of test/simulation/cases.md: letter, how many, and those that have no row yet.
CASES = (("W", 72, ()), ("L", 20, ()), ("C", 13, ()), ("H", 58, ()), ("P", 6, ()), ("S", 12, ()), ("M", 11, ()), ("A", 5, ()),
         ("B", 4, ()), ("U", 6, ()))


def stripped(text):
    return "\n".join(line.strip() for line in text.strip().splitlines())


class Documents(unittest.TestCase):
    def test_code_is_built_and_run(self):
        programs = [stripped(path.read_text()) for folder in ("example", "consumer")
                    for path in (ROOT / "test" / folder).rglob("*") if path.name.endswith((".cpp", "meson.build", "CMakeLists.txt", ".wrap"))]
        blocks = [block for document in DOCUMENTS for block in BLOCK.findall((ROOT / document).read_text())]
        self.assertGreaterEqual(len(blocks), 12)
        for _, code in blocks:
            self.assertTrue(any(stripped(code) in program for program in programs), f"in no example:\n{code}")

    def test_front_door_is_short_and_leads_everywhere(self):
        readme = (ROOT / "README.md").read_text()
        self.assertLessEqual(len(readme.split()), MOST_WORDS_OF_README)
        for page in (ROOT / "docs").glob("*.md"):
            self.assertIn(f"](docs/{page.name})", readme)
            self.assertIn(f": {page.name}\n", (ROOT / "docs" / "site" / "mkdocs.yml").read_text())

    def test_files_exist(self):
        names = {path.name for folder in ("src", "include", "test") for path in (ROOT / folder).rglob("*.*")
                 if "node_modules" not in path.parts}
        for document in DOCUMENTS:
            text = (ROOT / document).read_text()
            for name in LINK.findall(CODE.sub("", BLOCK.sub("", text))) + FILE.findall(text):
                with self.subTest(document, name=name):
                    self.assertTrue((ROOT / document).parent.joinpath(name).exists() or (ROOT / name).exists() or name in names)

    def test_calls_beside_python_are_those_of_the_example(self):
        """Statements of the C++ column; what has no semicolon is only a name."""
        example = re.sub(r"\s", "", (ROOT / "test" / "example" / "9_mapi_calls.cpp").read_text())
        rows = re.findall(r"^\| .+? \| (.+) \|$", (ROOT / "docs" / "mapi-from-python.md").read_text(), re.M)
        statements = [code for cells in rows for code in re.findall(r"`([^`]+)`", cells) if re.search(r"[;{)]$", code)
                      and re.search(r"co_await|;", code)]
        self.assertGreater(len(statements), 50)
        for code in statements:
            with self.subTest(code):
                self.assertIn(re.sub(r"\s", "", code), example)

    def test_exit_statuses_are_those_of_the_program(self):
        source = (ROOT / "src" / "cli" / "output" / "exit_status.cpp").read_text()
        rows = re.findall(r"\{(\d+), \"[^\"]+\", \{([^}]*)\}\}", source)
        expected = {number: sorted(set(re.findall(r"error_kind::(\w+)", kinds))) for number, kinds in rows}
        kinds = re.search(r"enum class error_kind \{(.*?)\n\};", (ROOT / "include" / "corogql" / "error.hpp").read_text(), re.S).group(1)
        names = re.findall(r"^    (\w+),", kinds, re.M)
        self.assertEqual(sorted(names), sorted(name for listed in expected.values() for name in listed))
        page = (ROOT / "docs" / "program.md").read_text()
        shown = {number: sorted(re.findall(r"`(\w+)`", kinds))
                 for number, kinds in re.findall(r"^\| (\d+)(?:, \d+)? \| (`[^|]*) \|", page, re.M)}
        self.assertEqual(expected, shown)

    def test_tables_name_tests_that_exist(self):
        sources = [path.read_text() for path in (ROOT / "test").rglob("*_test.cpp")]
        names = re.findall(TEST_NAME, "\n".join(sources))
        names += [name for folder in ("cli", "interop") for path in (ROOT / "test" / folder).rglob("*test*.py")
                  for name in re.findall(r"def (test_\w+)", path.read_text())]
        for table in (ROOT / "test").glob("*/coverage.md"):
            for quoted in re.findall(r'"((?:mapi|tls|corogql|test_)[^"|]+)"', table.read_text()):
                with self.subTest(table.parent.name, quoted=quoted):
                    self.assertTrue(any(name.startswith(quoted.split("__")[0]) for name in names), "no such test")

    def test_cases_of_the_simulation_name_tests_that_exist(self):
        sources = [path.read_text() for path in (ROOT / "test").rglob("*_test.cpp")]
        names = set(re.findall(TEST_NAME, "\n".join(sources)))
        table = (ROOT / "test" / "simulation" / "cases.md").read_text()
        rows = re.findall(r"^\| ([A-Z]\d+) \| .+? \| (.+) \|$", table, re.M)
        ids = [row for row, _ in rows]
        self.assertEqual(len(ids), len(set(ids)), "a row is there twice")
        wanted = [f"{letter}{n}" for letter, last, later in CASES for n in range(1, last + 1) if n not in later]
        self.assertEqual([each for each in wanted if each not in ids], [], "no row for these")
        named = set()
        for row, tests in rows:
            quoted = re.findall(r'"([^"]+)"', tests)
            with self.subTest(row):
                self.assertTrue(quoted, "names no test")
            for name in quoted:
                named.add(name)
                with self.subTest(row, name=name):
                    self.assertIn(name, names, "no such test")
                    self.assertTrue(name.startswith(row + ": ") or row.startswith("C"), "another case's test")
        self.assertEqual([name for name in sorted(names - named) if re.match(r"[A-Z]\d+: ", name)], [],
                         "tests that no row names")

    def test_findings_name_tests_that_exist(self):
        sources = [path.read_text() for path in (ROOT / "test").rglob("*_test.cpp")]
        names = set(re.findall(TEST_NAME, "\n".join(sources)))
        names |= {name for path in (ROOT / "test").rglob("*.py") if "node_modules" not in path.parts
                  for name in re.findall(r"def (test_\w+)", path.read_text())}
        table = (ROOT / "test" / "simulation" / "findings.md").read_text()
        rows = re.findall(r"^\| (F[HW]\d+) \| .+? \| (.+) \|$", table, re.M)
        ids = [row for row, _ in rows]
        self.assertEqual(len(ids), len(set(ids)), "a row is there twice")
        for row, tests in rows:
            quoted = re.findall(r'"([^"]+)"', tests)
            with self.subTest(row):
                self.assertTrue(quoted, "names no test")
            for name in quoted:
                with self.subTest(row, name=name):
                    self.assertIn(name, names, "no such test")


if __name__ == "__main__":
    unittest.main()
