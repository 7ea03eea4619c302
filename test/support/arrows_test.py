"""The dependency arrows of CONTRIBUTING.md, and the house rules that a reader of the files can check.

Every rule is shown a small tree that breaks it as well, so that a rule which has gone blind fails here.
"""

import os
import pathlib
import re
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]

# What a folder of src/ may include: its own headers, those of the folders named first, and public headers of the
# layers named second.
ARROWS = {
    "values": ((), ("values",)),
    "typed": (("values",), ("values",)),
    "language": (("values",), ()),
    "codegen": (("language",), ("values",)),
    "protocol": (("values",), ("values",)),
    "transport": (("values",), ("values",)),
    "engine": (("values", "protocol", "transport"), ("values", "sequence")),
    "client": (("values", "language", "protocol", "engine", "transport"), ("values", "sequence", "client")),
    "blocking": (("values", "transport"), ("values", "sequence", "client", "blocking")),
    "mapi": (("values", "protocol", "client"), ("values", "sequence", "client", "blocking", "mapi")),
    "testing": (("values", "language", "protocol", "transport"), ("values", "testing")),
    "cli": (("values", "language", "codegen", "protocol"), ("values", "sequence", "client", "blocking", "mapi", "testing")),
}
# Their wings, in order: what stands in one includes nothing of a later one. "." are the files of the folder itself.
WINGS = {
    "values": ("text", "json", "errors", "."),
    "language": (".", "syntax", "schema", "validation", "introspection", "comparison"),
    "protocol": ("graphql", "http", "subscriptions", "proxy", "retry", "pages"),
    "transport": (".", "http", "tls", "websocket", "dial", "asio"),
    "engine": ("shared", "http", "subscriptions", "."),
    "mapi": ("models", "submission", "configuration", "connection", "operations", "streams", "."),
    "testing": ("graphql", "mapi", "server", "simulation"),
}
# The layer of a public header; values unless it is named here. A header includes its own layer and those before.
LAYERS = ("values", "sequence", "client", "blocking", "mapi")
LAYER_OF = {
    "detail/require_cpp20.hpp": "values",
    "detail/sequence.hpp": "sequence",
    "subscription.hpp": "client",
    "client.hpp": "client",
    "load_schema.hpp": "client",
    "typed.hpp": "client",
    "typed_streams.hpp": "client",
    "pages.hpp": "client",
    "source.hpp": "client",
    "generator.hpp": "client",
    "yielder.hpp": "client",
    "map.hpp": "client",
    "filter.hpp": "client",
    "take.hpp": "client",
    "merge.hpp": "client",
    "buffer.hpp": "client",
    "compose.hpp": "client",
    "blocking_client.hpp": "blocking",
    "blocking_generator.hpp": "blocking",
    "blocking_pages.hpp": "blocking",
    "blocking_subscription.hpp": "blocking",
    "blocking_typed.hpp": "blocking",
    "event_loop.hpp": "blocking",
    "detail/blocked_thread.hpp": "blocking",
    "detail/on_loop.hpp": "blocking",
    "pending.hpp": "blocking",
}

# The namespace of a folder of src/ where it is not corogql::<folder>: classes of users are made of the first three.
NAMESPACE_OF = {
    "values": "corogql::detail",
    "client": "corogql::detail",
    "blocking": "corogql::detail",
    "mapi": "corogql::mapi::detail",
}
# Private headers with names in corogql itself, which every folder says without saying whose they are.
SAID_EVERYWHERE = {"src/values/deadline.hpp", "src/values/errors/detailed_error.hpp", "src/values/errors/error_facts.hpp"}

SOCKETS = r"boost/asio/(ip(?!/address)|local|generic|ssl|windows|posix)/|boost/asio/(basic_.*socket|.*acceptor|connect|ssl)|" \
          r"sys/socket\.h|netinet/|arpa/|netdb\.h|sys/un\.h"
