"""Adds up what the test programs counted, from Meson's logs in the folders named, and ends with the line `N passed, N
failed`."""

import json
import re
import sys

DOCTEST = re.compile(r"\[doctest\] test cases: +(\d+) +\| +(\d+) passed \| +(\d+) failed")
PLAIN = re.compile(r"^\w+: (\d+) passed, (\d+) failed", re.M)
UNITTEST = re.compile(r"^Ran (\d+) tests? in ", re.M)
UNITTEST_FAILED = re.compile(r"^FAILED \((?:failures=(\d+))?(?:, )?(?:errors=(\d+))?", re.M)

NEVER_RAN = {"name": "its tests", "result": "they never ran"}


def count(test):
    """Passed and failed cases of one program. A program that counts nothing, or crashed, is one case."""
    text = test.get("stdout", "") + "\n" + test.get("stderr", "")
    passed = failed = 0
    for match in DOCTEST.finditer(text):
        passed += int(match[2])
        failed += int(match[3])
    for match in PLAIN.finditer(text):
        passed += int(match[1])
        failed += int(match[2])
    if match := UNITTEST.search(text):
        bad = sum(int(n or 0) for m in UNITTEST_FAILED.finditer(text) for n in m.groups())
        passed += int(match[1]) - bad
        failed += bad
    ok = test["result"] in ("OK", "EXPECTEDFAIL")
    if passed + failed == 0:
        return (1, 0) if ok else (0, 1)
    return (passed, failed if ok or failed else 1)


def tests_of(folder):
    """What Meson noted of a folder's tests; where it never came to testing, that is one that failed."""
    try:
        with open(f"{folder}/meson-logs/testlog.json") as log:
            return [json.loads(line) for line in log] or [NEVER_RAN]
    except FileNotFoundError:
        return [NEVER_RAN]


def main(folders):
    passed = failed = 0
    for folder in folders:
        for test in tests_of(folder):
            good, bad = count(test)
            print(f"{folder}: {test['name']}: {good} passed, {bad} failed")
            passed += good
            failed += bad
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
