"""Builds the contestants; what cannot be built here is passed over, with one line that says why."""

import pathlib
import shutil
import subprocess

HERE = pathlib.Path(__file__).resolve().parent


class Builds:
    def __init__(self, folder):
        self.folder = folder
        (folder / "peers").mkdir(exist_ok=True)
        self.done = {}

    def has(self, name):
        """Whether there is the build of that name, which is made at the first question."""
        if name not in self.done:
            problem = getattr(self, name)()
            if problem:
                print(f"Passed over: {name}: {problem}", flush=True)
            self.done[name] = not problem
        return self.done[name]

    def command(self, name, command, **more):
        """What went wrong, if something did. The tool's own words are kept in a file."""
        if not shutil.which(command[0]):
            return f"{command[0]} is not installed"
        log = self.folder / "peers" / f"{name}.log"
        with log.open("w") as output:
            failed = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, **more).returncode
        return f"'{' '.join(map(str, command))}' failed, see {log}" if failed else None

    def ninja(self, target):
        return self.command(target, ["ninja", "-C", self.folder, f"bench/peers/{target}"])

    def load_server(self):
        return self.ninja("corogql-load-server")

    def corogql(self):
        return self.ninja("corogql-peer")

    def simdjson(self):
        return self.ninja("simdjson-peer")

    def curl(self):
        return self.ninja("curl-peer")

    def rust(self):
        return self.command("rust", ["cargo", "build", "--release", "--target-dir", self.folder / "peers/rust"], cwd=HERE / "rust")

    def go(self):
        return (self.command("genqlient", ["go", "tool", "genqlient"], cwd=HERE / "go") or
                self.command("go", ["go", "build", "-o", self.folder / "peers/genqlient", "."], cwd=HERE / "go"))

    def node(self):
        return self.command("npm", ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=HERE / "node")

    def python(self):
        folder, wanted = self.folder / "peers/python", HERE / "python/requirements.txt"
        done = folder / "installed"
        if done.exists() and done.stat().st_mtime > wanted.stat().st_mtime:
            return None
        install = [folder / "bin/pip", "install", "--quiet", "--only-binary", ":all:", "-r", wanted]
        problem = self.command("venv", ["python3", "-m", "venv", "--clear", folder]) or self.command("pip", install)
        if not problem:
            done.touch()
        return problem
