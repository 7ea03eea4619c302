"""`corogql mapi`, against the built-in server and against answers of every kind."""

import json
import os
import pty
import signal
import subprocess
import threading

from cases import ProgramTest, each, write
from http_server import close, page, reply, wait_until_gone

KEY = "mapi-secret-key"

USAGES = (
    ("no verb", ()),
    ("unknown verb", ("nonsense",)),
    ("runs alone", ("runs",)),
    ("get without a name", ("runs", "get")),
    ("get with two names", ("runs", "get", "a", "b")),
    ("stop without a name", ("runs", "stop")),
    ("tail that is no number", ("logs", "a", "--tail", "x")),
    ("negative offset", ("logs", "a", "--offset", "-1")),
    ("status that is none", ("runs", "list", "--status", "RUNING")),
    ("until what", ("watch", "a", "--until", "DANCING")),
    ("data that is no JSON", ("runs", "create", "a", "--data", "{")),
    ("unknown setting", ("config", "get", "nonsense")),
    ("endpoint that is no URL", ("clusters", "--endpoint", "nonsense")),
)


def answer(function, value):
    return reply(json.dumps({"data": {function: value}}).encode())


class MapiTest(ProgramTest):

    def setUp(self):
        self.home = self.folder()

    def environment(self, **more):
        return {"MOSAICML_API_KEY": KEY, "MCLI_CONFIG_DIR": self.home, **more}

    def mapi(self, *arguments, endpoint=None, environment=None, **how):
        where = ("--endpoint", endpoint) if endpoint else ()
        return self.execute("mapi", *arguments, *where, "--error-format", "json",
                            environment=self.environment() if environment is None else environment, **how)

    def serving(self, pace="0.5"):
        self.program = self.start("serve", "--port", "0", "--pace", pace)
        return self.program.line().strip()

    def assert_secret_is_kept(self, outcome):
        self.assertNotIn(KEY, outcome.out + outcome.err)


class Usage(MapiTest):

    @each(*USAGES)
    def test_wrong(self, _, arguments):
        self.assert_usage_error(self.mapi(*arguments))

    @each("", "runs", "runs create", "logs", "config set")
    def test_help(self, words):
        verbs = words.split()
        outcome = self.execute("mapi", *verbs, "--help")
        self.assert_code(outcome, 0)
        self.assertIn(" ".join(("corogql mapi", *verbs)), outcome.out)

    def test_no_key(self):
        error = self.assert_failed(self.mapi("clusters", endpoint="http://127.0.0.1:1/", environment={
            "MCLI_CONFIG_DIR": self.home}), 2, "config")
        self.assertIn("No API key or auth token was found", error["message"])


class Lists(MapiTest):

    def test_runs(self):
        url = self.serving()
        outcome = self.mapi("runs", "list", "--limit", "3", endpoint=url)
        self.assert_code(outcome, 0)
        lines = outcome.out.splitlines()
        self.assertEqual(4, len(lines))
        self.assertRegex(lines[0], r"^Name +Status +Created At +Cluster$")
        self.assertRegex(lines[1], r"^sample-25 +[A-Z]+ ")

    @each(("some", "7", 7), ("all", "0", 25))
    def test_runs_for_programs(self, _, limit, expected):
        outcome = self.mapi("runs", "list", "--limit", limit, "--json", endpoint=self.serving())
        self.assert_code(outcome, 0)
        self.assertEqual(expected, len(outcome.events))
        self.assertEqual("sample-25", outcome.events[0]["name"])

    def test_runs_of_a_status(self):
        outcome = self.mapi("runs", "list", "--status", "failed", "--status", "STOPPED", "--json", endpoint=self.serving())
        self.assertEqual({"FAILED", "STOPPED"}, {run["status"] for run in outcome.events})

    @each("clusters", "secrets", "users")
    def test_others(self, verb):
        url = self.serving()
        table = self.mapi(verb, endpoint=url)
        self.assert_code(table, 0)
        self.assertRegex(table.out, r"^(Name|Email) ")
        objects = self.mapi(verb, "--json", endpoint=url)
        self.assert_code(objects, 0)
        self.assertEqual(len(table.out.splitlines()) - 1, len(objects.events))

    def test_a_name_cannot_move_the_cursor(self):
        server = self.http(answer("getSecrets", [
            {"id": "1", "name": "a\x1b[2Jb\nc", "type": "env", "metadata": {}, "createdAt": "2024-01-01T00:00:00.000Z"}]))
        outcome = self.mapi("secrets", endpoint=server.url)
        self.assert_code(outcome, 0)
        self.assertNotIn("\x1b", outcome.out)
        self.assertEqual(2, len(outcome.out.splitlines()))


