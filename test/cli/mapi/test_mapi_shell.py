"""The words of `corogql mapi` that `mcli` has as well, against the built-in server."""

import json
import os

from cases import each, write
from test_mapi import MapiTest

RUN = """
name: from-file
image: mosaicml/pytorch:latest
command: echo hi
compute: {cluster: r1z1, gpus: 8}
env_variables: {KEY: value}
scheduling: {max_retries: 2}
"""

USAGES = (
    ("run of nothing", ("run",)),
    ("run of two things", ("run", "-f", "x", "--clone", "y")),
    ("set what", ("run", "-f", "/dev/null", "--set", "x")),
    ("stop nothing", ("stop", "run")),
    ("delete nothing", ("delete", "secret")),
    ("update nothing", ("update", "run", "a")),
    ("update no deployment", ("update", "deployment", "a")),
    ("unknown type of a secret", ("get", "secrets", "--type", "nonsense")),
    ("unknown type of a run", ("get", "runs", "--type", "nonsense")),
    ("a secret without its name", ("create", "secret", "mounted", "/dev/null")),
    ("ranks that exclude each other", ("logs", "a", "--node", "0", "--global-gpu-rank", "0")),
    ("no deployment", ("deploy",)),
)


class Usage(MapiTest):
    @each(*USAGES)
    def test_wrong(self, _, arguments):
        self.assert_failed(self.mapi(*arguments, endpoint="http://127.0.0.1:1/graphql"), 2)

    @each("run", "interactive", "get runs", "describe run", "stop run", "delete secret", "update run", "watchdog", "util",
          "create secret env", "finetune", "train", "deploy", "logs", "deployment-logs", "restart")
    def test_help(self, words):
        outcome = self.execute("mapi", *words.split(), "--help")
        self.assert_code(outcome, 0)
        self.assertIn("corogql mapi " + words, outcome.out)


class ShellTest(MapiTest):
    pace = "0.05"

    def setUp(self):
        super().setUp()
        self.url = self.serving(self.pace)

    def run_mapi(self, *arguments, **how):
        outcome = self.mapi(*arguments, endpoint=self.url, **how)
        self.assert_code(outcome, 0)
        return outcome

    def listed(self, *arguments, **how):
        return [json.loads(line) for line in self.run_mapi(*arguments, "--json", **how).out.splitlines()]

    def names(self, *arguments):
        return [each["name"] for each in self.listed(*arguments)]

    def written(self, name, text):
        path = os.path.join(self.home, name)
        write(path, text)
        return path