# Foreign headers, and the files that may include them.
FOREIGN = (
    (r"boost/beast", r"nothing: it judges the codecs, in tests"),
    (r"openssl/", r"src/transport/[\w/]+\.cpp"),
    (r"zlib\.h|brotli/", r"src/transport/[\w/]+\.cpp"),
    (SOCKETS, r"src/(transport|testing)/.*"),
    (r"boost/asio", r"include/.*|src/(?!values/|protocol/).*"),
    (r"boost/asio/experimental", r"nothing: it loses data and frames in Boost 1.81"),
    (r"yaml-cpp/", r"src/mapi/(configuration/config_file|submission/yaml)\.cpp"),
    (r"CLI/", r"src/cli/[\w/]+\.[ch]pp"),
)
# Words in the code, and the files that may hold them. The engine has no clock, timer or chance but the runtime's.
WORDS = (
    (r"\b(TODO|FIXME|XXX)\b", r"nothing"),
    (r"\bBOOST_VERSION\b", r"nothing"),
    (r"\bsteady_timer\b|\brandom_device\b|_clock::now\(", r"src/(transport|testing|blocking|mapi|cli)/.*|(test|bench)/.*"),
    # HTTP/1.1 is written and read in src/transport/http; above it a request and an answer are what they mean.
    (r"HTTP/1\.[01]|\\r\\n|\bhttp_response_parser\b", r"(?!src/(engine|client)/).*"),
    (r"\bsleep_for\b|\busleep\b", r"(test|bench)/.*"),
)
LONGEST_FILE = 600
GENERATOR = "src/cli/generate/main.cpp"

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
NAMESPACE = re.compile(r"namespace ([\w:]+) \{")
FORWARD = re.compile(r"\s*((template <.*>|(class|struct) \w+;.*|//.*)\s*)?")


def files(root, folders, endings):
    for folder in folders:
        for place, subfolders, names in os.walk(root / folder):
            subfolders[:] = sorted(set(subfolders) - {"node_modules", "__pycache__"})
            for path in sorted(pathlib.Path(place, name) for name in names):
                if path.suffix in endings:
                    yield path.relative_to(root).as_posix(), path.read_text().splitlines()


def includes(lines):
    for number, line in enumerate(lines, 1):
        if match := INCLUDE.match(line):
            yield number, match[1] == '"', match[2]


def public_layer(header):
    """Of corogql/...; None for headers of others."""
    if not header.startswith("corogql/"):
        return None
    name = header.removeprefix("corogql/")
    folder = name.split("/")[0]
    if folder == "detail":  # what generators are made of
        return LAYER_OF.get(name, "client")
    return folder if folder in ("testing", "mapi") else LAYER_OF.get(name, "values")


def arrow_of_source(name, quoted, header):
    """What is wrong with this include of a file under src/; None when nothing is."""
    folder = name.split("/")[1]
    if folder not in ARROWS:
        return f"the folder {folder} has no arrows; give it some"
    private, public = ARROWS[folder]
    target = header.split("/")[0]
    layer = public_layer(header)
    if quoted and target != folder and target not in private:
        return f"{folder} must not include {header}"
    if layer and layer not in public:
        return f"{folder} must not include <{header}>, of the layer {layer}"
    if quoted and target == folder and folder in WINGS:
        own, other = wing_of(name.removeprefix("src/")), wing_of(header)
        for wing in (own, other):
            if wing not in WINGS[folder]:
                return f"the wing {folder}/{wing} has no place in the order of wings; give it one"
        if WINGS[folder].index(other) > WINGS[folder].index(own):
            return f"{folder}/{own} must not include {header}, of a later wing"
    return None


def wing_of(path):
    parts = path.split("/")
    return parts[1] if len(parts) > 2 else "."


def arrow_of_public(name, quoted, header):
    if quoted:
        return f"a public header must not include the private {header}"
    own, layer = public_layer(name.removeprefix("include/")), public_layer(header)
    if layer is None or layer == own:
        return None
    if own == "testing" or layer == "testing":
        fine = layer == "values"
    else:
        fine = LAYERS.index(layer) < LAYERS.index(own)
    return None if fine else f"a header of the layer {own} must not include <{header}>, of the layer {layer}"


def check_arrows(root):
    for name, lines in files(root, ["src", "include"], {".hpp", ".cpp"}):
        for number, quoted, header in includes(lines):
            arrow = arrow_of_source if name.startswith("src/") else arrow_of_public
            if problem := arrow(name, quoted, header):
                yield f"{name}:{number}: {problem}"
            if not quoted or header.startswith("corogql/"):
                for pattern, allowed in FOREIGN:
                    if re.match(pattern, header) and not re.fullmatch(allowed, name):
                        yield f"{name}:{number}: <{header}> may be included by {allowed} only"


