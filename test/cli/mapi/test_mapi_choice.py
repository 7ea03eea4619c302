"""Which of many `corogql mapi` is meant to list, stop or delete; the question on a terminal; what is wrong usage."""

import json
import os
import pty
import subprocess
import time

from cases import each
from test_mapi_shell import RUN, ShellTest

WRONG = (
    ("a number", ("run", "-f", "x", "--gpus", "8x"), 'must be a whole number from 0, not "8x"'),
    ("a negative limit", ("get", "runs", "--limit", "-1"), "must be a whole number from 0"),
    ("no replicas", ("deploy", "-f", "x", "--replicas", "0"), "must be a whole number from 1"),
    ("no hours", ("interactive", "--hours", "0.0001"), "must be hours, at least a second"),
    ("no time at all", ("interactive", "nan"), "must be hours"),
    ("endless hours", ("update", "run", "a", "--max-duration", "1e300"), "must be hours"),
    ("a format", ("get", "runs", "-o", "yaml"), "{table,name,json}"),
    ("both", ("update", "run", "a", "--preemptible", "--no-preemptible"), "excludes"),
    ("no more and more", ("watchdog", "a", "--disable", "--max-retries", "3"), "excludes"),
    ("this one and the one before", ("logs", "a", "--prev", "--resumption", "0"), "excludes"),
    ("nothing at all", ("describe", "run", "a", "--no-yaml", "--yaml-only"), "excludes"),
    ("a time", ("get", "runs", "--before", "tomorrow"), '--before: "tomorrow" is no time such as 2024-01-31'),
    ("a day that is none", ("get", "runs", "--after", "2024-02-30"), "is no time"),
    ("a status", ("get", "runs", "--status", "dancing"), "is no status of a run: pending, queued,"),
    ("a type of secrets", ("get", "secrets", "--type", "nonsense"), "is no type of a secret: environment, mounted,"),
    ("broken JSON", ("run", "-f", "/dev/null", "--set", 'a={"b":1,}'), "is no JSON"),
    ("into what is no mapping", ("run", "-f", "/dev/null", "--set", "compute=8", "--set", "compute.gpus=4"),
     "compute is a number, no mapping"),
    ("no source", ("run", "--gpus", "4"), "one of -f FILE, --clone NAME, --restart NAME"),
    ("nothing chosen", ("stop", "run"), "say which runs: by name, by filter, or --all"),
)


class Wrong(ShellTest):
    @each(*WRONG)
    def test_wrong(self, _, arguments, words):
        error = self.assert_failed(self.mapi(*arguments, endpoint=self.url), 2)
        self.assertIn(words, error["message"])


