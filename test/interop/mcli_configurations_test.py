#!/usr/bin/env python3
"""The same YAML to the original MAPI client and to ours: the same request, or both refuse.

    COROGQL=path/to/corogql python3 mcli_configurations_test.py
"""

import itertools
import json
import os
import pathlib
import subprocess
import unittest
import warnings

from original_client import PATIENCE, folder, use

from http_server import HttpServer, reply

server = HttpServer(reply({"errors": [{"message": "seen", "extensions": {"code": 409}}]}))
use(server.url, MCLI_TIMEOUT=str(PATIENCE))

from mcli.api.exceptions import MAPIException
from mcli.api.finetuning_runs import create_finetuning_run
from mcli.api.inference_deployments import create_inference_deployment
from mcli.api.runs import create_interactive_run, create_run
from mcli.models import FinetuneConfig, InferenceDeploymentConfig, RunConfig

BASE = "image: a/b:c\ncommand: echo hi\n"

RUNS = {
    "the least": "name: a\nimage: ubuntu\ncommand: 'true'\ncompute: {}\n",
    "no name": BASE,
    "every field": BASE + """name: train
compute: {cluster: r1z1, gpus: 8, gpu_type: a100_80gb, nodes: 2, instance: oci.bm, node_names: [n1, n2], cpus: 4}
scheduling: {priority: low, preemptible: true, max_retries: 2, retry_on_system_failure: true, max_duration: 1.5}
parent_name: mother
env_variables: {KEY: value, NUMBER: 7, 'YES': yes, EMPTY: ''}
parameters: {lr: 0.1, snake_case: {inner_key: [1, two, null, true]}}
metadata: {a_key: 1, nested: {b_key: text}}
""",
    "older spellings": BASE + "name: a\ncluster: r1z1\ngpu_type: a100\ngpu_num: 8\ncpus: 4\n",
    "older and newer": BASE + "name: a\ncluster: old\ngpu_num: 1\ncompute: {cluster: new, gpus: 2}\n",
    "a number for the kind of GPU": BASE + "name: a\ngpu_type: 80\n",
    "variables as a list": BASE + "name: a\nenv_variables: [{key: A, value: b}, {key: C, value: d}]\n",
    "variables that are no texts": BASE + "name: a\nenv_variables: {A: 1, B: 1.5, C: true, D: null}\n",
    "integrations": BASE + """name: a
integrations:
- {integration_type: git_repo, git_repo: org/repo, git_branch: main, pip_install: -e ., ssh_clone: false}
- {integration_type: git_repo, git_repo: org/other, git_commit: abc123, path: /x}
- {integration_type: wandb, project: p, entity: e, group: g, job_type: j, tags: [x, y]}
- {integration_type: pip_packages, packages: [a, b==1], upgrade: true}
- {integration_type: comet_ml, project: p, workspace: w}
- {integration_type: mlflow, experiment_name: x, tracking_uri: databricks}
""",
    "an integration that nobody knows": BASE + "name: a\nintegrations: [{integration_type: soup, spoon_size: 3}]\n",
    "a name to be cleaned": BASE + "name: My_Run.Number 1!\n",
    "a long name": BASE + f"name: {'long-name-' * 12}\n",
    "unknown keys": BASE + "name: a\nimagee: x\nsoup: 1\n",
    "null where it may be": BASE + "name: a\ncompute:\nscheduling:\nmetadata:\n",
    "what YAML makes of words": BASE + """name: a
parameters: {a: yes, b: off, c: 1e-6, d: 1.0e-6, e: 0x10, f: 010, g: 1_000, h: ~, j: '1', k: 1:30, l: "on"}
""",
    "merge keys": BASE + "name: a\nparameters:\n  base: &b {x: 1, y: 2}\n  more:\n    <<: *b\n    y: 3\n",
    "texts of several lines": "name: a\nimage: ubuntu\ncommand: |\n  cd x\n  echo 'y'\nmetadata:\n  t: >-\n    a\n\n    b\n",
    "dependent deployment": BASE + "name: a\ndependent_deployment: {image: x, model: {model_name: m}}\n",
    "camel case in parameters": BASE + "name: a\nparameters: {camelCase: {SHOUT_CASE: 1}, with-dash: 2, 3: four}\n",
    "scheduling in hours": BASE + "name: a\nscheduling: {max_duration: 0.001}\n",
    "whole hours": BASE + "name: a\nscheduling: {max_duration: 2}\n",
    "fields of scheduling that nobody knows": BASE + "name: a\nscheduling: {mood: good, priority: lowest}\n",
    "fields of compute that nobody knows": BASE + "name: a\ncompute: {cluster: c, cores_wanted: 3}\n",
    "an image with a digest": "name: a\ncommand: x\nimage: reg.example:5000/a/b@sha256:" + "0" * 64 + "\n",
    "no command": "name: a\nimage: ubuntu\n",
    "an empty command": "name: a\nimage: ubuntu\ncommand: ''\n",
    "unicode": BASE + "name: a\nmetadata: {größe: ☃, emoji: \"\\U0001F600\"}\n",
}
# The original stops with an exception of Python's, or sends what no server takes: ours sends this of it.
RUNS_OF_OURS = {
    "a name that is a number": (BASE + "name: 7\n", ("runName",), "7"),
    "a date": (BASE + "name: a\nenv_variables: {D: 2024-01-01}\n", ("envVariables", 0, "envValue"), "2024-01-01"),
    "null for variables, integrations and parameters":
        (BASE + "name: a\nenv_variables:\nintegrations:\nparameters:\n", ("parameters",), {}),
    "a key that YAML takes for something else": (BASE + "name: a\nenv_variables: {YES: x}\n", ("envVariables", 0, "envKey"), "YES"),
}
RUNS_REFUSED = {
    "no image": "name: a\ncommand: x\n",
    "an image that is none": "name: a\ncommand: x\nimage: 'a b'\n",
    "an empty file": "",
    "a list": "- a\n",
    "broken YAML": "name: [a\n",
}