class Runs(ShellTest):
    def test_of_a_file_with_overrides(self):
        path = self.written("run.yaml", RUN)
        [made] = self.listed("run", "-f", path, "--name", "mine", "--gpus", "16", "--priority", "low", "--no-preemptible",
                             "--max-duration", "1.5", "--set", "parameters.lr=0.5", "--set", "metadata.a=text")
        self.assertEqual("mine", made["name"])
        wanted = made["details"]["originalRunInput"]
        self.assertEqual({"cluster": "r1z1", "gpus": 16}, wanted["compute"])
        self.assertEqual({"maxRetries": 2, "priority": "low", "preemptible": False, "maxDuration": 1.5},
                         wanted["scheduling"])
        self.assertEqual([{"envKey": "KEY", "envValue": "value"}], wanted["envVariables"])
        self.assertEqual({"lr": 0.5}, wanted["parameters"])
        self.assertEqual({"a": "text"}, wanted["metadata"])

    def test_warnings(self):
        path = self.written("run.yaml", RUN + "imagee: x\ngpu_num: 8\n")
        outcome = self.run_mapi("run", "-f", path, "--name", "Not Clean")
        self.assertIn("from", outcome.out + "from")
        self.assertIn("unknown field imagee (did you mean image?)", outcome.err)
        self.assertIn("use compute.gpus", outcome.err)
        self.assertIn('"Not Clean" becomes "not-clean"', outcome.err)

    @each(("no file", None, "cannot be read: No such file"), ("no YAML", "a: [", "line 1"), ("no mapping", "- a", "no mapping"),
          ("no image", "name: a", "An image name must be provided"))
    def test_bad_file(self, _, text, words):
        path = self.written("run.yaml", text) if text else os.path.join(self.home, "nowhere")
        error = self.assert_failed(self.mapi("run", "-f", path, endpoint=self.url), 2, "config")
        self.assertIn(words, error["message"])

    def test_follow(self):
        path = self.written("run.yaml", RUN)
        outcome = self.run_mapi("run", "-f", path, "--follow")
        self.assertIn("from-file", outcome.out)
        self.assertTrue(outcome.out.endswith("step 8 of 8 ✓\n"), outcome.out)

    def test_clone_and_restart(self):
        self.run_mapi("run", "-f", self.written("run.yaml", RUN))
        [copy] = self.listed("run", "--clone", "from-file", "--name", "copy", "--gpus", "4")
        self.assertEqual({"maxRetries": 2}, copy["details"]["originalRunInput"]["scheduling"])
        self.assertEqual(4, copy["details"]["originalRunInput"]["compute"]["gpus"])
        self.assertEqual([{"envKey": "KEY", "envValue": "value"}], copy["details"]["originalRunInput"]["envVariables"])
        self.assert_failed(self.mapi("run", "--clone", "nobody", endpoint=self.url), 1)
        [again] = self.listed("run", "--restart", "sample-1", "--max-retries", "7")
        self.assertEqual(("sample-1", 7), (again["name"], again["maxRetries"]))
        error = self.assert_failed(self.mapi("run", "--restart", "sample-1", "--gpus", "4", endpoint=self.url), 2, "usage")
        self.assertIn("--restart changes nothing but the scheduling", error["message"])
        self.assertEqual(["sample-2"], self.names("restart", "sample-2"))
        self.assert_failed(self.mapi("restart", "nobody", endpoint=self.url), 1, out=None)

    def test_interactive(self):
        [made] = self.listed("interactive", "--hours", "2", "--cluster", "r1z1", "--gpus", "1")
        self.assertEqual(("interactive", "INTERACTIVE", 7200),
                         (made["name"], made["runType"], made["maxDurationSeconds"]))

    def test_get_with_filters(self):
        self.assertEqual(25, len(self.names("get", "runs")))
        self.assertEqual(3, len(self.names("get", "runs", "--limit", "3")))
        self.assertEqual(["sample-12", "sample-11", "sample-10"], self.names("get", "runs", "sample-1?")[-3:])
        self.assertEqual({"sample-1", "sample-2"}, set(self.names("get", "runs", "sample-1", "sample-2")))
        self.assertEqual(16, len(self.names("get", "runs", "--status", "FAILED,stopped")))
        self.assertEqual([], self.names("get", "runs", "--cluster", "r2z1"))
        self.assertEqual([], self.names("get", "runs", "--before", "2020-01-01"))
        self.assertEqual(25, len(self.names("get", "runs", "--after", "2020-01-01", "--gpu-num", "8", "--user",
                                            "ada@example.com", "--type", "TRAINING", "--gpu-type", "a100_80gb")))
        self.assertEqual(["sample-25"], self.names("get", "runs", "--latest"))

    def test_describe(self):
        self.run_mapi("run", "-f", self.written("run.yaml", RUN), "--max-duration", "1.5")
        text = self.run_mapi("describe", "run").out  # the latest
        for words in ("Run Name          from-file\n", "Max Duration      1.5 h\n", "GPUs              8 x a100_80gb\n",
                      "Submitted YAML\n", "Events\n"):
            self.assertIn(words, text)
        yaml = self.run_mapi("describe", "run", "from-file", "--yaml-only").out
        path = self.written("again.yaml", yaml)
        self.assertEqual(["again"], self.names("run", "-f", path, "--name", "again"))
        self.assertNotIn("Submitted", self.run_mapi("describe", "run", "from-file", "--no-yaml").out)
        self.assertEqual("from-file", self.listed("describe", "run", "from-file")[0]["name"])
        self.assert_failed(self.mapi("describe", "run", "nobody", endpoint=self.url), 1)

    def test_update_and_watchdog(self):
        [changed] = self.listed("update", "run", "sample-1", "--priority", "low", "--preemptible", "--max-retries", "3",
                                "--max-duration", "0.5")
        self.assertEqual(("low", True, 3, 1800), (changed["priority"], changed["preemptible"], changed["maxRetries"],
                                                  changed["maxDurationSeconds"]))
        [watched] = self.listed("watchdog", "sample-1")
        self.assertEqual((True, 10), (watched["retryOnSystemFailure"], watched["maxRetries"]))
        self.assertFalse(self.listed("watchdog", "sample-1", "--disable")[0]["retryOnSystemFailure"])

    def test_logs(self):
        whole = self.run_mapi("logs", "sample-1").out
        self.assertTrue(whole.startswith("sample-1: loading data\n"))
        self.assertTrue(self.run_mapi("logs").out.startswith("sample-25: "))  # the latest run's
        for options in (("--node-rank", "0", "--gpu", "0"), ("--resumption", "0", "-c", "MAIN"), ("--failed",)):
            self.assertEqual(whole, self.run_mapi("logs", "sample-1", *options).out)
        error = self.assert_failed(self.mapi("logs", "sample-1", "--prev", endpoint=self.url), 1)
        self.assertIn("has no previous resumption", error["message"])
        self.run_mapi("restart", "sample-1")
        self.assertEqual(whole[:5], self.run_mapi("logs", "sample-1", "--prev").out[:5])


