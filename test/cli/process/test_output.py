"""What goes to stdout, and how."""

import json
import re

from cases import ProgramTest, each
from http_server import page, reply
from websocket_server import stream

DATA = {"data": {"text": "x", "list": [{"a/b": 1}, {"m~n": 2}], "object": {"a": None}}}


class FullDisk(ProgramTest):
    """What could not be printed is no success."""

    def assert_told(self, outcome):
        self.assertIn("stdout", self.assert_failed(outcome, 2, "config")["message"])

    def test_query(self):
        self.assert_told(self.query(self.http(reply(DATA)), full_disk=True))

    def test_subscription(self):
        self.assert_told(self.subscribe(self.websocket(stream({"a": 1})), full_disk=True))

    def test_mapi(self):
        clusters = reply({"data": {"getClusters": []}})
        self.assert_told(self.execute("mapi", "clusters", "--endpoint", self.http(clusters).url, "--error-format", "json",
                                      environment={"MOSAICML_API_KEY": "key"}, full_disk=True))


class Query(ProgramTest):

    def printed(self, body, *options, code=0, **how):
        outcome = self.query(self.http(reply(body)), *options, **how)
        self.assert_code(outcome, code)
        return outcome.out

    def test_compact_when_not_a_terminal(self):
        self.assertEqual('{"data":{"a":1}}\n', self.printed('{"data":{"a":1}}'))

    def test_compact_takes_spaces_out(self):
        self.assertEqual('{"data":{"a":[1,"b c"]}}\n', self.printed('{\n "data" : { "a": [ 1, "b c" ] }\n}\n', "--compact"))

    def test_pretty(self):
        out = self.printed(DATA, "--pretty")
        self.assertEqual(DATA, json.loads(out))
        self.assertGreater(len(out.splitlines()), 5)
        self.assertTrue(out.endswith("}\n"))

    def test_pretty_on_a_terminal(self):
        out = self.printed(DATA, terminal=True)
        self.assertEqual(DATA, json.loads(out))
        self.assertGreater(len(out.splitlines()), 5)

    def test_compact_on_a_terminal(self):
        self.assertEqual(1, len(self.printed(DATA, "--compact", terminal=True).splitlines()))

    def test_the_last_of_pretty_and_compact_wins(self):
        self.assertEqual(1, len(self.printed(DATA, "--pretty", "--compact").splitlines()))

    def test_compact_keeps_the_text_of_numbers(self):
        body = ('{"data":{"a":9223372036854775808,"b":123456789012345678901234567890,"c":-18446744073709551616,'
                '"d":1.10,"e":1E+2,"f":0.1000000000000000055511151231257827,"g":-0}}')
        self.assertEqual(body + "\n", self.printed(body, "--compact"))

    def test_pretty_keeps_64_bit_integers(self):
        body = '{"data":{"a":9223372036854775807,"b":18446744073709551615}}'
        self.assertEqual(json.loads(body), json.loads(self.printed(body, "--pretty")))

    def test_text_of_any_kind(self):
        data = {"data": {"a": "日本 😀 \" \\ \n \x01 \u2028"}}
        self.assertEqual(data, json.loads(self.printed(data)))

    def test_order_of_members_is_kept(self):
        self.assertEqual('{"data":{"z":1,"a":2,"m":3}}\n', self.printed('{"data":{"z":1,"a":2,"m":3}}'))

    def test_nothing_on_stderr_when_all_is_well(self):
        outcome = self.query(self.http(reply(DATA)))
        self.assertEqual((0, ""), (outcome.code, outcome.err))

    def test_nothing_on_stdout_when_there_is_no_answer(self):
        self.assert_failed(self.query(self.http(page(404))), 4, out="")

    # Colours

    COLOURED = {"data": {"text": "x", "list": [1, -2.5e3, True, None], "empty": {}}}

    def test_colours_on_a_terminal(self):
        out = self.printed(self.COLOURED, terminal=True, environment={"TERM": "xterm"})
        for piece in ('\x1b[34m"text"\x1b[0m: \x1b[32m"x"\x1b[0m', "\x1b[33m-2500.0\x1b[0m", "\x1b[33mnull\x1b[0m"):
            self.assertIn(piece, out)
        self.assertEqual(self.COLOURED, json.loads(re.sub(r"\x1b\[\d+m", "", out)))

    def test_colours_of_one_line(self):
        out = self.printed('{"data":[1e5,"b:"]}', "--compact", "--select", "/data", terminal=True, environment={"TERM": "xterm"})
        self.assertEqual('[\x1b[33m1e5\x1b[0m,\x1b[32m"b:"\x1b[0m]\r\n', out)

    def test_colours_of_events(self):
        outcome = self.subscribe(self.websocket(stream({"a": 1})), terminal=True, environment={"TERM": "xterm"})
        self.assertIn('\x1b[34m"a"\x1b[0m:\x1b[33m1\x1b[0m', outcome.out)

    @each(
        ("NO_COLOR", True, {"TERM": "xterm", "NO_COLOR": "1"}),
        ("a dumb terminal", True, {"TERM": "dumb"}),
        ("no terminal", False, {"TERM": "xterm"}),
    )
    def test_no_colours(self, _, terminal, environment):
        self.assertNotIn("\x1b", self.printed(self.COLOURED, terminal=terminal, environment=environment))

    def test_an_empty_no_color_says_nothing(self):
        self.assertIn("\x1b", self.printed(self.COLOURED, terminal=True, environment={"TERM": "xterm", "NO_COLOR": ""}))

    def test_control_characters_on_a_terminal(self):
        """JSON allows DEL and C1 in strings; a terminal would obey them."""
        data = {"data": {"a\x9b": "é\x7f \x9b31m \x80\x9f\xa0"}}
        body = json.dumps(data, ensure_ascii=False)
        out = self.printed(body, terminal=True)
        self.assertNotRegex(out, "[\x7f-\x9f]")
        self.assertEqual(data, json.loads(out))
        self.assertIn("\x9b", self.printed(body))

    # Selection

    def test_select_nothing(self):
        outcome = self.query(self.http(reply(DATA)), "--select", "/data/none")
        error = self.assert_failed(outcome, 5, "decode")
        self.assertEqual(("decode", 1), (error["phase"], len(outcome.err.splitlines())))
        self.assertIn("/data/none", error["message"])

    def test_select_nothing_of_an_answer_with_errors(self):
        """They say why."""
        body = {"data": None, "errors": [{"message": "no"}]}
        outcome = self.query(self.http(reply(body)), "--select", "/data/a")
        self.assertIn("no", self.assert_failed(outcome, 1)["message"])

    def test_select_a_value(self):
        self.assertEqual([{"a/b": 1}, {"m~n": 2}], json.loads(self.printed(DATA, "--select", "/data/list")))

    def test_select_in_a_list(self):
        self.assertEqual({"m~n": 2}, json.loads(self.printed(DATA, "--select", "/data/list/1")))

    def test_select_with_escapes(self):
        self.assertEqual("1\n", self.printed(DATA, "--select", "/data/list/0/a~1b"))
        self.assertEqual("2\n", self.printed(DATA, "--select", "/data/list/1/m~0n"))

    def test_select_null(self):
        self.assertEqual("null\n", self.printed(DATA, "--select", "/data/object/a"))

    def test_select_everything(self):
        self.assertEqual(DATA, json.loads(self.printed(DATA, "--select", "")))

    def test_select_keeps_the_text_of_numbers(self):
        body = '{"data":{"a":123456789012345678901234567890}}'
        self.assertEqual("123456789012345678901234567890\n", self.printed(body, "--compact", "--select", "/data/a"))

    def test_select_text(self):
        self.assertEqual('"x"\n', self.printed(DATA, "--select", "/data/text"))

    def test_select_raw_text(self):
        self.assertEqual("x\n", self.printed(DATA, "--select", "/data/text", "--raw"))

    def test_raw_text_is_not_escaped(self):
        body = {"data": {"a": "tab\t\"é\""}}
        self.assertEqual("tab\t\"é\"\n", self.printed(body, "--select", "/data/a", "--raw"))

    def test_raw_leaves_other_values_alone(self):
        self.assertEqual('{"a":null}\n', self.printed(DATA, "--raw", "--select", "/data/object"))

    def test_select_errors(self):
        body = {"data": None, "errors": [{"message": "no"}]}
        self.assertEqual("no\n", self.printed(body, "--select", "/errors/0/message", "--raw", code=1))

    def test_the_last_selection_wins(self):
        self.assertEqual("null\n", self.printed(DATA, "--select", "/data/text", "--select", "/data/object/a"))


