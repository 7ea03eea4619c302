"""Who takes part: each a command that `push PORT SUBSCRIPTIONS` or `http PORT REQUESTS IN_FLIGHT` is added to."""

import dataclasses
import pathlib

HERE = pathlib.Path(__file__).resolve().parent


@dataclasses.dataclass(frozen=True)
class Contestant:
    name: str
    build: str  # what builds.py has to make for it
    command: list
    push: bool = False
    http: bool = False
    style: tuple = ()  # the last words of the command line
    share: float = 1  # of the messages of a run: so long as a fast one has to do with all of them
    raw: bool = False  # it decodes nothing, so it has no sum
    merges: bool = False  # it is for several streams

    def takes_part(self, column):
        if not column.push:
            return self.http
        return self.push and (column.streams > 1 or not self.merges)


@dataclasses.dataclass(frozen=True)
class Column:
    title: str
    unit: str
    count: int
    push: bool = False
    size: int = 0
    streams: int = 1
    in_flight: int = 1


COLUMNS = [
    Column("push, 150 B, 1 stream", "messages", 1_000_000, push=True, size=150),
    Column("push, 4 KiB, 1 stream", "messages", 200_000, push=True, size=4096),
    Column("push, 150 B, 1,000 streams", "messages", 1_000_000, push=True, size=150, streams=1000),
    Column("HTTP, one at a time", "requests", 20_000),
    Column("HTTP, 64 in flight", "requests", 64_000, in_flight=64),
]

# The ratios are to these two: our own typed client, and what one writes by hand in Rust.
OURS = "corogql, generated"
BY_HAND = {True: "tokio-tungstenite, serde (Rust)", False: "hyper, serde (Rust)"}


def contestants(built):
    """All of them; `built` is the folder of the build."""
    ours, made, rust = [built / "bench/peers/corogql-peer"], built / "peers", built / "peers/rust/release"
    python = [made / "python/bin/python", HERE / "python/gql_peer.py"]
    return [
        Contestant("corogql, raw text", "corogql", ours, push=True, style=("raw", "single"), raw=True),
        Contestant("corogql, described", "corogql", ours, push=True, style=("described", "single")),
        Contestant(OURS, "corogql", ours, push=True, http=True, style=("generated", "single")),
        Contestant("corogql, generated, default", "corogql", ours, push=True, http=True, style=("generated", "strand")),
        Contestant("corogql, generated, views", "corogql", ours, push=True, style=("views", "single")),
        Contestant("corogql, generated, views, merged", "corogql", ours, push=True, style=("views", "single", "merged"),
                   merges=True),
        Contestant("simdjson by hand (C++)", "simdjson", [built / "bench/peers/simdjson-peer"], push=True),
        Contestant(BY_HAND[True], "rust", [rust / "tokio_tungstenite"], push=True),
        Contestant("graphql-ws-client (Rust)", "rust", [rust / "graphql_ws_client"], push=True, share=0.5),
        Contestant(BY_HAND[False], "rust", [rust / "hyper"], http=True),
        Contestant("reqwest, serde (Rust)", "rust", [rust / "reqwest"], http=True),
        Contestant("libcurl, simdjson (C++)", "curl", [built / "bench/peers/curl-peer"], http=True),
        Contestant("genqlient (Go)", "go", [made / "genqlient"], push=True, http=True, share=0.15),
        Contestant("graphql-ws (Node)", "node", ["node", HERE / "node/graphql_ws.mjs"], push=True, share=0.25),
        Contestant("undici (Node)", "node", ["node", HERE / "node/undici.mjs"], http=True, share=0.25),
        Contestant("gql, websockets (Python)", "python", python, push=True, style=("websockets",), share=0.02),
        Contestant("gql, aiohttp (Python)", "python", python, http=True, style=("aiohttp",), share=0.05),
        Contestant("gql, httpx (Python)", "python", python, http=True, style=("httpx",), share=0.02),
    ]
