#!/usr/bin/env python3
"""The program against GraphQL servers that this project did not write.

    npm ci && python3 -m venv ../../build-python && ../../build-python/bin/pip install -r requirements.txt
    COROGQL=path/to/corogql COROGQL_BATCH=path/to/interop-batch python3 interop_test.py

Nothing is ever skipped: a missing program or a server that does not start fails the run.
"""

import json
import tempfile
import unittest

from harness import BOUND, NODE, SERVERS, Server, for_each, on_each_socket, on_each_stream, over_http_and_socket
from incremental_delivery import IncrementalDelivery
from request_forms import ListedOperations, NoPersistedQueries, RequestForms, Uploads

HELLO = "query ($name: String!) { hello(name: $name) }"
COUNT = "subscription ($after: Int!, $to: Int!, $delay: Int) { count(after: $after, to: $to, delayMs: $delay) }"


def counted(numbers):
    return [{"data": {"count": number}} for number in numbers]


class Operations(Server):
    @over_http_and_socket
    def test_query_with_variables(self, url):
        answer = self.query(url, HELLO, "-v", "name=Zoë 🦊")
        self.assertEqual(answer, {"data": {"hello": "Hello, Zoë 🦊!"}})

    @over_http_and_socket
    def test_mutation_then_query(self, url):
        change = "mutation ($key: String!) { setValue(key: $key, value: 42) }"
        key = ("-v", f"key={url}")
        self.assertEqual(self.query(url, change, *key), {"data": {"setValue": 42}})
        look = "query ($key: String!) { getValue(key: $key) }"
        self.assertEqual(self.query(url, look, *key), {"data": {"getValue": 42}})

    @over_http_and_socket
    def test_partial_data_is_printed(self, url):
        answer = self.query(url, '{ hello(name: "x") fail }', status=1)
        self.assertEqual(answer["data"], {"hello": "Hello, x!", "fail": None})
        [error] = answer["errors"]
        self.assertEqual((error["message"], error["path"]), ("boom", ["fail"]))
        self.assertEqual(error["extensions"]["code"], "BOOM")

    @for_each("document", lambda self: ("{ nowhere }", "{", HELLO))
    def test_refused_document(self, document):
        answer = self.query(self.url, document, status=1)
        self.assertTrue(answer["errors"][0]["message"])

    def test_refused_document_over_socket(self):
        self.run_program("query", self.socket_url, "-q", "{ nowhere }", status=1)

    @over_http_and_socket
    def test_headers(self, url):
        answer = self.query(url, '{ echoHeaders(name: "X-Trace") }', "-H", "X-Trace: a b")
        self.assertEqual(answer, {"data": {"echoHeaders": "a b"}})

    @over_http_and_socket
    def test_numbers_keep_their_text(self, url):
        printed = self.run_program("query", url, "--compact", "-q", "{ big id64 }").stdout
        self.assertEqual(printed, '{"data":{"big":1.7976931348623157e+308,"id64":"9223372036854775807"}}\n')

    @over_http_and_socket
    def test_deadline(self, url):
        slow = f"{{ slow(ms: {BOUND * 1000}) }}"
        self.run_program("query", url, "-q", slow, "--timeout", "0.5", status=6)


class ServedSchema(Server):
    """Node's servers have one schema, which graphql-js itself prints as well."""

    def schema_urls(self):
        return self.url, self.socket_url

    def test_schema(self):
        expected = self.run_command(NODE, SERVERS.parent / "schema" / "print_served.mjs").stdout
        for url in self.schema_urls():
            with self.subTest(url):
                self.assertEqual(self.run_program("schema", url).stdout, expected)


class Cuts(Server):
    def follow_through_cuts(self, protocol):
        last, events_between_cuts = 120, 30
        variables = ("-v", "after=0", "-v", f"to={last}", "-v", "delay=5")
        resume = ("--resume", "/data/count=after", "--retry-initial", "0.05", "--retry-max", "0.2")
        events, cut = [], 0
        for event in self.follow(protocol, COUNT, *variables, *resume):
            events.append(event)
            if len(events) % events_between_cuts == 0 and len(events) < last:
                cut += self.drop_connections()
        self.assertEqual(events, counted(range(1, last + 1)))
        self.assertGreater(cut, 0)


