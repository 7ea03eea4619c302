"""Subscriptions as server-sent events: what cuts must not lose or repeat."""

import json
import random

from cases import ProgramTest, each
from http_server import LAST_CHUNK, chunk, read_request, reply
from servers import Server

STREAM = reply(media="text/event-stream", headers=["Transfer-Encoding: chunked"], length=False)
COMPLETE = b"event: complete\ndata:\n\n"
QUICKER = ("--retry-initial", "0.001", "--retry-max", "0.002")


def event(number):
    return b'id: %d\nevent: next\ndata: {"data":{"n":%d}}\n\n' % (number, number)


class CuttingServer(Server):
    """Sends the events 0 to last - 1 and goes on behind Last-Event-ID; cuts so many connections at a random byte."""

    def __init__(self, events, cuts, seed):
        self.events, self.cuts = events, cuts
        self.random = random.Random(seed)
        self.positions = []  # where each connection asked to go on
        super().__init__()

    @property
    def url(self):
        return f"http://{self.authority}/graphql"

    def serve(self, connection, number):
        last_id = read_request(connection).headers.get("Last-Event-ID")
        self.positions.append(last_id)
        text = b"".join(map(event, range(int(last_id or -1) + 1, self.events))) + COMPLETE
        if self.cuts == 0:
            connection.send(STREAM + chunk(text) + LAST_CHUNK)
            return connection.close_gently()
        self.cuts -= 1
        answer = STREAM + b"".join(self._chunks(text))
        # Some do not even get the head; the others a few events, and mostly part of one.
        connection.send(answer[: self.random.randrange(min(len(answer), len(STREAM) + 600))])
        self.random.choice((connection.close_gently, connection.reset))()

    def _chunks(self, text):
        while text:
            size = self.random.randrange(1, 200)
            yield chunk(text[:size])
            text = text[size:]


class Cuts(ProgramTest):

    @each(1, 2, 3)
    def test_a_hundred_cuts_lose_and_repeat_nothing(self, seed):
        events, cuts = 1000, 100
        server = self._serving(CuttingServer(events, cuts, seed))
        outcome = self.subscribe(server, "--protocol", "sse", *QUICKER, "--retries", "-1")
        self.assert_streamed(outcome, *({"n": n} for n in range(events)))
        self.assertEqual(cuts + 1, server.connections)
        asked = [int(position) for position in server.positions if position]
        self.assertEqual(asked, sorted(asked))
