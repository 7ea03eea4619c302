#!/usr/bin/env python3
"""The original MAPI client against the built-in server: every public function of it.

    COROGQL=path/to/corogql python3 mcli_test.py
"""

import inspect
import os
import pathlib
import re
import subprocess
import unittest

from original_client import PATIENCE, folder, use

server = subprocess.Popen([os.environ["COROGQL"], "serve", "--port", "0", "--pace", "0"],  # nothing moves by itself
                          stdout=subprocess.PIPE, text=True)
use(server.stdout.readline().strip(), MCLI_TIMEOUT=str(PATIENCE))

import mcli
from mcli.api import cluster as clusters
from mcli.api import finetuning_runs as finetunes
from mcli.api import inference_deployments as deployments
from mcli.api import runs
from mcli.api.code_eval.api_get_code_eval_output import get_code_eval_output
from mcli.api.engine.engine import run_plural_mapi_request
from mcli.api.exceptions import MAPIException
from mcli.api.organizations.api_get_organizations import get_organizations
from mcli.api.pretraining_runs.api_create_pretraining_run import create_pretraining_run
from mcli.api.runs.api_create_interactive_run import create_interactive_run
from mcli.api.runs.api_create_run_event import create_run_event
from mcli.api.runs.api_get_run_debug_info import get_run_debug_info
from mcli.api.secrets.api_create_secret import create_secret
from mcli.api.secrets.api_delete_secrets import delete_secrets
from mcli.api.secrets.api_get_secrets import get_secrets
from mcli.api.users.api_get_users import get_current_user, get_users
from mcli.config import MCLIConfig
from mcli.models.inference_deployment_config import InferenceDeploymentConfig
from mcli.models.mcli_secret import SecretType
from mcli.models.run_config import RunConfig
from mcli.objects import secrets as secret_classes
from mcli.utils.utils_run_status import RunStatus


def tearDownModule():
    server.terminate()
    server.wait(PATIENCE)
    folder.cleanup()


def config(name, **more):
    return RunConfig(name=name, image="mosaicml/pytorch:latest", command="echo hi",
                     compute={"cluster": "r1z1", "gpus": 16, "gpu_type": "a100_80gb"}, **more)


def names(found):
    return [each.name for each in found]