class Subscriptions(Cuts):
    closes_when_source_throws = False

    @on_each_socket
    def test_count(self, protocol):
        endless = ("-v", "after=0", "-v", "to=1000000000", "-v", "delay=1")
        events, _ = self.subscribe(protocol, COUNT, *endless, "--count", "3")
        self.assertEqual(events, counted([1, 2, 3]))

    @on_each_socket
    def test_natural_completion(self, protocol):
        events, _ = self.subscribe(protocol, COUNT, "-v", "after=0", "-v", "to=500")
        self.assertEqual(events, counted(range(1, 501)))

    @on_each_socket
    def test_refused_subscription(self, protocol):
        events, stderr = self.subscribe(protocol, "subscription { nowhere }", status=1)
        self.assertIn("nowhere", f"{events}{stderr}")

    @on_each_socket
    def test_source_that_throws(self, protocol):
        closes = self.closes_when_source_throws
        options = ("--retries", "0", "--error-format", "json")
        events, stderr = self.subscribe(protocol, "subscription { failing }", *options, status=3 if closes else 1)
        self.assertEqual(events[0], {"data": {"failing": 1}})
        if closes:
            self.assertEqual(json.loads(stderr.splitlines()[-1])["close_code"], 4500)
        else:
            self.assertIn("boom", f"{events}{stderr}")

    @on_each_socket
    def test_connection_init(self, protocol):
        with tempfile.NamedTemporaryFile("w") as file:
            print("Bearer file", file=file, flush=True)
            auth_file = ("--auth-file", file.name)
            init = ("--init", '{"Authorization": "Bearer init"}')
            for options, seen in (
                ((), None),
                (init, "Bearer init"),
                (auth_file, "Bearer file"),
                (auth_file + init, "Bearer init"),
            ):
                events, _ = self.subscribe(protocol, "subscription { whoami }", *options)
                self.assertEqual(events, [{"data": {"whoami": seen}}])

    @over_http_and_socket
    def test_auth_file_is_a_header_too(self, url):
        with tempfile.NamedTemporaryFile("w") as file:
            print("Bearer file", file=file, flush=True)
            answer = self.query(url, '{ echoHeaders(name: "Authorization") }', "--auth-file", file.name)
            self.assertEqual(answer, {"data": {"echoHeaders": "Bearer file"}})

    @for_each("protocol", lambda self: {"graphql-transport-ws", "graphql-ws"}.difference(self.sockets))
    def test_protocol_that_the_server_does_not_speak(self, protocol):
        self.subscribe(protocol, "subscription { whoami }", status=5)

    @on_each_socket
    def test_resume_through_cut_connections(self, protocol):
        self.follow_through_cuts(protocol)


class Streams(Cuts):
    """Subscriptions over HTTP."""

    cuts_when_source_throws = False

    @on_each_stream
    def test_stream_count(self, protocol):
        endless = ("-v", "after=0", "-v", "to=1000000000", "-v", "delay=1")
        events, _ = self.subscribe(protocol, COUNT, *endless, "--count", "3")
        self.assertEqual(events, counted([1, 2, 3]))

    @on_each_stream
    def test_stream_natural_completion(self, protocol):
        events, _ = self.subscribe(protocol, COUNT, "-v", "after=0", "-v", "to=500")
        self.assertEqual(events, counted(range(1, 501)))

    @on_each_stream
    def test_stream_refused(self, protocol):
        events, stderr = self.subscribe(protocol, "subscription { nowhere }", status=1)
        self.assertIn("nowhere", f"{events}{stderr}")

    @on_each_stream
    def test_stream_of_a_document_that_is_no_graphql(self, protocol):
        events, stderr = self.subscribe(protocol, "subscription {", status=1)
        self.assertIn("Syntax Error", f"{events}{stderr}")

    @on_each_stream
    def test_stream_whose_source_throws(self, protocol):
        status, said = (3, "lost") if self.cuts_when_source_throws else (1, "boom")
        events, stderr = self.subscribe(protocol, "subscription { failing }", "--retries", "0", status=status)
        self.assertEqual(events[0], {"data": {"failing": 1}})
        self.assertIn(said, f"{events}{stderr}")

    @on_each_stream
    def test_stream_of_a_query(self, protocol):
        events, _ = self.subscribe(protocol, HELLO, "-v", "name=x")
        self.assertEqual(events, [{"data": {"hello": "Hello, x!"}}])

    @on_each_stream
    def test_stream_headers(self, protocol):
        document = '{ echoHeaders(name: "X-Trace") }'
        events, _ = self.subscribe(protocol, document, "-H", "X-Trace: a b")
        self.assertEqual(events, [{"data": {"echoHeaders": "a b"}}])

    @on_each_stream
    def test_stream_whose_server_has_no_such_address(self, protocol):
        self.run_program("subscribe", self.url + "/elsewhere", "--protocol", protocol, "-q", COUNT, status=4)

    @on_each_stream
    def test_stream_resumes_through_cuts(self, protocol):
        self.follow_through_cuts(protocol)