class Runs(MapiTest):

    def test_a_life(self):
        url = self.serving(pace="0")
        created = self.mapi("runs", "create", "mine", "--image", "i", "--command", "c", "--gpus", "8", "--json", endpoint=url)
        self.assert_code(created, 0)
        self.assertEqual("mine", created.json["name"])
        again = self.assert_failed(self.mapi("runs", "create", "mine", endpoint=url), 1)
        self.assertIn("409", again["message"])
        self.assertEqual("mine", self.mapi("runs", "get", "mine", "--json", endpoint=url).json["name"])
        watched = self.mapi("watch", "mine", "--until", "PENDING", endpoint=url)
        self.assert_code(watched, 0)
        self.assertEqual("PENDING", watched.out.splitlines()[-1])
        stopped = self.mapi("runs", "stop", "mine", "--reason", "enough", "--json", endpoint=url)
        self.assertEqual("STOPPED", stopped.json["status"])
        self.assert_code(self.mapi("runs", "delete", "mine", endpoint=url), 0)
        self.assert_failed(self.mapi("runs", "get", "mine", endpoint=url), 1)

    def test_what_create_sends(self):
        server = self.http(answer("createRun", []))
        self.mapi("runs", "create", "r", "--image", "i", "--gpus", "2", "--cluster", "c", "--data",
                  '{"image": "other", "compute": {"gpuType": "a100"}, "cpus": 1}', endpoint=server.url)
        wanted = {"image": "i", "compute": {"gpuType": "a100", "cluster": "c", "gpus": 2}, "cpus": 1, "runName": "r"}
        self.assertEqual({"createRunData": {"runInput": wanted}}, server.requests[0].variables)
        self.assertEqual(KEY, server.requests[0].headers["Authorization"])
        self.assertEqual("mcli", server.requests[0].headers["x-mosaicml-client"])

    def test_one_of_several_is_missing(self):
        """What could be done was done, and is shown."""
        outcome = self.mapi("runs", "delete", "sample-1", "none", "--json", endpoint=self.serving())
        error = self.assert_failed(outcome, 1, out=None)
        self.assertEqual("sample-1", outcome.json["name"])
        self.assertEqual("Error 404: Run none not found", error["message"])

    def test_a_deletion_that_may_have_run_is_not_tried_again(self):
        """The second time the run would be gone, and reported as one that never was."""
        server = self.http(page(502), answer("deleteRuns", []))
        error = self.assert_failed(self.mapi("runs", "delete", "mine", endpoint=server.url), 4)
        self.assertTrue(error["possibly_executed"])
        self.assertEqual(1, len(server.requests))

    def test_nothing_of_that_name(self):
        error = self.assert_failed(self.mapi("runs", "get", "none", endpoint=self.serving()), 1)
        self.assertEqual("Error 404: Run none not found", error["message"])


