"""The program under test: start it, read it, signal it, wait for it."""

import json
import os
import pty
import select
import subprocess
import tempfile
import time

PATIENCE = 60

_home = tempfile.TemporaryDirectory(prefix="corogql-home-")


class Outcome:
    """What one finished run left behind."""

    def __init__(self, arguments, code, out, err):
        self.arguments, self.code, self.out, self.err = arguments, code, out, err

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def events(self):
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def error(self):
        """The object that `--error-format json` puts on the last line of stderr."""
        try:
            return json.loads(self.err.splitlines()[-1])
        except (IndexError, ValueError):
            raise AssertionError(f"no JSON error on the last line of stderr\n{self}") from None

    def __str__(self):
        return f"{self.arguments}\nexit {self.code}\nstdout: {self.out[-2000:]}\nstderr: {self.err[-2000:]}"


class Program:
    """One running program."""

    def __init__(self, *arguments, stdin="", terminal=False, full_disk=False, redirect="", environment=None):
        """`redirect` is what a shell does to its descriptors before, such as `>&-`."""
        self.arguments = [str(argument) for argument in arguments]
        self._deadline = time.monotonic() + PATIENCE
        self._out = bytearray()
        self._taken = 0
        self._err = tempfile.TemporaryFile()
        with tempfile.TemporaryFile() as given:
            given.write(stdin if isinstance(stdin, bytes) else stdin.encode())
            given.seek(0)
            if full_disk:
                self._stdout, theirs = None, os.open("/dev/full", os.O_WRONLY)
            else:
                self._stdout, theirs = pty.openpty() if terminal else os.pipe()
            self._process = subprocess.Popen(
                [*_shell(redirect), os.environ["COROGQL"], *self.arguments],
                stdin=given, stdout=theirs, stderr=self._err, env=_environment(environment or {}))
            os.close(theirs)

    def line(self):
        """The next line of stdout, as soon as it is there."""
        while b"\n" not in self._out[self._taken:]:
            if not self._read():
                raise AssertionError(f"stdout ended before the line that was waited for\n{self.finish()}")
        end = self._out.index(b"\n", self._taken)
        line = self._out[self._taken:end].decode()
        self._taken = end + 1
        return line

    def close_stdout(self):
        os.close(self._stdout)
        self._stdout = None

    def signal(self, number):
        self._process.send_signal(number)

    def finish(self):
        """Reads the rest of stdout and waits for the end."""
        while self._stdout is not None and self._read():
            pass
        try:
            code = self._process.wait(max(0, self._deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._give_up()
        return Outcome(self.arguments, code, self._out.decode(errors="backslashreplace"), self.stderr())

    def stderr(self):
        return os.pread(self._err.fileno(), 1 << 24, 0).decode(errors="backslashreplace")  # the program's own place stays

    def wait_for_word(self, word):
        """Until it is on stderr."""
        while word not in self.stderr():
            if time.monotonic() > self._deadline or self._process.poll() is not None:
                raise AssertionError(f"{word!r} never came\n{self.finish()}")
            time.sleep(0.005)

    def kill(self):
        """The end of a test: nothing that it started may outlive it."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        if self._stdout is not None:
            self.close_stdout()
        self._err.close()

    def _read(self):
        left = max(0, self._deadline - time.monotonic())
        if not select.select([self._stdout], [], [], left)[0]:
            self._give_up()
        try:
            more = os.read(self._stdout, 65536)
        except OSError:  # a terminal whose other end was closed
            more = b""
        self._out += more
        return more

    def _give_up(self):
        self._process.kill()
        code = self._process.wait()
        outcome = Outcome(self.arguments, code, self._out.decode(errors="replace"), self.stderr())
        raise AssertionError(f"still running after {PATIENCE} s, killed\n{outcome}")


def _shell(redirect):
    return ["/bin/sh", "-c", f'exec "$0" "$@" {redirect}'] if redirect else []


def _environment(additions):
    """The caller's environment without what could steer the program."""
    inherited = {name: value for name, value in os.environ.items()
                 if not name.lower().endswith("_proxy") and not name.startswith(("MOSAICML", "MCLI", "NO_COLOR", "TERM"))}
    return {**inherited, "HOME": _home.name, **additions}
