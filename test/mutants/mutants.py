"""Plants random faults in the library's .cpp files, one at a time and in a copy, and says which test notices.

mutants.py N [--seed S] [--only PATH:LINE]. A fault that does not compile is not counted; one that makes a test hang is noticed.
The survivors at the end each need a test, or a sentence in survivors.md that says why the fault changes nothing.
"""

import argparse
import collections
import concurrent.futures
import os
import pathlib
import queue
import random
import re
import shutil
import signal
import subprocess
import sys

import mutations

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = ("src/protocol", "src/engine", "src/transport", "src/values")
# The quickest to notice goes first.
PROGRAMS = ("simulation/simulation", "unit/unit", "integration/integration", "integration/completion_tokens")
BUILD_LIMIT, TEST_LIMIT = 600, 120  # seconds
FAILED_CASE = re.compile(r"^TEST CASE:\s+(.+)$", re.M)

Verdict = collections.namedtuple("Verdict", "kind by", defaults=("",))


def run(command, folder, limit):
    """Return code and output; the whole process group ends at the limit, and the code is None then."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                               errors="replace", start_new_session=True)
    try:
        output, _ = process.communicate(timeout=limit)
        return process.returncode, output
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return None, ""


class Copy:
    """A copy of the tree with a build of its own: shared, so that only the library is linked again for each fault."""

    def __init__(self, number):
        self.tree = ROOT / f"build-mutants/{number}"
        shutil.rmtree(self.tree, ignore_errors=True)
        files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
        for name in files.decode().split("\0"):
            if name and (ROOT / name).is_file():
                (self.tree / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, self.tree / name)
        environment = dict(os.environ, CXX="ccache g++")
        subprocess.run(["meson", "setup", "build", "--libdir", "lib", "-Doptimization=0", "-Db_ndebug=false",
                        "-Ddefault_library=shared", "-Dprogram=disabled", "-Dmapi=disabled",
                        # Five at a time take a quarter of the time in all, and little more for one that has changed.
                        "--unity", "on", "--unity-size", "5"],
                       cwd=self.tree, env=environment, check=True, stdout=subprocess.DEVNULL)
        endings = "test/integration/endings-program"
        self.targets = [*(f"test/{name}" for name in PROGRAMS), endings]
        os.environ["ENDINGS_PROGRAM"] = f"build/{endings}" # a relative path does for each copy
        code, output = self.build(BUILD_LIMIT * 6, jobs=os.cpu_count() or 1)
        if code != 0:
            sys.exit(f"the tree does not build without a fault:\n{output[-3000:]}")
        for program in PROGRAMS:
            if found := self.failure(program):
                sys.exit(f"the tests fail without a fault: {program}: {found}")

    def build(self, limit=BUILD_LIMIT, jobs=1):
        return run(["ninja", f"-j{jobs}", "-C", "build", *self.targets], self.tree, limit)

    def failure(self, program):
        code, output = run([f"build/test/{program}", "--abort-after=1", "--no-colors=true"], self.tree,
                           TEST_LIMIT)
        if code == 0:
            return None
        if code is None:
            return f"{program} hangs"
        names = FAILED_CASE.findall(output)
        return names[-1].strip() if names else f"{program} ends with {code}"

    def judge(self, path, mutation):
        file = self.tree / path
        source = file.read_text()
        lines = source.split("\n")
        assert lines[mutation.line - 1] == mutation.before
        lines[mutation.line - 1] = mutation.after
        file.write_text("\n".join(lines))
        try:
            code, _ = self.build()
            if code != 0:
                return Verdict("not compiled")
            for program in PROGRAMS:
                if found := self.failure(program):
                    return Verdict("noticed", found)
            return Verdict("survived")
        finally:
            file.write_text(source)


def candidates(only):
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.cpp")):
            name = str(path.relative_to(ROOT))
            for mutation in mutations.of_source(path.read_text()):
                if not only or f"{name}:{mutation.line}" in only:
                    yield name, mutation


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int, nargs="?", default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", action="append", help="PATH:LINE; may be repeated")
    options = parser.parse_args()
    planted = list(candidates(options.only))
    random.Random(options.seed).shuffle(planted)
    workers = max(1, min(os.cpu_count() or 1, len(planted)))
    copies = queue.Queue()
    for number in range(workers):
        copies.put(Copy(number))

    def judged(each):
        copy = copies.get()
        try:
            return copy.judge(*each)
        finally:
            copies.put(copy)

    noticed, survivors = 0, []
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        waiting = collections.deque()
        rest = iter(planted)
        while noticed + len(survivors) < options.count:
            while len(waiting) < 2 * workers and (each := next(rest, None)):
                waiting.append((each, pool.submit(judged, each)))
            if not waiting:
                break
            (path, mutation), judgement = waiting.popleft()
            verdict = judgement.result()
            if verdict.kind == "not compiled":
                continue
            noticed += verdict.kind == "noticed"
            if verdict.kind == "survived":
                survivors.append((path, mutation))
            print(f"{path}:{mutation.line}: {mutation.what}: {verdict.kind}" + (f" by {verdict.by}" if verdict.by else ""),
                  flush=True)
    for path, mutation in survivors:
        print(f"\nsurvived: {path}:{mutation.line}: {mutation.what}\n  {mutation.after.strip()}")
    print(f"\n{noticed} of {noticed + len(survivors)} faults were noticed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
