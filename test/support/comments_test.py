"""Comments that an editor shows alone (`///` and `///<`) are sentences: they begin like one, end like one, and do not lean on
the comment before them."""

import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BEGIN = re.compile(r"^[A-Z0-9\"'`(\[{<…\\]|^(?:operator|https?)\b")
END = re.compile(r"[.:?…]$|[.?]['\")`]+$")
LEANS = re.compile(r"^(?:The same\b|Likewise\b|And\b|Or\b|So is\b|So does\b|As above\b)")


def comments(text):
    """(line, whole text) of each block of `///` and each `///<`; indented samples are left out."""
    block, begin = [], 0
    for number, line in enumerate(text.splitlines(), 1):
        trailing = re.search(r"\S.*?///< ?(.*)$", line)
        own = re.match(r"\s*///(?!<) ?(.*)$", line)
        if own:
            begin = begin or number
            block.append(own.group(1))
            continue
        if block and re.match(r"\s*///< ?(.*)$", line):
            block.append(re.match(r"\s*///< ?(.*)$", line).group(1))
            continue
        if block:
            yield begin, block
        block, begin = [], 0
        if trailing:
            block, begin = [trailing.group(1)], number
    if block:
        yield begin, block


def problem(lines):
    prose = [line for line in lines if line.strip() and not line.startswith("    ") and not line.startswith("|")]
    if not prose:
        return None
    if not BEGIN.search(prose[0]):
        return "does not begin like a sentence"
    if LEANS.search(prose[0]):
        return "leans on the comment before it"
    if not END.search(prose[-1].rstrip()):
        return "does not end like a sentence"
    return None


class Comments(unittest.TestCase):
    def test_each_stands_alone(self):
        found = []
        for folder in ("include", "src"):
            for path in sorted((ROOT / folder).rglob("*.?pp")):
                for number, lines in comments(path.read_text()):
                    if why := problem(lines):
                        found.append(f"{path.relative_to(ROOT)}:{number}: {why}: {lines[0][:60]}")
        self.assertEqual(found, [], f"\n{len(found)}:\n" + "\n".join(found))

    def test_what_is_found(self):
        self.assertIsNone(problem(["The queue is full."]))
        self.assertIsNone(problem(["Reads one:", "", "    read();"]))
        self.assertEqual(problem(["of the queue."]), "does not begin like a sentence")
        self.assertEqual(problem(["The queue"]), "does not end like a sentence")
        self.assertEqual(problem(["The same of a queue."]), "leans on the comment before it")
        self.assertEqual(list(comments("int a; ///< A.\n       ///< B.\nint b;\n/// C.\n/// D.\n")),
                         [(1, ["A.", "B."]), (4, ["C.", "D."])])


if __name__ == "__main__":
    unittest.main()