class Runs(unittest.TestCase):
    def setUp(self):
        self.run_name = self.id().rsplit(".", 1)[1].replace("_", "-")
        self.made = runs.create_run(config(self.run_name, metadata={"a": 1}))

    def test_create(self):
        full = config("full", integrations=[{"integration_type": "git_repo", "git_repo": "a/b"}], parameters={"p": [1]},
                      env_variables={"KEY": "value"},
                      scheduling={"priority": "low", "max_retries": 2, "max_duration": 1.5, "preemptible": True})
        made = runs.create_run(full)
        self.assertEqual(("full", RunStatus.PENDING, "r1z1", 16, 1.5, "low", True, 2),
                         (made.name, made.status, made.cluster, made.gpus, made.max_duration or 1.5, made.priority,
                          made.preemptible, made.max_retries))
        self.assertEqual(full.integrations, made.submitted_config.integrations)
        self.assertEqual({"KEY": "value"}, made.submitted_config.env_variables)
        self.assertEqual({"p": [1]}, made.submitted_config.parameters)
        self.assertEqual({"priority": "low", "max_retries": 2, "max_duration": 1.5, "preemptible": True},
                         made.submitted_config.scheduling)
        self.assertEqual(1.5, runs.get_run("full").max_duration)

    def test_what_is_missing_is_named(self):
        with self.assertRaises(MAPIException) as refused:
            runs.create_run(RunConfig(image="i"))
        self.assertIn("Run configuration is missing the following required values: name", str(refused.exception))
        with self.assertRaises(MAPIException) as refused:
            runs.create_run(config(self.run_name))
        self.assertEqual(409, refused.exception.errors[0].status)

    def test_interactive(self):
        made = create_interactive_run(config("by-hand"), seconds=3600)
        self.assertEqual("INTERACTIVE", made.run_type.value)
        self.assertEqual(1, runs.get_run("by-hand").max_duration)

    def test_clone(self):
        copy = runs.get_run(self.run_name).clone(name="cloned", gpus=8, priority="lowest")
        self.assertEqual(("cloned", 8, "lowest"), (copy.name, copy.gpus, copy.priority))
        self.assertEqual({"a": 1}, copy.metadata)

    def test_get_with_filters(self):
        found = runs.get_runs([self.run_name], cluster_names=["r1z1"], before="2030-01-01", after="2000-01-01",
                              gpu_types=["a100_80gb"], gpu_nums=[16], statuses=["PENDING"], run_types=["TRAINING"],
                              user_emails=["ada@example.com"], include_details=True, include_deleted=True, limit=5)
        self.assertEqual([self.run_name], names(found))
        self.assertEqual({"a": 1}, found[0].metadata)
        self.assertEqual([], names(runs.get_runs([self.run_name], user_emails=["grace@example.com"])))
        self.assertEqual([], names(runs.get_runs([self.run_name], ended_after="2000-01-01")))

    def test_get_page_by_page(self):
        page = runs.get_runs(limit=7)
        seen = names(page)
        while page.has_next_page:
            page = page.next_page()
            seen += names(page)
        self.assertEqual(len(seen), len(set(seen)))
        self.assertIn("sample-1", seen)

    def test_get_one(self):
        self.assertEqual(self.made.run_uid, runs.get_run(self.run_name).run_uid)
        self.assertEqual(self.made.run_uid, runs.get_run(self.run_name, future=True).result(PATIENCE).run_uid)
        self.assertEqual(self.made.run_uid, self.made.refresh().run_uid)
        with self.assertRaises(MAPIException) as missing:
            runs.get_run("nobody")
        self.assertEqual("Error 404: Run nobody not found", str(missing.exception))

    def test_update(self):
        changed = runs.update_run(self.run_name, priority="low", max_retries=2, preemptible=True,
                                  retry_on_system_failure=True, max_duration=2)
        self.assertEqual(("low", 2, True, True), (changed.priority, changed.max_retries, changed.preemptible,
                                                  changed.retry_on_system_failure))
        self.assertEqual(2, runs.get_run(self.run_name).max_duration)
        told = runs.update_run_metadata(self.run_name, {"b": [1.5], "loss": float("nan")}, protect=True)
        self.assertEqual({"a": 1, "b": [1.5], "loss": "NaN"}, told.metadata)

    def test_events_and_debug_info(self):
        event = create_run_event(self.run_name, "CHECKPOINT", {"step": 7})
        self.assertEqual(("CHECKPOINT", {"step": 7}, self.made.run_uid),
                         (event.event_type, event.event_data, event.run_id))
        self.assertIn("CHECKPOINT", [each.event_type for each in runs.get_run(self.run_name).events])
        [execution] = get_run_debug_info(self.run_name).executions_status_updates
        self.assertEqual("PENDING", execution.pod_status_updates[0].status)
        self.assertEqual("MAIN", execution.container_status_updates[0].container_name)

    def test_stop_start_delete(self):
        self.assertEqual(RunStatus.STOPPED, runs.stop_run(self.run_name, reason="enough").status)
        self.assertEqual("enough", runs.get_run(self.run_name).reason)
        started = runs.start_run(self.run_name)
        self.assertEqual(2, started.resumption_count)
        self.assertEqual([self.run_name], names(runs.stop_runs([self.run_name])))
        self.assertEqual([self.run_name], names(runs.start_runs([self.run_name])))
        self.assertTrue(runs.delete_run(self.run_name).is_deleted)
        self.assertEqual([], names(runs.delete_runs([self.run_name])))

    def test_logs(self):
        whole = "".join(runs.get_run_logs("sample-1"))
        self.assertTrue(whole.startswith("sample-1: loading data\n"), whole)
        self.assertEqual(whole, "".join(runs.follow_run_logs("sample-1")))
        self.assertEqual("sample-1: done\n", "".join(runs.get_run_logs("sample-1", tail=1)))
        for which in ({"node_rank": 0, "local_gpu_rank": 0}, {"global_gpu_rank": 0}, {"failed": True},
                      {"resumption": 0, "container": "MAIN"}, {"rank": 0}):
            self.assertEqual(whole, "".join(runs.get_run_logs("sample-1", **which)))

    def test_watch_and_wait(self):
        self.assertEqual(RunStatus.COMPLETED, [each.status for each in runs.watch_run_status("sample-1")][-1])
        self.assertEqual("sample-1", runs.wait_for_run_status("sample-1", "completed").name)
        self.assertEqual("sample-1", runs.wait_for_run_status("sample-1", "completed", future=True).result(PATIENCE).name)


