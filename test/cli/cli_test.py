"""Runs the black-box tests of the program named by the environment variable COROGQL.

    COROGQL=build/corogql python3 test/cli/cli_test.py [PART OF A NAME]... [--list]

A name is module.Class.test; only tests whose name contains one of the given parts are run.
"""

import os
import sys
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
WINGS = ["requests", "subscriptions", "mapi", "schemas", "process"]
TOGETHER = 4


def main(arguments):
    wanted = [argument for argument in arguments if argument != "--list"]
    tests = [test for test in _discovered() if not wanted or any(part in test.id() for part in wanted)]
    if "--list" in arguments:
        print(*(test.id() for test in tests), sep="\n")
        return 0
    if not os.access(os.environ.get("COROGQL", ""), os.X_OK):
        print("cli: set COROGQL to the program", file=sys.stderr)
        return 2
    os.environ["COROGQL"] = os.path.abspath(os.environ["COROGQL"])

    began = time.monotonic()
    with ThreadPoolExecutor(TOGETHER) as pool:
        results = list(pool.map(_run, tests))
    failed = [result for result in results if not result.wasSuccessful()]
    skipped = sum(len(result.skipped) for result in results)
    for result in failed:
        for test, trace in result.errors + result.failures:
            print(f"\nFAILED {test.id()}\n{trace}")
    for result in failed:
        print("FAILED", result.name)
    print(f"cli: {len(tests) - len(failed) - skipped} passed, {len(failed)} failed, {skipped} skipped"
          f" in {time.monotonic() - began:.1f} s")
    return 1 if failed or not tests else 0


def _discovered():
    sys.path.insert(0, os.path.join(HERE, "support"))
    found = []
    for wing in WINGS:
        loader = unittest.TestLoader()  # it keeps the folder that it began with
        found += _flat(loader.discover(os.path.join(HERE, wing)))
        if loader.errors:
            raise SystemExit("\n".join(loader.errors))
    return found


def _flat(suite):
    for part in suite:
        if isinstance(part, unittest.TestSuite):
            yield from _flat(part)
        else:
            yield part


def _run(test):
    result = unittest.TestResult()
    result.name = test.id()
    test.run(result)
    return result


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
