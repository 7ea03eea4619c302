"""Puts the figures into docs/peers.md, between the words that people wrote."""

import json
import pathlib
import re
import subprocess

from figures import Contest

HERE = pathlib.Path(__file__).resolve().parent
PAGE = HERE.parents[1] / "docs" / "peers.md"
FIGURES = re.compile(r"(?<=<!-- figures -->\n).*(?=<!-- end of figures -->)", re.S)


def said(*command):
    """The first number with dots that a tool says; nothing where it is not there."""
    try:
        text = subprocess.run(command, capture_output=True, text=True).stdout
    except FileNotFoundError:
        return None
    found = re.search(r"\d+\.[\d.]+", text)
    return found[0] if found else None


def versions():
    """What stands in the files of each language, and what its tools say of themselves."""
    rust = re.findall(r'^([\w-]+) = .*?"=([\d.]+)"', (HERE / "rust/Cargo.toml").read_text(), re.M)
    go = re.findall(r"^\t(\S+/\S+) v(\S+)$", (HERE / "go/go.mod").read_text(), re.M)
    node = json.loads((HERE / "node/package.json").read_text())["dependencies"].items()
    python = re.findall(r"^(gql|websockets|aiohttp|httpx)==(\S+)$", (HERE / "python/requirements.txt").read_text(), re.M)
    libraries = [(name, said("pkg-config", "--modversion", name)) for name in ("simdjson", "libcurl")]
    languages = [("g++", said("g++", "--version"), libraries), ("Rust", said("rustc", "--version"), rust),
                 ("Go", said("go", "version"), go), ("Node", said("node", "--version"), node),
                 ("Python", said("python3", "--version"), python)]
    return "".join(f"- {tool} {version or '(none)'}: " + ", ".join(f"{name} {number}" for name, number in used if number) + "\n"
                   for tool, version, used in languages)


def write_page(tables):
    rounds = min(each.rounds() for each in tables if isinstance(each, Contest))
    text = f"\nMedians of {rounds} rounds, with these versions:\n\n{versions()}\n"
    text += "\n".join(each.markdown() for each in tables) + "\n"
    PAGE.write_text(FIGURES.sub(lambda _: text, PAGE.read_text()))
