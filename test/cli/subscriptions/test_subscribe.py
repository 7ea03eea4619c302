"""Subscriptions that go well, and the ways in which a server may end them."""

import json

from cases import ONCE, ProgramTest, each
from http_server import page, reply
from websocket_server import CONTINUATION, LEGACY, NEW, PING, PONG, TEXT, Peer, failing, frame, stream, unsubscribed

PROTOCOLS = (NEW, LEGACY)


def before_ack(*messages):
    """A script that says this between connection_init and connection_ack, then streams one event."""
    def script(peer):
        peer.upgrade()
        peer.expect("connection_init")
        for message in messages:
            peer.send(message)
        peer.send("connection_ack")
        finish_with_one_event(peer)
    return script


def finish_with_one_event(peer):
    peer.expect_subscribe()
    peer.next({"a": 1})
    peer.complete()


class Stream(ProgramTest):

    @each(*PROTOCOLS)
    def test_events_until_complete(self, protocol):
        server = self.websocket(stream({"a": 1}, {"a": 2}, protocol=protocol))
        self.assert_streamed(self.subscribe(server), {"a": 1}, {"a": 2})

    @each(*PROTOCOLS)
    def test_no_event(self, protocol):
        self.assert_streamed(self.subscribe(self.websocket(stream(protocol=protocol))))

    @each(*PROTOCOLS)
    def test_many_events(self, protocol):
        events = [{"a": n} for n in range(20_000)]
        self.assert_streamed(self.subscribe(self.websocket(stream(*events, protocol=protocol))), *events)

    def test_a_large_event(self):
        self.assert_streamed(self.subscribe(self.websocket(stream({"a": "x" * 3_000_000}))), {"a": "x" * 3_000_000})

    @each("http", "ws")
    def test_scheme(self, scheme):
        server = self.websocket(stream({"a": 1}))
        self.assert_streamed(self.subscribe(f"{scheme}://{server.authority}/graphql?x=1"), {"a": 1})
        request = server.peers[0].request
        self.assertEqual(("GET", "/graphql?x=1", server.authority), (request.method, request.target, request.headers["Host"]))

    @each(*PROTOCOLS)
    def test_what_is_subscribed(self, protocol):
        server = self.websocket(stream(protocol=protocol))
        document = "subscription A { a } subscription B { b }"
        self.subscribe(server, "-o", "B", "-v", "a.b=1", document=document)
        payload = server.peers[0].subscription["payload"]
        self.assertEqual((document, "B", {"a": {"b": 1}}), (payload["query"], payload["operationName"], payload["variables"]))

    def test_the_id_is_a_string(self):
        server = self.websocket(stream())
        self.subscribe(server)
        self.assertIsInstance(server.peers[0].id, str)
        self.assertNotEqual("", server.peers[0].id)

    def test_document_from_standard_input(self):
        server = self.websocket(stream({"a": 1}))
        self.assert_streamed(self.execute("subscribe", server.url, "-f", "-", stdin="subscription { a }"), {"a": 1})
        self.assertEqual("subscription { a }", server.peers[0].subscription["payload"]["query"])

    def test_headers_go_into_the_upgrade(self):
        server = self.websocket(stream())
        self.subscribe(server, "-H", "X-One: 1")
        self.assertEqual("1", server.peers[0].request.headers["X-One"])

    @each(*PROTOCOLS)
    def test_an_event_with_errors_goes_on_but_exits_1(self, protocol):
        def script(peer):
            peer.welcome(protocol)
            peer.expect_subscribe()
            peer.next(None, errors=[{"message": "no"}])
            peer.next({"a": 2})
            peer.complete()
        outcome = self.subscribe(self.websocket(script))
        self.assert_code(outcome, 1)
        self.assertEqual([{"data": None, "errors": [{"message": "no"}]}, {"data": {"a": 2}}], outcome.events)

    def test_errors_in_events_are_an_object_for_programs(self):
        def script(peer):
            peer.welcome(NEW)
            peer.expect_subscribe()
            peer.next(None, errors=[{"message": "no"}])
            peer.next({"a": 2})
            peer.complete()
        outcome = self.subscribe(self.websocket(script), "--error-format", "json")
        self.assert_code(outcome, 1)
        self.assertEqual("graphql", outcome.error["kind"])
        self.assertEqual([{"message": "no"}], outcome.error["errors"])
        self.assertEqual(1, len(outcome.err.splitlines()), outcome)

    def test_the_failure_is_the_last_line_with_verbose(self):
        for _ in range(5):
            outcome = self.subscribe(self.websocket(stream(end=lambda peer: peer.send_close(4400, b"no"))), "--verbose")
            self.assert_failed(outcome, 5)
            asked = self.query(self.websocket(stream(end=lambda peer: peer.error([{"message": "no"}]))),
                               "--verbose")
            self.assert_failed(asked, 1, out=None)

    @each(*PROTOCOLS)
    def test_count(self, protocol):
        """Reached: `complete`/`stop` is sent, then close 1000."""
        server = self.websocket(stream({"a": 1}, {"a": 2}, {"a": 3}, end=unsubscribed, protocol=protocol))
        self.assert_streamed(self.subscribe(server, "--count", "2"), {"a": 1}, {"a": 2})

    def test_fewer_than_the_count(self):
        self.assert_streamed(self.subscribe(self.websocket(stream({"a": 1})), "--count", "2"), {"a": 1})

    def test_a_server_that_ignores_the_close(self):
        """The close handshake is bounded by 2 s."""
        def script(peer):
            stream({"a": 1}, end=Peer.expect_unsubscribe)(peer)
            peer.wait_until_gone()
        self.assert_streamed(self.subscribe(self.websocket(script), "--count", "1"), {"a": 1})


