"""One of the servers in servers/, the program run against it, and tests repeated over its ways in."""

import contextlib
import functools
import http.client
import json
import os
import select
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path
from urllib.parse import urlsplit

COROGQL = shutil.which(os.environ.get("COROGQL", "corogql"))
BATCH = shutil.which(os.environ.get("COROGQL_BATCH", "interop-batch"))
NODE = os.environ.get("NODE", "node")
SERVERS = Path(__file__).resolve().parent / "servers"
PYTHON = os.environ.get("INTEROP_PYTHON", SERVERS.parents[2] / "build-python" / "bin" / "python")
BOUND = 30  # seconds that any one process may take


def for_each(name, values):
    """Runs a test once for each of values(self), as subtests."""

    def decorate(test):
        @functools.wraps(test)
        def run(self):
            for value in values(self):
                with self.subTest(**{name: value}):
                    test(self, value)

        return run

    return decorate


over_http_and_socket = for_each("url", lambda self: (self.url, self.socket_url))
on_each_stream = for_each("protocol", lambda self: self.streams)
on_each_socket = for_each("protocol", lambda self: (*self.sockets, "auto"))


class Server:
    """Mixin of a TestCase: starts the server for the class and runs the program against it."""

    server: str
    sockets: tuple[str, ...]  # websocket protocols that it speaks
    streams: tuple[str, ...]  # protocols of subscriptions over HTTP that it speaks

    @classmethod
    def setUpClass(cls):
        if not COROGQL:
            raise RuntimeError("set COROGQL to the path of the program")
        if not BATCH:
            raise RuntimeError("set COROGQL_BATCH to the path of what batch.cpp was built to")
        cls.url, process = cls.start()
        cls.addClassCleanup(cls.stop, process)
        cls.socket_url = cls.url.replace("http", "ws", 1)

    @classmethod
    def start(cls, *arguments):
        """Its address, and its process."""
        in_python = SERVERS / f"{cls.server}_server.py"
        command = [PYTHON, in_python] if in_python.exists() else [NODE, SERVERS / f"{cls.server}.mjs"]
        with tempfile.TemporaryFile("w+") as log:
            process = subprocess.Popen(
                [*command, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
            )
            ready, _, _ = select.select([process.stdout], [], [], BOUND)
            if url := process.stdout.readline().strip() if ready else "":
                return url, process
            cls.stop(process)
            log.seek(0)
            raise RuntimeError(f"{cls.server} did not start (npm ci, or `pip install -r requirements.txt`?)\n{log.read()}")

    @staticmethod
    def stop(process):
        with process:
            process.stdin.close()  # a server ends with its standard input
            try:
                process.wait(BOUND)
            except subprocess.TimeoutExpired:
                process.kill()
                raise

    def ask(self, method, parameters="", body=None, headers=None):
        """The server's status and JSON, without the program."""
        url = urlsplit(self.url)
        with contextlib.closing(http.client.HTTPConnection(url.netloc, timeout=BOUND)) as connection:
            connection.request(method, url.path + parameters, body, headers or {})
            answer = connection.getresponse()
            return answer.status, json.load(answer)

    def drop_connections(self):
        """Cuts all websockets and streams of the server; returns how many."""
        body = json.dumps({"query": "mutation { dropConnections }"})
        _, answer = self.ask("POST", body=body, headers={"Content-Type": "application/json"})
        return answer["data"]["dropConnections"]

    def run_command(self, *command, status=0):
        result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=BOUND)
        self.assertEqual(result.returncode, status, f"{command}\n{result.stdout}{result.stderr}")
        return result

    def run_program(self, *arguments, status=0):
        return self.run_command(COROGQL, *arguments, status=status)

    def query(self, url, document, *options, status=0):
        """The printed answer."""
        return json.loads(self.run_program("query", url, "-q", document, *options, status=status).stdout)

    def subscribe(self, protocol, document, *options, status=0):
        """The printed events, and what stderr said."""
        command = ("subscribe", self.url, "--protocol", protocol, "-q", document, *options)
        result = self.run_program(*command, status=status)
        return [json.loads(line) for line in result.stdout.splitlines()], result.stderr

    def follow(self, protocol, document, *options, url=None):
        """The printed events, each as soon as it is there."""
        command = [COROGQL, "subscribe", url or self.url, "--protocol", protocol, "-q", document, *options]
        with (
            tempfile.TemporaryFile("w+") as log,
            subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log) as process,
        ):
            watchdog = threading.Timer(BOUND, process.kill)
            watchdog.start()
            try:
                yield from map(json.loads, process.stdout)
                status = process.wait()
            finally:
                watchdog.cancel()
                process.kill()
            log.seek(0)
            self.assertEqual(status, 0, log.read())