class Verbose(ProgramTest):

    def test_query_tells_its_story_on_stderr(self):
        outcome = self.query(self.http(reply(DATA)), "--verbose")
        self.assert_answered(outcome, DATA)
        self.assertNotEqual("", outcome.err)

    def test_subscribe_tells_its_story_on_stderr(self):
        outcome = self.subscribe(self.websocket(stream({"a": 1})), "--verbose")
        self.assert_streamed(outcome, {"a": 1})
        self.assertNotEqual("", outcome.err)

    def test_the_error_is_still_the_last_line(self):
        self.assert_failed(self.query(self.http(page(404)), "--verbose"), 4)


class Subscribe(ProgramTest):

    def test_one_compact_line_per_event(self):
        outcome = self.subscribe(self.websocket(stream({"a": "one\ntwo"}, {"a": 2})))
        self.assertEqual('{"data":{"a":"one\\ntwo"}}\n{"data":{"a":2}}\n', outcome.out)

    def test_every_line_is_flushed(self):
        def script(peer):
            peer.welcome()
            peer.expect_subscribe()
            peer.next({"a": 1})
            peer.expect_unsubscribe()  # comes when the test has seen the line
            peer.expect_close(1000)
        server = self.websocket(script)
        program = self.subscriber(server, "--count", "2")
        self.assertEqual('{"data":{"a":1}}', program.line())
        server.peers[0].next({"a": 2})
        self.assert_streamed(program.finish(), {"a": 1}, {"a": 2})

    def test_errors_and_extensions_are_printed(self):
        def script(peer):
            peer.welcome()
            peer.expect_subscribe()
            peer.next({"a": 1}, errors=[{"message": "no"}], extensions={"x": 1})
            peer.next({"a": 2}, extensions={"x": 2})
            peer.complete()
        outcome = self.subscribe(self.websocket(script))
        self.assertEqual([{"data": {"a": 1}, "errors": [{"message": "no"}], "extensions": {"x": 1}},
                          {"data": {"a": 2}, "extensions": {"x": 2}}], outcome.events)

    def test_the_text_of_numbers_is_kept(self):
        def script(peer):
            peer.welcome()
            peer.expect_subscribe()
            peer.send_text('{"id":"%s","type":"next","payload":{"data":{"a":123456789012345678901234567890,"b":1.10}}}' % peer.id)
            peer.complete()
        outcome = self.subscribe(self.websocket(script), "--compact")
        self.assertEqual('{"data":{"a":123456789012345678901234567890,"b":1.10}}\n', outcome.out)

    def test_select_raw(self):
        outcome = self.subscribe(self.websocket(stream({"a": "one"}, {"a": "two"})), "--select", "/data/a", "--raw")
        self.assertEqual("one\ntwo\n", outcome.out)

    def test_select_nothing_skips_the_event(self):
        events = ({"a": 1}, {"b": 2}, {"a": 3}, {"a": 4})
        outcome = self.subscribe(self.websocket(stream(*events)), "--select", "/data/a")
        self.assertEqual((0, "1\n3\n4\n", ""), (outcome.code, outcome.out, outcome.err))
        outcome = self.subscribe(self.websocket(stream(*events)), "--select", "/data/a", "--verbose")
        self.assertEqual(1, outcome.err.count("* --select: nothing there at /data/a"))

    def test_nothing_on_stderr_when_all_is_well(self):
        outcome = self.subscribe(self.websocket(stream({"a": 1})))
        self.assertEqual((0, ""), (outcome.code, outcome.err))