class Choice(ShellTest):
    pace = "0"  # runs stay as they are

    def test_names_and_patterns(self):
        self.assertEqual({"sample-1", "sample-2"}, set(self.names("stop", "runs", "sample-1", "sample-2")))
        self.assertEqual(7, len(self.names("delete", "run", "sample-2*")))
        error = self.assert_failed(self.mapi("delete", "run", "nothing-*", endpoint=self.url), 1)
        self.assertEqual("Error 404: There are no such runs", error["message"])
        outcome = self.mapi("delete", "run", "sample-1", "nobody", "--json", endpoint=self.url)
        self.assert_failed(outcome, 1, out=None)
        self.assertEqual("sample-1", json.loads(outcome.out)["name"])
        self.assertIn("Run nobody not found", outcome.error["message"])
        outcome = self.mapi("delete", "run", "sample-10", "sample-9*", "nobody", "--json", endpoint=self.url)
        self.assert_failed(outcome, 1, out=None)
        self.assertIn("Run nobody not found", outcome.error["message"])

    def test_filters_hold_for_what_is_named(self):
        others = self.names("get", "runs", "-s", "COMPLETED")
        failed = self.names("get", "runs", "-s", "FAILED")
        error = self.assert_failed(self.mapi("delete", "run", others[0], "--status", "failed", endpoint=self.url), 1)
        self.assertIn("There are no such runs", error["message"])
        outcome = self.run_mapi("delete", "run", others[0], failed[0], "--status", "failed", "--json")
        self.assertEqual(failed[0], json.loads(outcome.out)["name"])
        self.assertIn(others[0] + " is not among them", outcome.err)
        self.assertIn(others[0], self.names("get", "runs"))
        self.assertEqual(set(failed[1:]), set(self.names("delete", "run", "-s", "FAILED")))
        self.assertEqual(1, len(self.names("delete", "run", "--latest")))

    def test_more_than_a_page(self):
        path = self.written("run.yaml", RUN)
        for number in range(110):
            self.run_mapi("run", "-f", path, "--name", f"bulk-{number}")
        self.assertEqual(110, len(self.names("delete", "runs", "bulk-*")))
        self.assertEqual([], self.names("get", "runs", "bulk-*"))

    def test_only_what_may_change(self):
        self.assert_failed(self.mapi("stop", "run", "sample-*", endpoint=self.url), 1)  # they have ended
        self.run_mapi("run", "-f", self.written("run.yaml", RUN))
        self.assertEqual(["from-file"], self.names("stop", "run", "--all"))
        self.assertEqual(26, len(self.names("restart", "--all")))
        self.assert_failed(self.mapi("restart", "sample-*", endpoint=self.url), 1)

    def test_times(self):
        everything = self.names("get", "runs", "--limit", "0")
        for past in ("2020-01-31", "01-31-2020", "2020-01-31 12:30:23.4", "2020-01-31T12:30Z", "2020-01-31T12:30:00+01:00"):
            self.assertEqual(everything, self.names("get", "runs", "--limit", "0", "--after", past))
            self.assertEqual([], self.names("get", "runs", "--before", past))

    def test_patterns_elsewhere(self):
        self.assertEqual(["r1z1", "r2z1"], self.names("get", "clusters", "r*"))
        self.assertEqual(["r2z1"], self.names("util", "*2*"))
        self.assertEqual("Engines\nCompilers\n", self.run_mapi("get", "organizations", "-o", "name").out)
        self.assertIn("r2z1", self.run_mapi("describe", "cluster").out)
        path = self.written("ft.yaml", "model: m\ntrain_data_path: t\nsave_folder: s3://s\n")
        made = [self.listed("finetune", "-f", path)[0]["name"] for _ in range(3)]
        self.assertEqual(made[2:], self.names("get", "ft", "finetune-*", "--limit", "1"))
        self.assertEqual([made[0]], self.names("get", "ft", made[0], "--latest"))


class Question(ShellTest):
    """It is asked wherever somebody can answer, wherever the output goes."""

    def answered(self, answer, *arguments):
        """What was asked, and the exit status."""
        terminal, theirs = pty.openpty()
        command = [os.environ["COROGQL"], "mapi", *arguments, "--endpoint", self.url]
        program = subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env={**os.environ, **self.environment()})
        os.close(theirs)
        os.write(terminal, answer.encode() + b"\n")
        out, asked = program.communicate(timeout=20)
        os.close(terminal)
        return asked.decode(), program.returncode

    @each("n", "Y")
    def test_asked(self, answer):
        for arguments in (("sample-1", "sample-2"), ("sample-1?", "--json"), ("sample-25*",), ("--latest",)):
            before = set(self.names("get", "runs"))
            asked, status = self.answered(answer, "delete", "run", *arguments)
            self.assertIn("of them? [y/N]\n", asked)
            self.assertEqual(0 if answer == "Y" else 130, status)
            self.assertEqual(answer == "n", before == set(self.names("get", "runs")))

    def test_not_asked(self):
        for arguments in (("sample-1",), ("sample-2*", "--yes"), ("sample-3", "sample-4", "-y")):
            asked, status = self.answered("n", "delete", "run", *arguments)
            self.assertEqual(("", 0), (asked, status))

    def test_a_secret_is_not_shown(self):
        terminal, theirs = pty.openpty()
        command = [os.environ["COROGQL"], "mapi", "create", "secret", "env", "TOKEN", "--endpoint", self.url]
        program = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs,
                                   env={**os.environ, **self.environment()})
        shown = b""
        while b"not shown" not in shown:
            shown += os.read(terminal, 4096)
        while b"\n" not in shown:
            shown += os.read(terminal, 4096)
        time.sleep(0.2)  # the terminal is told right behind the question
        os.write(terminal, b"very-secret-value\n")
        program.wait(20)
        os.close(theirs)
        try:
            while piece := os.read(terminal, 4096):
                shown += piece
        except OSError:
            pass
        os.close(terminal)
        self.assertEqual(0, program.returncode, shown)
        self.assertNotIn(b"very-secret-value", shown)