class Clusters(unittest.TestCase):
    def test_get(self):
        self.assertEqual(["r1z1", "r2z1"], names(clusters.get_clusters()))
        [instance] = clusters.get_cluster("r1z1", include_utilization=False).cluster_instances
        self.assertEqual((8, 2), (instance.gpus, len(instance.node_details)))

    def test_utilization(self):
        runs.create_run(config("waiting"))
        use = clusters.get_cluster("r1z1").utilization
        self.assertIn("waiting", names(use.queued_runs_by_user))
        self.assertEqual(16, use.cluster_instance_utils[0].gpus_total)
        self.assertEqual(2, len(clusters.get_clusters(include_utilization=True)))


class Secrets(unittest.TestCase):
    def test_every_type(self):
        made = {
            SecretType.databricks: {"host": "h", "token": "t"},
            SecretType.docker_registry: {"username": "u", "password": "p", "email": "e", "server": "s"},
            SecretType.environment: {"key": "KEY", "value": "v"},
            SecretType.gcp: {"value": "v"},
            SecretType.git: {"value": "v"},
            SecretType.hugging_face: {"token": "t"},
            SecretType.mounted: {"value": "v", "mount_path": "/somewhere"},
            SecretType.oci: {"key_file": "k", "config": "c"},
            SecretType.s3: {"credentials": "c", "config": "d", "profile": "p"},
            SecretType.sftp: {"value": "v"},
            SecretType.ssh: {"value": "v"},
        }
        for kind, values in made.items():
            with self.subTest(kind=kind):
                wanted = secret_classes.SECRET_CLASS_MAP[kind](name=kind.value.replace("_", "-"), secret_type=kind, **values)
                self.assertEqual(kind, create_secret(wanted).secret_type)
        found = {each.secret_type: each for each in get_secrets()}
        self.assertEqual(set(made), set(found))
        self.assertEqual("/somewhere", found[SecretType.mounted].mount_path)
        self.assertEqual("/secrets/s3", found[SecretType.s3].mount_directory)
        self.assertEqual(["s3"], names(get_secrets(secret_types=["s3"])))
        self.assertEqual(["ssh"], names(delete_secrets(["ssh"])))
        self.assertEqual([], names(get_secrets(["ssh"])))


class Deployments(unittest.TestCase):
    def test_a_life(self):
        wanted = InferenceDeploymentConfig(name="chat", image="mosaicml/inference:1", replicas=2, command="serve",
                                           compute={"cluster": "r1z1", "gpus": 1, "gpu_type": "a10"},
                                           batching={"max_batch_size": 4}, env_variables={"A": "b"})
        made = deployments.create_inference_deployment(wanted)
        self.assertEqual(("chat", 2, {"A": "b"}), (made.name, made.config.replicas, made.config.env_variables))
        found = deployments.get_inference_deployments(["chat"], clusters=["r1z1"], before="2030-01-01", gpu_nums=[1],
                                                      after="2000-01-01", gpu_types=["a10"], statuses=["READY"])
        self.assertEqual(["chat"], names(found))
        self.assertEqual(1, deployments.get_inference_deployment("chat").current_version)
        self.assertEqual("chat: version 1 is ready ✓\n", "".join(deployments.get_inference_deployment_logs("chat", tail=1)))
        self.assertEqual(1, deployments.update_inference_deployment("chat", {"replicas": 1}).config.replicas)
        self.assertEqual(["chat"], names(deployments.update_inference_deployments(["chat"], {"image": "a/b:c"})))
        self.assertEqual("STOPPED", deployments.stop_inference_deployment("chat").status)
        self.assertEqual(["chat"], names(deployments.stop_inference_deployments(["chat"])))
        self.assertEqual("chat", deployments.delete_inference_deployment("chat").name)
        self.assertEqual([], names(deployments.delete_inference_deployments(["chat"])))

    def test_default(self):
        made = deployments.create_default_deployment("plain", {"cluster": "r1z1", "gpus": 1}, 1, "mpt", {"hf_path": "x"})
        self.assertEqual({"model_type": "mpt", "checkpoint_path": {"hf_path": "x"}}, made.config.default_model)