class Logs(MapiTest):

    def test_follow_until_the_end(self):
        url = self.serving()
        self.mapi("runs", "create", "mine", endpoint=url)
        program = self.start("mapi", "logs", "mine", "--follow", "--endpoint", url, environment=self.environment())
        self.assertTrue(program.line())
        self.assert_code(self.mapi("runs", "stop", "mine", endpoint=url), 0)
        outcome = program.finish()
        self.assert_code(outcome, 0)
        whole = self.mapi("logs", "mine", endpoint=url)
        self.assertEqual(outcome.out, whole.out)
        lines = self.mapi("logs", "mine", "--json", endpoint=url)
        self.assertEqual(outcome.out, "".join(event["text"] for event in lines.events))
        self.assertEqual(len(outcome.out.encode()), lines.events[-1]["endOffset"])
        tail = self.mapi("logs", "mine", "--tail", "1", endpoint=url)
        self.assertEqual(outcome.out.splitlines(True)[-1], tail.out)

    @each(("SIGINT", signal.SIGINT, 130), ("SIGTERM", signal.SIGTERM, 143))
    def test_interrupted(self, _, number, code):
        url = self.serving()
        self.mapi("runs", "create", "mine", endpoint=url)
        program = self.start("mapi", "logs", "mine", "--follow", "--endpoint", url, environment=self.environment())
        program.line()
        program.signal(number)
        self.assert_code(program.finish(), code)

    def test_nobody_reads(self):
        url = self.serving()
        self.mapi("runs", "create", "mine", endpoint=url)
        program = self.start("mapi", "logs", "mine", "--follow", "--endpoint", url, environment=self.environment())
        program.line()
        program.close_stdout()
        self.assert_code(program.finish(), 0)

    def test_nobody_reads_a_watch(self):
        url = self.serving()
        self.mapi("runs", "create", "mine", endpoint=url)
        program = self.start("mapi", "watch", "mine", "--endpoint", url, environment=self.environment())
        program.line()
        program.close_stdout()
        self.assert_code(program.finish(), 0)

    def test_watch_tells_each_status_once(self):
        url = self.serving(pace="0.02")
        self.mapi("runs", "create", "mine", endpoint=url)
        outcome = self.mapi("watch", "mine", "--json", endpoint=url)
        self.assert_code(outcome, 0)
        statuses = [event["status"] for event in outcome.events]
        self.assertEqual("COMPLETED", statuses[-1])
        self.assertEqual(len(set(statuses)), len(statuses))

    def test_watch_sees_the_run_stop(self):
        url = self.serving(pace="0")
        self.mapi("runs", "create", "mine", endpoint=url)
        program = self.start("mapi", "watch", "mine", "--endpoint", url, environment=self.environment())
        self.assertEqual("PENDING", program.line().strip())
        self.mapi("runs", "stop", "mine", endpoint=url)
        outcome = program.finish()
        self.assert_code(outcome, 0)
        self.assertEqual(["PENDING", "STOPPED"], outcome.out.splitlines())

    def test_watch_for_what_does_not_come(self):
        error = self.assert_failed(self.mapi("watch", "sample-25", "--until", "FAILED", endpoint=self.serving()), 1, out=None)
        self.assertIn("did not reach status FAILED", error["message"])


class Failures(MapiTest):

    @each(
        ("graphql", reply(b'{"errors":[{"message":"no","extensions":{"code":403}}]}'), 1, "Error 403: no"),
        ("credentials", page(401), 7, "401"),
        ("http", page(400), 4, "400"),
        ("another shape", answer("getClusters", {"a": 1}), 5, "Malformed"),
        ("html", reply(b"<html>", media="text/html"), 4, "Malformed"),
    )
    def test_of_the_server(self, _, answered, code, words):
        outcome = self.mapi("clusters", endpoint=self.http(answered).url)
        self.assertIn(words, self.assert_failed(outcome, code)["message"])
        self.assert_secret_is_kept(outcome)

    def test_timeout(self):
        outcome = self.mapi("clusters", "--timeout", "0.5", endpoint=self.http([wait_until_gone]).url)
        self.assert_failed(outcome, 6, "timeout")

    def test_nobody_there(self):
        outcome = self.mapi("clusters", "--timeout", "0.5", endpoint=f"http://127.0.0.1:{self.refusing_port()}/")
        self.assertIn(outcome.code, (3, 6), outcome)

    @each("logs", "watch")
    def test_nobody_there_to_follow(self, verb):
        outcome = self.mapi(verb, "a", "--retries", "2", "--retry-initial", "0.01", "--retry-max", "0.02",
                            endpoint=f"http://127.0.0.1:{self.refusing_port()}/")
        self.assert_failed(outcome, 3)

    def test_unavailable_is_repeated(self):
        server = self.http(page(503), answer("getClusters", []))
        self.assert_code(self.mapi("clusters", endpoint=server.url), 0)
        self.assertEqual(2, len(server.requests))

    def test_create_is_not_repeated(self):
        server = self.http([close])
        error = self.assert_failed(self.mapi("runs", "create", "a", endpoint=server.url), 3)
        self.assertTrue(error["possibly_executed"])
        self.assertEqual(1, len(server.requests))

    def test_interrupted_create_may_have_run(self):
        asked = threading.Event()
        server = self.http([lambda connection: asked.set(), wait_until_gone])
        program = self.start("mapi", "runs", "create", "a", "--endpoint", server.url, "--error-format", "json",
                             environment=self.environment())
        self.wait_for(asked, "the request")
        program.signal(signal.SIGINT)
        outcome = program.finish()
        self.assert_code(outcome, 130)
        self.assertTrue(outcome.error["possibly_executed"])

    def test_verbose_tells_what_happens_and_no_secret(self):
        server = self.http(page(503), answer("createSecret", []))
        outcome = self.mapi("clusters", "--verbose", endpoint=server.url)
        self.assertIn("MAPI getClusters: attempt 1 failed: Error 503: Service Unavailable", outcome.err)
        self.assert_secret_is_kept(outcome)