class Opening(ProgramTest):

    def test_both_protocols_are_offered_the_new_one_first(self):
        server = self.websocket(stream())
        self.subscribe(server)
        self.assertEqual([NEW, LEGACY], server.peers[0].offered)

    @each(*PROTOCOLS)
    def test_only_the_chosen_protocol_is_offered(self, protocol):
        server = self.websocket(stream({"a": 1}))
        self.assert_streamed(self.subscribe(server, "--protocol", protocol), {"a": 1})
        self.assertEqual([protocol], server.peers[0].offered)

    def test_auto_is_both(self):
        server = self.websocket(stream(protocol=LEGACY))
        self.assert_code(self.subscribe(server, "--protocol", NEW, "--protocol", "auto"), 0)
        self.assertEqual([NEW, LEGACY], server.peers[0].offered)

    @each(*PROTOCOLS)
    def test_nothing_but_init_before_the_ack(self, protocol):
        def script(peer):
            peer.upgrade(protocol)
            peer.expect("connection_init")
            assert not peer.hears_within(0.2), "the program spoke before the ack"
            peer.send("connection_ack")
            finish_with_one_event(peer)
        self.assert_streamed(self.subscribe(self.websocket(script)), {"a": 1})

    @each(("text", '{"token":"x","n":[1]}', False), ("file", '{"token":"x","n":[1]}', True))
    def test_init_payload(self, _, payload, from_file):
        server = self.websocket(stream())
        self.assert_code(self.subscribe(server, "--init", "@" + self.file(payload) if from_file else payload), 0)
        self.assertEqual({"token": "x", "n": [1]}, server.peers[0].init["payload"])

    def test_no_init_payload(self):
        server = self.websocket(stream())
        self.subscribe(server)
        self.assertIn(server.peers[0].init.get("payload"), (None, {}))

    @each(("object", {"payload": {"a": 1}}), ("null", {"payload": None}), ("absent", {}))
    def test_ack_payload(self, _, members):
        def script(peer):
            peer.upgrade()
            peer.expect("connection_init")
            peer.send("connection_ack", **members)
            finish_with_one_event(peer)
        self.assert_streamed(self.subscribe(self.websocket(script)), {"a": 1})

    def test_ping_before_ack_is_answered_at_once(self):
        def script(peer):
            peer.upgrade()
            peer.expect("connection_init")
            peer.send("ping")
            peer.expect("pong")
            peer.send("connection_ack")
            finish_with_one_event(peer)
        self.assert_streamed(self.subscribe(self.websocket(script)), {"a": 1})

    def test_pong_before_ack_is_ignored(self):
        self.assert_streamed(self.subscribe(self.websocket(before_ack("pong"))), {"a": 1})

    def test_ka_before_ack_is_tolerated(self):
        def script(peer):
            peer.upgrade(LEGACY)
            peer.expect("connection_init")
            peer.send("ka")
            peer.send("connection_ack")
            finish_with_one_event(peer)
        self.assert_streamed(self.subscribe(self.websocket(script)), {"a": 1})

    @each(*PROTOCOLS)
    def test_a_second_ack_is_ignored(self, protocol):
        def script(peer):
            peer.welcome(protocol)
            peer.send("connection_ack")
            peer.expect_subscribe()
            peer.send("connection_ack")
            peer.next({"a": 1})
            peer.complete()
            peer.finish()
        server = self.websocket(script)
        self.assert_streamed(self.subscribe(server), {"a": 1})
        self.assertEqual(1, sum(message["type"] in ("subscribe", "start") for message in server.peers[0].messages))

    def test_a_frame_in_the_packet_of_the_101_is_not_lost(self):
        def script(peer):
            peer.upgrade(after=frame(PING, b"early"))
            peer.expect("connection_init")
            peer.send("connection_ack")
            finish_with_one_event(peer)
            peer.finish()
            assert peer.pongs == [b"early"], peer.pongs
        self.assert_streamed(self.subscribe(self.websocket(script)), {"a": 1})

    def test_many_headers_in_the_101(self):
        def script(peer):
            peer.upgrade(NEW, *[f"Set-Cookie: c{n}={'x' * 80}" for n in range(60)])
            peer.expect("connection_init")
            peer.send("connection_ack")
            finish_with_one_event(peer)
        self.assert_streamed(self.subscribe(self.websocket(script)), {"a": 1})