def check_no_asio_below(root):
    """Nothing that src/protocol includes, directly or not, may bring Asio."""
    known = dict(files(root, ["src", "include"], {".hpp", ".cpp"}))
    for start in (name for name in known if name.startswith("src/protocol/")):
        seen, waiting = {start}, [(start, start)]
        while waiting:
            name, way = waiting.pop()
            for number, quoted, header in includes(known[name]):
                if header.startswith("boost/asio"):
                    yield f"{name}:{number}: brings Asio to src/protocol ({way})"
                file = ("src/" if quoted else "include/") + header
                if file in known and file not in seen:
                    seen.add(file)
                    waiting.append((file, f"{way} -> {file}"))


def check_generator_stands_alone(root):
    """Builds for another machine make corogql-generate for this one, where no library may be installed."""
    known = dict(files(root, ["src", "include"], {".hpp", ".cpp"}))
    waiting = [name for name in known if name.startswith(("src/language/", "src/codegen/")) or name == GENERATOR]
    seen = set(waiting)
    while waiting:
        name = waiting.pop()
        for number, quoted, header in includes(known[name]):
            file = ("src/" if quoted else "include/") + header
            if not quoted and re.match(r"boost/|CLI/|openssl/|yaml-cpp/", header):
                yield f"{name}:{number}: brings <{header}> to the generator that needs no library"
            # What a header declares its source defines.
            for each in (file, file.removesuffix(".hpp") + ".cpp"):
                if each in known and each not in seen:
                    seen.add(each)
                    waiting.append(each)


def namespaces(lines):
    """Those of corogql that something is declared in, with their lines; not those that are named for a class's sake."""
    within, number = [], 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if match := NAMESPACE.match(line):
            end = next((i for i in range(number, len(lines)) if lines[i].startswith("}")), number)
            if lines[end:end + 1] == ["}"] and all(FORWARD.fullmatch(inner) for inner in lines[number:end]):
                number = end + 1
                continue
            within.append(match[1])
            if within[0].split("::")[0] == "corogql":
                yield number, "::".join(within)
        elif line.startswith("namespace {"):
            within.append("")
        elif line.startswith("} // namespace") and within:
            within.pop()


def namespaces_of(name):
    """In which a file may declare names."""
    folder = name.split("/")[1 if name.startswith("src/") else 2]
    if name.startswith("include/"):
        public = f"corogql::{folder}" if folder in ("mapi", "testing") else "corogql"
        # What users name is in corogql itself, what generated code and codecs name in a namespace of its own.
        own = (f"corogql::{folder}",) if folder in ("typed", "scalars") else ()
        return (f"{public}::detail",) if folder in ("detail", "values") else (public, f"{public}::detail", *own)
    own = NAMESPACE_OF.get(folder, f"corogql::{folder}")
    defines = name.endswith(".cpp") or name in SAID_EVERYWHERE
    return (own, own.removesuffix("::detail") if folder == "mapi" else "corogql") if defines else (own,)


def check_namespaces(root):
    for name, lines in files(root, ["src", "include"], {".hpp", ".cpp"}):
        allowed = namespaces_of(name)
        for number, used in namespaces(lines):
            inner = next((one for one in allowed if used.startswith(f"{one}::") and one != "corogql"), None)
            if used not in allowed and not inner:
                yield f"{name}:{number}: {used} is not the namespace of this file, but {' or '.join(allowed)}"


def check_words(root):
    for name, lines in files(root, ["src", "include", "test", "bench"], {".hpp", ".cpp", ".py", ".mjs"}):
        if root / name == pathlib.Path(__file__).resolve():
            continue
        for number, line in enumerate(lines, 1):
            for pattern, allowed in WORDS:
                if (match := re.search(pattern, line)) and not re.fullmatch(allowed, name):
                    yield f"{name}:{number}: {match[0]} is allowed in {allowed} only"


def check_size_and_guards(root):
    for name, lines in files(root, ["src", "include", "test", "bench"], {".hpp", ".cpp", ".py", ".mjs"}):
        if len(lines) > LONGEST_FILE:
            yield f"{name}:{LONGEST_FILE + 1}: longer than {LONGEST_FILE} lines"
        if name.endswith(".hpp") and "#pragma once" not in lines:
            yield f"{name}:1: no #pragma once"
        if name.startswith("include/") and not lines[0].startswith("/// "):
            yield f"{name}:1: a public header begins by saying what it is for"