class Clusters(ShellTest):
    pace = "0"
    def test_describe_and_utilization(self):
        self.run_mapi("run", "-f", self.written("run.yaml", RUN))
        text = self.run_mapi("describe", "cluster", "r1z1").out
        self.assertIn("Cluster Name      r1z1\n", text)
        self.assertIn("oci.bm.gpu.b4.8", text)
        self.assertIn("from-file", text)
        self.assertIn("r2z1\n", self.run_mapi("util").out)
        self.assertNotIn("r2z1", self.run_mapi("util", "r1z1").out)
        self.assertEqual(["r1z1", "r2z1"], self.names("util"))
        self.assertEqual(["r2z1"], self.names("get", "clusters", "r2z1"))
        error = self.assert_failed(self.mapi("describe", "cluster", "nowhere", endpoint=self.url), 1)
        self.assertIn("Cluster nowhere not found", error["message"])

    def test_people(self):
        self.assertIn("Engines", self.run_mapi("describe", "me").out)
        self.assertEqual(["Grace"], self.names("get", "users", "-u", "grace@example.com"))
        self.assertEqual(["Engines", "Compilers"], self.names("get", "organizations"))


class Secrets(ShellTest):
    def test_every_type(self):
        path = self.written("secret", "inside\n")
        types = {
            "env": ("FOO_BAR=value",),
            "environment": ("FOO", "--name", "other", "--value", "v"),
            "hf": ("--token", "t"),
            "mounted": (path, "--name", "m", "--mount-path", "/there"),
            "ssh": (path, "--name", "ssh"),
            "git-ssh": (path, "--name", "git"),
            "sftp-ssh": (path, "--name", "sftp"),
            "gcp": (path, "--name", "gcp"),
            "docker": ("--name", "docker", "--username", "u", "--password", "p", "--email", "e", "--server", "s"),
            "s3": ("--name", "s3", "--credentials-file", path, "--config-file", path, "--profile", "p"),
            "oci": ("--name", "oci", "--config-file", path, "--key-file", path),
            "databricks": ("--name", "db", "--host", "h", "--token", "t"),
        }
        for kind, options in types.items():
            self.run_mapi("create", "secret", kind, *options)
        table = self.run_mapi("get", "secrets").out
        for word in ("foo-bar", "docker_registry", "hugging_face", "databricks", "/there"):
            self.assertEqual(word != "/there", word in table, table)
        self.assertEqual(12, len(self.names("get", "secrets")))
        self.assertEqual(["s3"], self.names("get", "secrets", "--type", "s3"))
        self.assertEqual(["ssh", "sftp"], sorted(self.names("delete", "secret", "s[sf]*"), reverse=True))
        self.assertEqual(10, len(self.names("delete", "secrets", "--all")))

    def test_value_of_stdin(self):
        outcome = self.run_mapi("create", "secret", "env", "TOKEN", stdin=b"very-secret-value\nof two lines\r\n")
        self.assertNotIn("very-secret-value", outcome.out + outcome.err)
        self.assertEqual({"key": "TOKEN"}, self.listed("get", "secrets", "token", "--type", "env")[0]["metadata"])
        for given, words in ((b"", "the secret is empty: give KEY=VALUE, or the value on stdin"), (b"abc\0def", "zero byte")):
            error = self.assert_failed(self.mapi("create", "secret", "env", "T", endpoint=self.url, stdin=given), 2, "usage")
            self.assertIn(words, error["message"])
        error = self.assert_failed(self.mapi("create", "secret", "T=hunter2", endpoint=self.url), 2, "usage")
        self.assertNotIn("hunter2", error["message"])
        self.assert_failed(self.mapi("create", "secret", "env", "T", "--no-input", endpoint=self.url), 2, "usage")

    def test_configurations_keep_secrets(self):
        for text in ("env_variables: [{key: TOKEN, valeu: s3cret}]", "env_variables: TOKEN=s3cret",
                     "env_variables: [s3cret]", "integrations: {wandb: s3cret}", "integrations: [{api_key: s3cret}]"):
            path = self.written("run.yaml", f"name: a\nimage: a/b\ncommand: x\n{text}\n")
            outcome = self.mapi("run", "-f", path, endpoint=self.url)
            error = self.assert_failed(outcome, 2, "config")
            self.assertTrue(error["message"].startswith(path + ": "), error)
            self.assertNotIn("s3cret", outcome.err)