class Refused(ProgramTest):
    """Upgrades that fail."""

    @each(408, 425, 429, 500, 502, 503, 504)
    def test_transient_status(self, status):
        server = self.websocket(lambda peer: peer.refuse(page(status)), stream({"a": 1}))
        self.assert_streamed(self.subscribe(server), {"a": 1})

    @each(408, 425, 429, 500, 502, 503, 504)
    def test_transient_status_with_no_attempt_left(self, status):
        server = self.websocket(lambda peer: peer.refuse(page(status)))
        error = self.assert_failed(self.subscribe(server, "--retries", "1"), 4)
        self.assertEqual((2, status, 2), (server.connections, error["http_status"], error["attempts"]))

    @each(200, 301, 307, 400, 404, 405, 426)
    def test_final_status(self, status):
        server = self.websocket(lambda peer: peer.refuse(page(status, "Location: /elsewhere")))
        error = self.assert_failed(self.subscribe(server), 4)
        self.assertEqual((1, status), (server.connections, error["http_status"]))

    @each(429, 503)
    def test_too_long_a_wait_is_final_at_once(self, status):
        server = self.websocket(lambda peer: peer.refuse(page(status, "Retry-After: 301")))
        self.assert_failed(self.subscribe(server), 4)
        self.assertEqual(1, server.connections)

    def test_json_instead_of_a_socket(self):
        server = self.websocket(lambda peer: peer.refuse(reply({"errors": [{"message": "no"}]}, 400)))
        self.assertIn(self.subscribe(server).code, (1, 4))
        self.assertEqual(1, server.connections)

    @each(
        ("protocol that was not offered", lambda peer: peer.upgrade("mqtt")),
        ("wrong accept key", lambda peer: peer.upgrade(accept="AAAAAAAAAAAAAAAAAAAAAAAAAAA=")),
        ("no Upgrade header", lambda peer: peer.send_bytes(reply(b"", 101, None, length=False))),
        ("extension that was not offered", lambda peer: peer.upgrade(NEW, "Sec-WebSocket-Extensions: x-unheard-of")),
    )
    def test_bad_101(self, _, answer):
        def script(peer):
            answer(peer)
            peer.expect_silence()
        self.assert_failed(self.subscribe(self.websocket(script), *ONCE), 5)

    def test_the_legacy_protocol_when_only_the_new_one_was_offered(self):
        def script(peer):
            peer.upgrade(LEGACY)
            peer.expect_silence()
        server = self.websocket(script)
        self.assert_failed(self.subscribe(server, "--protocol", NEW, *ONCE), 5)

    def test_no_protocol_in_the_101_never_hangs(self):
        def script(peer):
            peer.upgrade(None)
            peer.finish()
        outcome = self.subscribe(self.websocket(script), *ONCE, "--ack-timeout", "0.3")
        self.assertIn(outcome.code, (3, 5, 6), outcome)

    def test_no_answer_to_the_upgrade(self):
        server = self.websocket(Peer.wait_until_gone, stream({"a": 1}))
        self.assert_streamed(self.subscribe(server, "--connect-timeout", "3"), {"a": 1})


class ErrorMessages(ProgramTest):
    """A terminal `error`: its payload goes to stderr."""

    @each(
        ("list", NEW, [{"message": "no"}, {"message": "nor"}], 2),
        ("list, legacy", LEGACY, [{"message": "no"}], 1),
        ("object", NEW, {"message": "no"}, 1),
        ("object, legacy", LEGACY, {"message": "no"}, 1),
        ("text", NEW, "no", 1),
        ("text, legacy", LEGACY, "no", 1),
    )
    def test_is_read_as_graphql_errors(self, _, protocol, payload, count):
        server = self.websocket(stream({"a": 1}, end=failing(payload), protocol=protocol))
        outcome = self.subscribe(server)
        self.assert_streamed(outcome, {"a": 1}, code=1)
        error = outcome.error
        self.assertEqual(("graphql", count, "no"), (error["kind"], len(error["errors"]), error["errors"][0]["message"]))
        self.assertEqual(1, server.connections)

    @each(
        ("null", NEW, None),
        ("null, legacy", LEGACY, None),
        ("empty list", NEW, []),
        ("empty list, legacy", LEGACY, []),
    )
    def test_is_a_violation(self, _, protocol, payload):
        server = self.websocket(stream(end=failing(payload), protocol=protocol))
        self.assert_failed(self.subscribe(server), 5, "protocol")

    @each(*PROTOCOLS)
    def test_complete_after_error_changes_nothing(self, protocol):
        def end(peer):
            peer.error([{"message": "no"}])
            peer.complete()
        self.assert_failed(self.subscribe(self.websocket(stream(end=end, protocol=protocol))), 1)