class Configuration(MapiTest):

    def config(self, *arguments, **how):
        return self.mapi("config", *arguments, environment={"MCLI_CONFIG_DIR": self.home, **how.pop("more", {})}, **how)

    @each(("argument", ("the-key",), ""), ("stdin", (), "the-key\n"))
    def test_set_and_get(self, _, value, stdin):
        outcome = self.config("set", "api-key", *value, stdin=stdin)
        self.assert_code(outcome, 0)
        self.assertNotIn("the-key", outcome.out + outcome.err)
        self.assertEqual("the-key\n", self.config("get", "api-key").out)
        file = os.path.join(self.home, "mcli_config")
        self.assertEqual(0o600, os.stat(file).st_mode & 0o777)
        server = self.http(answer("getClusters", []))
        self.mapi("clusters", endpoint=server.url, environment={"MCLI_CONFIG_DIR": self.home})
        self.assertEqual("the-key", server.requests[0].headers["Authorization"])

    def test_each_mode_has_its_own(self):
        self.config("set", "api-key", "prod")
        self.config("set", "api-key", "dev", more={"MCLI_MODE": "dev"})
        self.assertEqual("prod\n", self.config("get", "api-key").out)
        self.assertEqual("dev\n", self.config("get", "api-key", more={"MCLI_MODE": "DEV"}).out)

    def test_none(self):
        self.assert_failed(self.config("get", "api-key"), 2, "config")

    def test_an_empty_one(self):
        self.assert_failed(self.config("set", "api-key", stdin="\n"), 2, "usage")

    def test_a_file_that_cannot_be_read(self):
        write(os.path.join(self.home, "mcli_config"), "MOSAICML_API_KEY: [secret-in-file")
        error = self.assert_failed(self.config("get", "api-key"), 2, "config")
        self.assertIn("mcli_config", error["message"])
        self.assertNotIn("secret-in-file", error["message"])


class Terminal(MapiTest):

    def shown(self, *arguments):
        """What comes on stderr when that is a terminal."""
        ours, theirs = pty.openpty()
        done = subprocess.run([os.environ["COROGQL"], "mapi", *arguments], stdout=subprocess.PIPE, stderr=theirs, timeout=60,
                              env={**os.environ, **self.environment(TERM="xterm")}, check=False)
        os.close(theirs)
        text = b""
        try:
            while piece := os.read(ours, 65536):
                text += piece
        except OSError:  # the other side is closed
            pass
        os.close(ours)
        self.assertEqual(0, done.returncode, text)
        return text.decode()

    def test_waiting_moves(self):
        def late(request):
            yield lambda connection: connection.pause(0.6)
            yield answer("getClusters", [])
        shown = self.shown("clusters", "--endpoint", self.http(late).url)
        self.assertRegex(shown, r"[-|/\\] clusters 0s")
        self.assertTrue(shown.endswith("\r\x1b[K"), shown)

    def test_watching_has_a_bar(self):
        url = self.serving()
        self.mapi("runs", "create", "mine", endpoint=url)
        self.assertRegex(self.shown("watch", "mine", "--until", "RUNNING", "--endpoint", url), r"\[#+\.+\] mine [A-Z]+ \d+s")

    def test_nothing_where_it_would_disturb(self):
        url = self.serving()
        self.assertEqual("", self.mapi("clusters", endpoint=url).err)