FINETUNES = {
    "the least": "model: m\ntrain_data_path: t\nsave_folder: s\n",
    "every field": """model: mosaicml/mpt-7b
task_type: CHAT_COMPLETION
train_data_path: dbfs:/a
save_folder: dbfs:/b
eval_data_path: dbfs:/c
eval_prompts: [a, b]
training_duration: 2ep
learning_rate: 5.0e-7
context_length: 2048
custom_weights_path: dbfs:/w
experiment_tracker: {mlflow: {experiment_path: /x, model_registry_path: y}, wandb: {project: p, entity: e}}
disable_credentials_check: true
""",
}
FINETUNES_REFUSED = {
    "no model": "train_data_path: t\nsave_folder: s\n",
    "unknown key": "model: m\ntrain_data_path: t\nsave_folder: s\nnmae: x\n",
}

DEPLOYMENTS = {
    "the least": "name: a\nimage: a/b:c\ncompute: {cluster: r1z1, gpus: 1}\n",
    "every field": """name: chat
image: a/b:c
replicas: 2
command: serve
compute: {cluster: r1z1, gpus: 1, gpu_type: a10, instance: i}
env_variables: {KEY: value}
integrations: [{integration_type: git_repo, git_repo: org/repo}]
metadata: {a_key: 1}
model: {downloader: x.y, download_parameters: {hf_path: m}, model_handler: h, model_parameters: {a_b: 1}, backend: vllm}
batching: {max_batch_size: 4, max_timeout_ms: 100}
rate_limit: 3
""",
    "default model": "name: a\nreplicas: 1\ncompute: {cluster: c, gpus: 1}\ndefault_model: {model_type: mpt, checkpoint_path: {hf_path: m}}\n",
    "older spellings": "name: a\nimage: a/b:c\ncluster: r1z1\ngpu_type: a10\ngpu_num: 1\n",
    "a name to be cleaned": "name: My_Chat 1\nimage: a/b:c\ncompute: {cluster: c}\n",
}


def tearDownModule():
    server.close()
    folder.cleanup()


def asked():
    """The variables of the only request, and forgets it."""
    seen = [json.loads(request.body) for request in server.requests]
    server.requests.clear()
    return seen[0]["variables"] if len(seen) == 1 else None


def of_the_original(create, config, path):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            create(config.from_file(str(path)))
    except MAPIException:
        pass
    except Exception as raw:
        return asked(), f"{type(raw).__name__}: {raw}"
    return asked(), None


def of_ours(verb, path):
    done = subprocess.run([os.environ["COROGQL"], "mapi", verb, "-f", str(path), "--error-format", "json"],
                          capture_output=True, text=True, timeout=PATIENCE)
    return asked(), done.stderr


class Configurations(unittest.TestCase):
    numbers = itertools.count()

    def written(self, text):
        path = pathlib.Path(folder.name) / f"{next(self.numbers)}.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    def same(self, table, create, config, verb):
        for name, text in table.items():
            with self.subTest(name):
                path = self.written(text)
                theirs, problem = of_the_original(create, config, path)
                self.assertIsNotNone(theirs, problem)
                ours, told = of_ours(verb, path)
                self.assertEqual(theirs, ours, told)

    def refused(self, table, create, config, verb):
        for name, text in table.items():
            with self.subTest(name):
                path = self.written(text)
                theirs, problem = of_the_original(create, config, path)
                self.assertIsNone(theirs)
                self.assertIsNotNone(problem)
                ours, told = of_ours(verb, path)
                self.assertIsNone(ours)
                self.assertIn('"kind":"config"', told)

    def test_runs(self):
        self.same(RUNS, create_run, RunConfig, "run")

    def test_runs_of_ours(self):
        for name, (text, where, wanted) in RUNS_OF_OURS.items():
            with self.subTest(name):
                path = self.written(text)
                theirs, problem = of_the_original(create_run, RunConfig, path)
                self.assertTrue(problem or theirs["createRunData"]["runInput"]["envVariables"][0]["envKey"] is True, theirs)
                ours, told = of_ours("run", path)
                self.assertIsNotNone(ours, told)
                found = ours["createRunData"]["runInput"]
                for step in where:
                    found = found[step]
                self.assertEqual(wanted, found)

    def test_no_numbers(self):
        """The original sends an Infinity, which is no JSON."""
        ours, told = of_ours("run", self.written(BASE + "name: a\nparameters: {a: .inf}\n"))
        self.assertIsNone(ours)
        self.assertIn("NaN or an infinity", told)

    def test_interactive_runs(self):
        path = self.written(RUNS["every field"])
        create_seconds = lambda config: create_interactive_run(config, seconds=3600)
        self.assertEqual(of_the_original(create_seconds, RunConfig, path)[0], of_ours("interactive", path)[0])

    def test_runs_that_are_refused(self):
        self.refused(RUNS_REFUSED, create_run, RunConfig, "run")

    def test_finetunes(self):
        self.same(FINETUNES, of_finetune, FinetuneConfig, "finetune")

    def test_finetunes_that_are_refused(self):
        self.refused(FINETUNES_REFUSED, of_finetune, FinetuneConfig, "finetune")

    def test_deployments(self):
        self.same(DEPLOYMENTS, create_inference_deployment, InferenceDeploymentConfig, "deploy")


def of_finetune(config):
    return create_finetuning_run(**{name: value for name, value in vars(config).items() if name != "data_prep_config"})


if __name__ == "__main__":
    unittest.main()