def check_headers_begin_with_ours(root):
    """An older compiler meets require_cpp20.hpp before anything that it would not understand."""
    free = {"include/corogql/version.hpp", "include/corogql/detail/require_cpp20.hpp"}
    for name, lines in files(root, ["include"], {".hpp"}):
        first = next(includes(lines), (1, False, ""))
        if name not in free and not first[2].startswith("corogql/"):
            yield f"{name}:{first[0]}: the first include of a public header is one of corogql's"


def check_everything_is_built(root):
    """A source file that no meson.build names is dead."""
    for name, _ in files(root, ["src", "test/unit", "test/integration", "test/example"], {".cpp"}):
        path = pathlib.Path(name)
        folders = [root / folder / "meson.build" for folder in path.parents]
        listed = "".join(file.read_text() for file in folders if file.is_file())
        if path.name not in listed and path.stem not in listed:
            yield f"{name}:1: in no meson.build"


CHECKS = (check_arrows, check_no_asio_below, check_generator_stands_alone, check_namespaces, check_words, check_size_and_guards,
          check_headers_begin_with_ours, check_everything_is_built)


def problems(root):
    return [problem for check in CHECKS for problem in check(root)]


class Tree(unittest.TestCase):
    def test_rules_hold(self):
        for check in CHECKS:
            with self.subTest(check.__name__):
                self.assertEqual("", "\n".join(check(ROOT)))

    def test_every_layer_is_there(self):
        """Names in the tables above that mean nothing any more would be holes."""
        for header in LAYER_OF:
            self.assertTrue((ROOT / "include/corogql" / header).is_file(), header)
        for folder in ARROWS:
            self.assertTrue((ROOT / "src" / folder).is_dir(), folder)
        for folder, wings in WINGS.items():
            for wing in wings:
                self.assertTrue(any((ROOT / "src" / folder / wing).glob("*.?pp")), f"{folder}/{wing}")


