#!/usr/bin/env python3
"""Code for real schemas: it is generated of documents of our own, compiled without a warning, and reads what a server made
up of the same schema answers.

    npm ci && COROGQL=… COROGQL_SCHEMA_PROBE=… COROGQL_COMPILER="clang++-19" COROGQL_LIBRARY=path/to/libcorogql.a \
        python3 generated_test.py

Each document for GitHub's schema is a unit of its own; all for another schema are one, as in a unity build, which takes a
third of the time. Without a library (where that is made with a sanitizer) all are so, and are only compiled.
"""

import concurrent.futures
import http.client
import json
import os
import pathlib
import re
import shlex
import subprocess
import unittest
from urllib.parse import urlsplit

HERE = pathlib.Path(__file__).resolve().parent
OURS = HERE / "generated"
COROGQL = pathlib.Path(os.environ["COROGQL"]).resolve()
COMPILER = shlex.split(os.environ["COROGQL_COMPILER"])
LIBRARY = os.environ.get("COROGQL_LIBRARY")
# A folder that stays, so that a compiler's cache knows what it compiled.
FOLDER = pathlib.Path(os.environ.get("COROGQL_GENERATED", "build-generated")).resolve()
WARNINGS = ["-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Werror"]
FLAGS = ["-std=c++20", "-O0", *WARNINGS, "-I", str(HERE.parents[1] / "include"), "-I", str(OURS), "-I", "."]
LIBRARIES = ["-lboost_json", "-lboost_url", "-lssl", "-lcrypto", "-lz", "-lbrotlidec", "-pthread"]
BOUND = 300  # seconds that any one process may take


def run(*command, folder, **how):
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=BOUND, **how)
    if done.returncode != 0:
        raise AssertionError(f"{shlex.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def documents_in(text):
    """One below each title."""
    for part in re.split(r"^# ", text, flags=re.M)[1:]:
        title, _, document = part.partition("\n")
        yield re.sub(r"\W+", "_", title.strip().lower()) + ".graphql", document


class Generated(unittest.TestCase):
    def check(self, name, schema, documents, least, extensions=None, alone=False):
        folder = FOLDER / name
        folder.mkdir(parents=True, exist_ok=True)
        names = []
        for document in documents:
            for file, text in documents_in(document.read_text(encoding="utf-8")):
                (folder / file).write_text(text, encoding="utf-8")
                names.append(file)
        self.assertGreaterEqual(len(names), least)
        files = [*([extensions] if extensions else []), *names]
        options = ["--lenient-schema", "--schema", schema, "--namespace", name, "--out", ".", "--manifest", "manifest.json"]
        run(COROGQL, "generate", *options, *files, folder=folder)
        sources = ["schema_types.cpp", *(f"{file}.cpp" for file in names)]
        if not (alone and LIBRARY):
            (folder / "all.cpp").write_text("".join(f'#include "{source}"\n' for source in sources))
            sources = ["all.cpp"]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            objects = list(pool.map(lambda source: self.compile(folder, source), sources))
        if LIBRARY:
            self.read_answers(name, schema, folder, names, objects)

    def compile(self, folder, source):
        run(*COMPILER, *FLAGS, "-c", source, "-o", source + ".o", folder=folder)
        return source + ".o"

    def read_answers(self, name, schema, folder, documents, objects):
        """Everything that a server makes up is read, with all that is conditional and without."""
        operations = [one["name"] for one in json.loads((folder / "manifest.json").read_text())["operations"]]
        known = "".join(f'        {{"{one}", &real::decode<{name}::{one}>}},\n' for one in operations)
        includes = "".join(f'#include "{document}.hpp"\n' for document in documents)
        main = f'#include "decode.hpp"\n{includes}\nint main() {{\n    return real::decode_all({{\n{known}    }});\n}}\n'
        (folder / "main.cpp").write_text(main)
        program = folder / "decode"
        run(*COMPILER, *objects, self.compile(folder, "main.cpp"), LIBRARY, *LIBRARIES, "-o", program, folder=folder)
        for yes in ("true", "false"):
            made = run("node", OURS / "variables.mjs", schema, "manifest.json", yes, folder=folder)
            lines = "".join(self.answers(schema, json.loads(made)))
            read = run(program, folder=folder, input=lines).split()
            self.assertEqual([one["operationName"] for one in json.loads(made)], read)
            self.assertGreater(len(read), len(documents) / 2)

    def answers(self, schema, requests):
        with subprocess.Popen([COROGQL, "serve", "--schema", schema, "--mock"], stdout=subprocess.PIPE, text=True) as server:
            try:
                url = urlsplit(server.stdout.readline().strip())
                connection = http.client.HTTPConnection(url.netloc, timeout=BOUND)
                for request in requests:
                    connection.request("POST", url.path, json.dumps(request), {"Content-Type": "application/json"})
                    answer = json.load(connection.getresponse())
                    self.assertNotIn("errors", answer, request["operationName"])
                    data = json.dumps(answer["data"], ensure_ascii=False)
                    yield f"{request['operationName']}\t{data}\n"
                connection.close()
            finally:
                server.terminate()

    def test_github(self):
        schema = HERE / "node_modules" / "@octokit" / "graphql-schema" / "schema.graphql"
        documents = (HERE.parents[1] / "bench" / "documents.graphql", OURS / "github.graphql")
        self.check("github", schema, documents, 30, OURS / "github.graphqls", alone=True)

    def test_shopify(self):
        shopify = HERE / "node_modules" / "@shopify" / "hydrogen-react"
        for name, least in (("storefront", 11), ("customer_account", 4)):
            schema = shopify / f"{name.replace('_', '-')}.schema.json"
            with self.subTest(name):
                self.check(name, schema, [OURS / f"{name}.graphql"], least, OURS / "shopify.graphqls")

    def test_mapi(self):
        FOLDER.mkdir(parents=True, exist_ok=True)
        schema = FOLDER / "mapi.graphql"
        schema.write_text(run(os.environ["COROGQL_SCHEMA_PROBE"], "mapi", folder=FOLDER), encoding="utf-8")
        self.check("mapi", schema, [OURS / "mapi.graphql"], 7)


if __name__ == "__main__":
    unittest.main()
