"""The faults that can be planted in a C++ file: for each place one changed line. Text in comments and literals is left alone."""

import re
from collections import namedtuple

Mutation = namedtuple("Mutation", "line before after what")

# clang-format puts blanks around operators, and none around the brackets of templates.
COMPARISONS = {" == ": " != ", " != ": " == ", " < ": " <= ", " <= ": " < ", " > ": " >= ", " >= ": " > "}
OPERATORS = {" && ": " || ", " || ": " && ", " + ": " - ", " - ": " + ", "++": "--", " += ": " -= ", " -= ": " += "}
CONDITION = re.compile(r"\b(if|while) \((?!const |auto |.*;)")
NUMBER = re.compile(r"(?<![\w.'])(\d[\d']*)(?![\w.'])")
WORD = re.compile(r"\b(true|false)\b")
# A call or an assignment that stands alone on its line.
STATEMENT = re.compile(r"^\s*(?!assert\b|return\b|co_return\b|throw\b|using\b|case\b|break\b|continue\b|else\b|delete\b|goto\b)"
                       r"(?:co_await )?[a-z_][\w:.]*(?:->[\w.]+)*(?:\[[^\]]*\])?(?:\(.*\)| [-+|&]?= .+);$")
SKIPPED = re.compile(r"^\s*(#|//|static_assert|template|namespace|struct|class|enum|\[\[)|operator|\bconstexpr\b.*\{$")


def blanked(source):
    """The text with the insides of comments and literals as blanks, every other character in its place."""
    token = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'', re.S)
    return token.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), source)


def closing(line, start):
    """Where the parenthesis that opens at `start` closes on this line, or None."""
    depth = 0
    for at in range(start, len(line)):
        depth += {"(": 1, ")": -1}.get(line[at], 0)
        if depth == 0:
            return at
    return None


def of_line(number, line, code):
    def replaced(start, end, text, what):
        return Mutation(number, line, line[:start] + text + line[end:], what)

    for match in CONDITION.finditer(code):
        end = closing(code, match.end() - 1)
        if end is not None:
            inner = line[match.end():end]
            yield replaced(match.end(), end, f"!({inner})", "condition negated")
    for table, what in ((COMPARISONS, "comparison"), (OPERATORS, "operator")):
        for operator, other in table.items():
            # A plus beside a literal joins texts, which have no minus.
            if operator == " + " and '"' in line:
                continue
            for match in re.finditer(re.escape(operator), code):
                yield replaced(match.start(), match.end(), other, f"{what}{operator}became{other}".rstrip())
    for match in NUMBER.finditer(code):
        value = int(match[1].replace("'", ""))
        yield replaced(match.start(), match.end(), str(value + 1), f"constant {value} became {value + 1}")
    for match in WORD.finditer(code):
        other = {"true": "false", "false": "true"}[match[1]]
        yield replaced(match.start(), match.end(), other, f"{match[1]} became {other}")
    if STATEMENT.match(code) and code.count("(") == code.count(")"):
        indent = len(line) - len(line.lstrip())
        yield Mutation(number, line, line[:indent] + ";", "statement removed")


def of_source(source):
    lines, codes = source.split("\n"), blanked(source).split("\n")
    for number, (line, code) in enumerate(zip(lines, codes), 1):
        if not SKIPPED.search(code):
            yield from of_line(number, line, code)