class Tolerated(ProgramTest):
    """What a server may say in between without disturbing anything."""

    def between(self, *acts, protocol=NEW):
        """Two events with these acts of the server between them."""
        def script(peer):
            peer.welcome(protocol)
            peer.expect_subscribe()
            peer.next({"a": 1})
            for act in acts:
                act(peer)
            peer.next({"a": 2})
            peer.complete()
        server = self.websocket(script)
        self.assert_streamed(self.subscribe(server), {"a": 1}, {"a": 2})
        self.assertEqual(1, server.connections)

    @each(
        ("pong", NEW, {"type": "pong"}),
        ("event for another id", NEW, {"type": "next", "id": "other", "payload": {"data": {"a": 9}}}),
        ("complete for another id", NEW, {"type": "complete", "id": "other"}),
        ("error for another id", NEW, {"type": "error", "id": "other", "payload": [{"message": "no"}]}),
        ("unknown member", NEW, {"type": "ping", "colour": "blue"}),
        ("ka", LEGACY, {"type": "ka"}),
        ("unknown type, legacy", LEGACY, {"type": "start_ack"}),
        ("ping, legacy", LEGACY, {"type": "ping"}),
        ("event for another id, legacy", LEGACY, {"type": "data", "id": "other", "payload": {"data": {"a": 9}}}),
    )
    def test_message(self, _, protocol, message):
        self.between(lambda peer: peer.send_text(json.dumps(message)), protocol=protocol)

    def test_what_is_not_understood_is_told_with_verbose(self):
        def script(peer):
            peer.welcome(LEGACY)
            peer.expect_subscribe()
            peer.send_text(json.dumps({"type": "start_ack", "seen": "Bearer s3cret", "rest": "x" * 300}))
            peer.complete()
        secret = ("-H", "Authorization: Bearer s3cret")
        self.assertNotIn("start_ack", self.subscribe(self.websocket(script), *secret).err)
        told = self.subscribe(self.websocket(script), "--verbose", *secret)
        self.assertRegex(told.err, r'not understood: .*\{"type": ?"start_ack".*xxx')
        self.assertNotIn("x" * 200, told.err)
        self.assertNotIn("s3cret", told.err)

    def test_the_other_protocols_names_with_lenient(self):
        def script(peer):
            peer.welcome(NEW)
            peer.expect_subscribe()
            peer.send("data", id=peer.id, payload={"data": {"a": 1}})
            peer.complete()
        self.assert_streamed(self.subscribe(self.websocket(script), "--lenient"), {"a": 1})
        self.assert_failed(self.subscribe(self.websocket(script)), 5, "protocol")

    def test_an_answer_without_a_media_type_with_lenient(self):
        answer = reply({"data": {"a": 1}}, media=None)
        self.assert_answered(self.query(self.http(answer), "--lenient"), {"data": {"a": 1}})
        self.assert_failed(self.query(self.http(answer)), 4)

    def test_ping_is_answered_with_its_payload(self):
        def ping(peer):
            peer.send("ping", payload={"n": 1})
            assert peer.expect("pong").get("payload") == {"n": 1}, peer.messages[-1]
        self.between(ping)

    def test_websocket_ping_is_answered(self):
        def ping(peer):
            peer.send_frame(PING, b"hello")
            assert peer.receive_frame() == (PONG, b"hello")
        self.between(ping)

    def test_websocket_pong_is_ignored(self):
        self.between(lambda peer: peer.send_frame(PONG, b"unasked"))

    def test_fragments_of_one_byte_with_a_ping_between(self):
        def script(peer):
            peer.welcome()
            peer.expect_subscribe()
            message = b'{"id":"%s","type":"next","payload":{"data":{"a":"\xc3\xa9"}}}' % peer.id.encode()
            for position in range(len(message)):
                peer.send_frame(CONTINUATION if position else TEXT, message[position:position + 1], final=False)
            peer.send_frame(PING, b"hello")
            assert peer.receive_frame() == (PONG, b"hello")
            peer.send_frame(CONTINUATION)
            peer.complete()
        self.assert_streamed(self.subscribe(self.websocket(script)), {"a": "é"})

    def test_after_the_end(self):
        """An event for a finished subscription."""
        def end(peer):
            peer.complete()
            peer.next({"a": 9})
            peer.finish()
        self.assert_streamed(self.subscribe(self.websocket(stream({"a": 1}, end=end))), {"a": 1})
