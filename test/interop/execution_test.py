#!/usr/bin/env python3
"""What the built-in server's executor answers, beside the reference implementation: values of right and wrong types, made
at random, in answers, variables and literals.

    COROGQL_EXECUTION_PROBE=path/to/interop-execution-probe python3 execution_test.py
"""

import json
import os
import random
import subprocess
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROBE = os.environ["COROGQL_EXECUTION_PROBE"]
NODE = os.environ.get("NODE", "node")
WORLD = HERE / "execution" / "world.graphqls"
BOUND = 60  # seconds that either process may take

TYPES = {
    "int": "Int", "float": "Float", "string": "String", "boolean": "Boolean", "id": "ID", "colour": "Colour",
    "any": "JSON", "ints": "[Int!]", "deep": "[[Int]]", "range": "Range", "ranges": "[Range!]", "one": "One",
    "required": "Int!",
}
ODD = (None, 0, -1, 1, 1.5, 1e-7, 1e21, 2147483647, 2147483648, "", "a", "1", "RED", "PINK", "DARK_BLU", True, False, [],
       [1], ["a"], "REDD", "green", {}, {"from": 1}, {"int": 1}, {"fro": 2}, [[1], None], {"from": "x", "to": [1]}, {"names": [None]},
       {"int": 1, "string": "a"}, {"int": None}, {"range": {"step": "x"}}, {"inner": {"inner": {"from": None}}})
SELECTIONS = {
    "book": "{ id title tags }", "bookRequired": "{ id next { title pages } }", "books": "{ title author { name } }",
    "booksLoose": "{ title tags next { id } }", "node": "{ __typename id label ... on Book { title } }",
    "nodes": "{ id ... on Author { name } }", "found": "{ __typename ... on Node { id } ... on Book { pages } }",
}
FIELDS = ("int", "intRequired", "float", "string", "boolean", "id", "colour", "any", "ints", "intsRequired", "strings",
          "missing", "missingRequired", *SELECTIONS)


def book(chance, depth=0):
    """A book with a fault here and there."""
    made = {"__typename": chance.choice(("Book", "Book", "Author", "Query", "Nobody", None)), "id": chance.choice((1, "b")),
            "label": chance.choice(("x", 7)), "title": chance.choice(("Dune", None, 5)), "name": chance.choice(("Ada", None)),
            "pages": chance.choice((412, 1.5, "x", None)), "tags": chance.choice((["a"], ["a", None], None, "a"))}
    if depth < 2:
        made["next"] = chance.choice((None, book(chance, depth + 1)))
        made["author"] = chance.choice((None, {"name": chance.choice(("Frank", None))}))
    return made


def roots(chance):
    query = {name: chance.choice(ODD) for name in FIELDS if not name.startswith("missing")}
    for name in SELECTIONS:
        several = name.endswith("s") or name in ("found", "booksLoose")
        one = [book(chance) for _ in range(chance.randint(0, 3))] if several else book(chance)
        # Not what is no object: the reference implementation looks for members in it, where we say what is wrong.
        query[name] = chance.choice((one, one, one, None, 3 if several else {}))
    return {"Query": query, "Mutation": {"first": chance.choice(ODD), "second": chance.choice(ODD), "third": "x"}}


def literal(value, chance):
    if isinstance(value, str):
        return value if value.isupper() and chance.random() < 0.7 else json.dumps(value)
    if isinstance(value, list):
        return "[" + ", ".join(literal(item, chance) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {literal(item, chance)}" for name, item in value.items()) + "}"
    return json.dumps(value)


def requests(chance):
    for _ in range(25):
        chosen = chance.sample(FIELDS, chance.randint(1, 4))
        yield {"query": "{ " + " ".join(f"{name} {SELECTIONS.get(name, '')}" for name in chosen) + " }"}
    yield {"query": "mutation { first second third }"}
    for _ in range(30):
        name, kind = chance.choice(list(TYPES.items()))
        request = {"query": f"query($v: {kind}) {{ takes({name}: $v) }}"}
        if chance.random() < 0.95:
            request["variables"] = {"v": chance.choice(ODD)}
        yield request
    for _ in range(15):
        name = chance.choice(list(TYPES))
        yield {"query": f"{{ takes({name}: {literal(chance.choice(ODD), chance)}) }}"}
    for _ in range(10):
        yield {"query": "query($i: Int!, $r: Range!) { needs(int: $i, range: $r) }",
               "variables": {"i": chance.choice(ODD), "r": chance.choice(ODD)}}
        yield {"query": "query($i: Int, $s: Boolean!) { needs(int: 1, range: {from: $i, to: $i}) int @skip(if: $s) }",
               "variables": chance.choice(({"s": True}, {"i": 2, "s": False}, {"i": None, "s": "x"}, {}))}
    yield {"query": "query A { int } query B { string }", "operationName": chance.choice(("A", "C", "B"))}
    yield {"query": "query A { int } query B { string }"}


def introspections():
    """What is built in has no descriptions here, and the reference implementation allows @deprecated in more places."""
    kinds = "kind name ofType { kind name ofType { kind name ofType { kind name } } }"
    for place in ("", "(includeDeprecated: true)"):
        for name in ("Query", "Node", "Book", "Found", "Colour", "Range", "One", "JSON", "Int", "__Type", "__TypeKind", "No"):
            said = "name" if name.startswith("__") or name == "Int" else "name description"
            input = f"{{ {said} type {{ {kinds} }} defaultValue isDeprecated deprecationReason }}"
            yield {"query": f"""{{ __type(name: "{name}") {{ kind {said} specifiedByURL isOneOf interfaces {{ {kinds} }}
                possibleTypes {{ {kinds} }} fields{place} {{ {said} args{place} {input} type {{ {kinds} }} isDeprecated
                deprecationReason }} inputFields{place} {input} enumValues{place} {{ {said} isDeprecated
                deprecationReason }} }} }}"""}
    yield {"query": f"""{{ __schema {{ description queryType {{ {kinds} }} mutationType {{ {kinds} }} subscriptionType
        {{ {kinds} }} directives {{ name isRepeatable args {{ name type {{ {kinds} }} defaultValue }} }} }} }}"""}


def lines(command, text):
    done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=BOUND, check=True)
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def comparable(answer):
    for error in answer.get("errors", ()):
        error.pop("extensions", None)
    return answer


class Execution(unittest.TestCase):
    def test_same_answers(self):
        failed = 0
        for seed in range(15):
            chance = random.Random(seed)
            root = roots(chance)
            asked = list(requests(chance) if seed else introspections())
            text = "\n".join(json.dumps(line) for line in (root, *asked)) + "\n"
            ours, theirs = lines([PROBE, WORLD], text), lines([NODE, HERE / "execution" / "reference.mjs", WORLD], text)
            self.assertEqual(len(ours), len(asked))
            self.assertEqual(len(theirs), len(asked))
            for request, one, other in zip(asked, ours, theirs):
                if comparable(one) != comparable(other):
                    failed += 1
                    if failed <= 20:
                        print(f"seed {seed}: {json.dumps(request)}\n  ours:   {json.dumps(one)}\n  theirs: {json.dumps(other)}")
        self.assertEqual(failed, 0)


if __name__ == "__main__":
    unittest.main()