class Rules(unittest.TestCase):
    """Each rule sees what breaks it, and says where."""

    def broken(self, expected, **tree):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name, text in tree["tree"].items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text)
            found = problems(root)
        self.assertTrue(any(problem.startswith(expected) for problem in found), f"{expected} not in {found}")

    def source(self, name, line, expected, number=2):
        self.broken(f"{name}:{number}: {expected}",
                    tree={name: "\n" * (number - 1) + line + "\n", "meson.build": pathlib.Path(name).name})

    def test_private_arrows(self):
        self.source("src/protocol/a.cpp", '#include "engine/client_engine.hpp"', "protocol must not include engine/client_engine.hpp")
        self.source("src/transport/a.cpp", '#include "protocol/url.hpp"', "transport must not include protocol/url.hpp")
        self.source("src/engine/a.hpp", '#  include "client/executor_hop.hpp"', "engine must not include")
        self.source("src/cli/a.cpp", '#include "testing/service.hpp"', "cli must not include testing/service.hpp")
        self.source("src/testing/a.cpp", '#include "engine/client_engine.hpp"', "testing must not include")
        self.source("src/other/a.cpp", '#include "engine/client_engine.hpp"', "the folder other has no arrows")

    def test_wings(self):
        self.source("src/engine/http/a.cpp", '#include "engine/client_engine.hpp"', "engine/http must not include engine/client_engine.hpp")
        self.source("src/protocol/http/a.cpp", '#include "protocol/retry/attempts.hpp"', "protocol/http must not include")
        self.source("src/protocol/new/a.cpp", '#include "protocol/http/url.hpp"', "the wing protocol/new has no place")

    def test_namespaces(self):
        for name, namespace in (("src/engine/http/a.hpp", "corogql"), ("src/values/a.hpp", "corogql::values"),
                                ("src/mapi/a.hpp", "corogql::mapi"), ("src/mapi/a.cpp", "corogql::detail"),
                                ("include/corogql/mapi/a.hpp", "corogql::detail"),
                                ("include/corogql/detail/a.hpp", "corogql")):
            self.source(name, f"namespace {namespace} {{\nint i;\n}} // namespace {namespace}",
                        f"{namespace} is not the namespace of this file")
        self.source("src/mapi/a.cpp", "namespace corogql {\nnamespace detail {\nint i;", "corogql is not the namespace")

    def test_public_arrows(self):
        self.source("src/engine/a.cpp", "#include <corogql/client.hpp>", "engine must not include <corogql/client.hpp>")
        self.source("src/protocol/a.cpp", "#include <corogql/testing/server.hpp>", "protocol must not include")
        self.source("include/corogql/error.hpp", "#include <corogql/client.hpp>", "a header of the layer values")
        self.source("include/corogql/testing/a.hpp", "#include <corogql/client.hpp>", "a header of the layer testing")
        self.source("include/corogql/client.hpp", "#include <corogql/testing/server.hpp>", "a header of the layer client")
        self.source("include/corogql/client.hpp", '#include "engine/client_engine.hpp"', "a public header must not include")

    def test_foreign_headers(self):
        self.source("src/engine/a.cpp", "#include <boost/beast/core.hpp>", "<boost/beast/core.hpp> may be")
        self.source("src/transport/tls.cpp", "#include <boost/beast/core.hpp>", "<boost/beast/core.hpp> may be")
        self.source("include/corogql/a.hpp", "#include <boost/beast/core.hpp>", "<boost/beast/core.hpp> may be")
        self.source("include/corogql/a.hpp", "#include <openssl/ssl.h>", "<openssl/ssl.h> may be")
        self.source("src/testing/a.cpp", "#include <openssl/ssl.h>", "<openssl/ssl.h> may be")
        self.source("src/engine/a.cpp", "#include <boost/asio/ip/tcp.hpp>", "<boost/asio/ip/tcp.hpp> may be")
        self.source("src/engine/a.cpp", "#include <boost/asio/connect.hpp>", "<boost/asio/connect.hpp> may be")
        self.source("src/protocol/a.cpp", "#include <boost/asio/post.hpp>", "<boost/asio/post.hpp> may be")
        self.source("src/client/a.cpp", "#include <boost/asio/experimental/channel.hpp>", "<boost/asio/exp")

    def test_asio_by_a_detour(self):
        self.broken("include/corogql/b.hpp:1: brings Asio to src/protocol",
                    tree={"src/protocol/a.cpp": "#include <corogql/a.hpp>\n",
                          "include/corogql/a.hpp": "#include <corogql/b.hpp>\n",
                          "include/corogql/b.hpp": "#include <boost/asio/awaitable.hpp>\n"})

    def test_generator_by_a_detour(self):
        self.broken("include/corogql/a.hpp:1: brings <boost/json.hpp> to the generator",
                    tree={"src/cli/generate/main.cpp": '#include "cli/a.hpp"\n', "src/cli/a.hpp": "#pragma once\n",
                          "src/cli/a.cpp": "#include <corogql/a.hpp>\n", "include/corogql/a.hpp": "#include <boost/json.hpp>\n"})
        self.source("src/codegen/a.cpp", "#include <CLI/CLI.hpp>", "brings <CLI/CLI.hpp>")

    def test_words(self):
        for marker in ("TO" + "DO", "FIX" + "ME"):
            self.source("test/unit/a.cpp", f"// {marker} later", marker)
        self.source("src/transport/a.cpp", "#if BOOST_VERSION > 108100", "BOOST_VERSION")
        self.source("src/engine/a.cpp", "auto t = std::chrono::steady_clock::now();", "_clock::now(")
        self.source("src/client/a.cpp", "std::this_thread::sleep_for(1s);", "sleep_for")
        self.source("src/engine/http/a.cpp", 'text += " HTTP/1.1";', "HTTP/1.1")
        self.source("src/client/a.cpp", r'text += "A: b\r\n";', r"\r\n")
        self.source("src/engine/a.hpp", "transport::http_response_parser parser_;", "http_response_parser")

    def test_size_and_guards(self):
        self.source("src/engine/a.cpp", "int i;", "longer than 600 lines", number=601)
        self.broken("src/engine/a.hpp:1: no #pragma once", tree={"src/engine/a.hpp": "int i;\n"})
        self.broken("include/corogql/a.hpp:1: a public header", tree={"include/corogql/a.hpp": "#pragma once\n"})

    def test_first_include(self):
        self.source("include/corogql/a.hpp", "#include <coroutine>", "the first include of a public header")
        self.broken("include/corogql/a.hpp:1: the first include", tree={"include/corogql/a.hpp": "#pragma once\n"})

    def test_dead_files(self):
        self.broken("src/engine/a.cpp:1: in no meson.build", tree={"src/engine/a.cpp": "int i;\n"})


if __name__ == "__main__":
    unittest.main()
