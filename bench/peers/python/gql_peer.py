"""gql over websockets, or over aiohttp or httpx, with its asynchronous session."""

import asyncio
import resource
import sys
import time

from gql import Client, gql
from gql.transport.aiohttp import AIOHTTPTransport
from gql.transport.httpx import HTTPXAsyncTransport
from gql.transport.websockets import WebsocketsTransport

SUBSCRIPTION = gql("subscription { logs { offset line } }")
QUERY = gql("query($id: ID!) { run(id: $id) { id name status step } }")


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


class Tally:
    def __init__(self):
        self.messages = self.sum = 0
        self.wall, self.cpu = time.monotonic(), cpu()

    def add(self, offset, text):
        """Takes what one message says: its number, and its text, which is never empty."""
        self.sum += offset
        self.messages += text != ""

    def report(self):
        """Prints messages, seconds, CPU seconds and sum, and waits until the runner has read the memory."""
        print(self.messages, time.monotonic() - self.wall, cpu() - self.cpu, self.sum, flush=True)
        sys.stdin.read()


async def push(port, subscriptions):
    async def take(session, tally):
        async for data in session.subscribe(SUBSCRIPTION):
            tally.add(data["logs"]["offset"], data["logs"]["line"])

    async with Client(transport=WebsocketsTransport(url=f"ws://127.0.0.1:{port}/graphql")) as session:
        tally = Tally()
        await asyncio.gather(*(take(session, tally) for _ in range(subscriptions)))
        tally.report()


async def http(port, requests, in_flight, library):
    async def run_some(session, tally):
        for _ in range(requests // in_flight):
            run = (await session.execute(query))["run"]
            tally.add(run["step"], run["name"])

    query = QUERY
    query.variable_values = {"id": "r-1"}
    make = {"aiohttp": AIOHTTPTransport, "httpx": HTTPXAsyncTransport}[library]
    async with Client(transport=make(url=f"http://127.0.0.1:{port}/graphql")) as session:
        tally = Tally()
        await asyncio.gather(*(run_some(session, tally) for _ in range(in_flight)))
        tally.report()


kind, *numbers, library = sys.argv[1:]
asyncio.run((push(*map(int, numbers)) if kind == "push" else http(*map(int, numbers), library)))