class Deployments(ShellTest):
    def test_a_life(self):
        path = self.written("deploy.yaml", "name: chat\nimage: a/b:c\ncommand: serve\ncompute: {cluster: r1z1, gpus: 1}\n")
        [made] = self.listed("deploy", "-f", path, "--replicas", "3")
        self.assertEqual(3, made["inferenceDeploymentInput"]["replicas"])
        self.run_mapi("deploy", "-f", path, "--name", "code")
        self.assertEqual(["chat"], self.names("get", "deployments", "ch*", "--cluster", "r1z1"))
        self.assertIn("Address           chat.example.com\n", self.run_mapi("describe", "deployment", "chat").out)
        self.assertEqual(1, self.listed("update", "deployment", "chat", "--replicas", "1")[0]
                         ["inferenceDeploymentInput"]["replicas"])
        self.assertIn("version 2 is ready", self.run_mapi("deployment-logs", "chat", "--tail", "1").out)
        self.assertEqual("STOPPED", self.listed("stop", "deployment", "chat")[0]["status"])
        self.assertEqual({"chat", "code"}, set(self.names("delete", "deployment", "--all")))


class Training(ShellTest):
    def test_finetunes(self):
        path = self.written("ft.yaml", "model: m\ntrain_data_path: t\nsave_folder: s3://s\n")
        [made] = self.listed("finetune", "-f", path, "--set", "training_duration=2ep")
        self.assertEqual("2ep", made["details"]["trainingDuration"])
        name = made["name"]
        self.assertEqual([name], self.names("get", "finetuning-runs", "-u", "ada@example.com"))
        self.assertIn("Model             m\n", self.run_mapi("describe", "ft", name).out)
        self.assertEqual([name], self.names("stop", "ft", name, "--reason", "enough"))
        self.assertEqual([name], self.names("delete", "finetuning-run", "finetune-*"))
        [made] = self.listed("finetune", "-f", path, "--training-duration", "10", "--learning-rate", "5e-7",
                             "--context-length", "2048", "--disable-credentials-check")
        self.assertEqual(("10", 5e-7, 2048), tuple(made["details"][name] for name in
                                                   ("trainingDuration", "learningRate", "contextLength")))
        error = self.assert_failed(self.mapi("finetune", "-f", path, "--set", "nmae=x", endpoint=self.url), 2, "config")
        self.assertIn("unknown fields in finetuning config: nmae", error["message"])

    def test_pretraining(self):
        path = self.written("train.yaml", "model: m\ntrain_data: [s3://a]\nsave_folder: s3://s\ncompute: {}\n")
        [made] = self.listed("train", "-f", path, "--gpus", "16", "--cluster", "r1z1")
        self.assertEqual(("PRETRAINING", 16), (made["runType"], made["resumptions"][0]["gpus"]))