class Yoga(
    Operations,
    ServedSchema,
    RequestForms,
    ListedOperations,
    NoPersistedQueries,
    Uploads,
    IncrementalDelivery,
    Subscriptions,
    Streams,
    unittest.TestCase,
):
    server, sockets, streams = "yoga", ("graphql-transport-ws",), ("sse", "multipart")
    closes_when_source_throws = True

    def schema_urls(self):
        return (self.url.replace("/graphql", "/plain"),)  # elsewhere a plugin adds directives


class GraphqlSse(ServedSchema, Streams, unittest.TestCase):
    server, sockets, streams = "graphql_sse", (), ("sse", "sse-single")
    cuts_when_source_throws = True

    def schema_urls(self):
        return (self.url,)  # it has no websocket


class Apollo(Operations, ServedSchema, RequestForms, Subscriptions, Streams, unittest.TestCase):
    server, sockets, streams = "apollo", ("graphql-transport-ws",), ("multipart",)
    closes_when_source_throws = True

    def test_get_that_a_page_could_forge_is_refused(self):
        status, answer = self.ask("GET", "?query=%7B__typename%7D")
        self.assertEqual(status, 400)
        self.assertIn("CSRF", answer["errors"][0]["message"])


class Mercurius(Operations, ServedSchema, RequestForms, Subscriptions, unittest.TestCase):
    server, sockets = "mercurius", ("graphql-transport-ws", "graphql-ws")


class TransportWs(Operations, ServedSchema, Subscriptions, unittest.TestCase):
    server, sockets = "transport_ws", ("graphql-ws",)


class Killed(Server):
    """The server's process dies, and another one takes its place."""

    def test_killed_in_mid_stream(self):
        for protocol in (*self.sockets, *self.streams):
            with self.subTest(protocol):
                self.follow_through_kill(protocol)

    def follow_through_kill(self, protocol):
        last = 40
        url, server = self.start()
        port = url.split(":")[2].split("/")[0]
        variables = ("-v", "after=0", "-v", f"to={last}", "-v", "delay=10")
        resume = ("--resume", "/data/count=after", "--retry-initial", "0.05", "--retry-max", "0.2", "--retries", "200")
        events = []
        try:
            for event in self.follow(protocol, COUNT, *variables, *resume, url=url):
                events.append(event)
                if len(events) == 10:
                    server.kill()
                    server.communicate()
                    _, server = self.start(port)
        finally:
            self.stop(server)
        self.assertEqual(events, counted(range(1, last + 1)))


class Strawberry(Operations, Subscriptions, Streams, Killed, unittest.TestCase):
    server, sockets, streams = "strawberry", ("graphql-transport-ws", "graphql-ws"), ("sse",)

    def test_as_get(self):
        self.assertEqual(self.query(self.url, HELLO, "-v", "name=x", "--get"), {"data": {"hello": "Hello, x!"}})


class Ariadne(Operations, Subscriptions, Killed, unittest.TestCase):
    server, sockets, streams = "ariadne", ("graphql-transport-ws",), ()


if __name__ == "__main__":
    unittest.main()