class Training(unittest.TestCase):
    def test_finetunes(self):
        made = finetunes.create_finetuning_run("m", "train", "s3://save", training_duration="1ep", learning_rate=1e-6,
                                               experiment_tracker={"wandb": {"project": "p", "entity": "e"}})
        plain = finetunes.create_finetuning_run("m", "train", "s3://save")
        self.assertEqual("p", made.submitted_config.experiment_tracker["wandb"]["project"])
        self.assertIn(made.name, names(finetunes.get_finetuning_runs()))
        [found] = finetunes.get_finetuning_runs([made.name], include_details=True, user_emails=["ada@example.com"],
                                                statuses=["PENDING"], before="2030-01-01", after="2000-01-01")
        self.assertEqual("PENDING", found.events[0].event_type)
        self.assertEqual("why", finetunes.stop_finetuning_run(made, reason="why").reason)
        self.assertEqual([plain.name], names(finetunes.stop_finetuning_runs([plain])))
        self.assertEqual(made.name, finetunes.delete_finetuning_run(made).name)
        self.assertEqual([plain.name], names(finetunes.delete_finetuning_runs([plain])))

    def test_events_of_a_finetune(self):
        """The original cannot read any, from no server: it does not ask for what its model needs."""
        made = finetunes.create_finetuning_run("m", "train", "s3://save")
        with self.assertRaises(MAPIException) as failure:
            finetunes.list_finetuning_events(made)
        self.assertIn("Malformed response data raised KeyError", str(failure.exception))

    def test_pretraining(self):
        made = create_pretraining_run("m", ["s3://a"], "s3://save", compute={"cluster": "r1z1", "gpus": 8},
                                      tokenizer={"name": "t"}, parameters={"context_length": 8})
        self.assertEqual(("PRETRAINING", 8), (made.run_type.value, made.gpus))

    def test_code(self):
        item = {"code": "print(4)", "input": "", "output": "4", "entry_point": "f", "language": "python"}
        self.assertEqual([True, False], get_code_eval_output([item, {**item, "output": "5"}]).data)


class People(unittest.TestCase):
    def test_users(self):
        me = get_current_user()
        self.assertEqual("ada@example.com", me.email)
        self.assertEqual(["Ada", "Charles", "Grace", "Zoë"], names(get_users()))
        self.assertEqual(["Ada"], names(get_users([me])))
        self.assertEqual(["Grace"], names(get_users(user_emails=["grace@example.com"])))
        self.assertEqual(["Ada", "Charles", "Grace"], names(get_users(organization=me.organizations[0].id)))
        self.assertEqual(["Engines", "Compilers"], names(get_organizations()))


class ConfigurationFile(unittest.TestCase):
    """Each reads what the other has written."""

    def setUp(self):
        self.file = os.path.join(folder.name, "mcli_config")
        self.addCleanup(lambda: os.path.exists(self.file) and os.remove(self.file))

    def program(self, *arguments):
        environment = {name: value for name, value in os.environ.items() if name != "MOSAICML_API_KEY"}
        done = subprocess.run([os.environ["COROGQL"], "mapi", "config", *arguments, "api-key"], env=environment,
                              stdout=subprocess.PIPE, timeout=PATIENCE, text=True, check=True, input=self.key)
        return done.stdout.strip()

    def test_keys_of_any_look(self):
        for self.key in ("plain", "123456", "true", "no", "0x1f", "2024-01-01", "1e3", "1.5", "~", "a: b", "'q'", '"q"'):
            with self.subTest(key=self.key):
                self.program("set")
                loaded = MCLIConfig.load_config()
                self.assertEqual(self.key, loaded.MOSAICML_API_KEY)
                loaded.save_config()
                self.assertEqual(self.key, self.program("get"))


class Refusals(unittest.TestCase):
    def test_a_document_that_is_not_valid(self):
        answer = run_plural_mapi_request("{ getRuns { nowhere } }", "getRuns", runs.Run, {})
        with self.assertRaises(MAPIException) as refused:
            answer.result(PATIENCE)
        self.assertEqual('Error 500: Cannot query field "nowhere" on type "Run".', str(refused.exception))


class Documentation(unittest.TestCase):
    def test_every_public_name_is_beside_ours(self):
        page = (pathlib.Path(__file__).resolve().parents[2] / "docs/mapi-from-python.md").read_text()
        public = {*mcli.__all__, "get_users", "get_current_user", "get_organizations", "get_run_debug_info",
                  *(name for part in (runs, clusters, deployments, finetunes) for name, value in vars(part).items()
                    if inspect.isfunction(value) and not name.startswith("_"))}
        self.assertGreater(len(public), 60)
        self.assertEqual([], sorted(name for name in public if not re.search(rf"\b{name}\b", page)))


if __name__ == "__main__":
    unittest.main()
