"""`corogql paginate`: items of all pages as JSON Lines."""

import os
import pty
import signal
import subprocess
import threading

from cases import ONCE, QUICK, ProgramTest, each
from http_server import page, reply, reset
from servers import SCRIPT_PATIENCE

RUNS = """query GetRuns($getRunsPaginatedData: GetRunsPaginatedInput!) {
  getRunsPaginated(getRunsPaginatedData: $getRunsPaginatedData) { cursor hasNextPage runs { name status } }
}"""
RELAY = "query($after: String, $first: Int) { a(after: $after, first: $first) { nodes pageInfo { hasNextPage endCursor } } }"


def connection(items, cursor=None, more=False):
    return {"data": {"a": {"nodes": items, "pageInfo": {"hasNextPage": more, "endCursor": cursor}}}}


def numbers(last, size=2):
    """A server's connection of the numbers up to `last`."""
    def answer(request):
        begin = int(request.variables.get("after") or 0)
        end = min(begin + (request.variables.get("first") or size), last)
        return reply(connection(list(range(begin + 1, end + 1)), str(end), end < last))
    return answer


class PaginateTest(ProgramTest):

    def paginate(self, target, *options, document=RELAY, **how):
        return self.paginator(target, *options, document=document, **how).finish()

    def paginator(self, target, *options, document=RELAY, **how):
        return self.start("paginate", getattr(target, "url", target), "-q", document, *QUICK, *options, **how)

    def assert_items(self, outcome, *items, code=0):
        self.assert_code(outcome, code)
        self.assertEqual(list(items), outcome.events)

    def cursors(self, server, name="after"):
        return [request.variables.get(name) for request in server.requests]


class BuiltIn(PaginateTest):
    """Against `corogql serve`, which has 25 runs."""

    def setUp(self):
        self.url = self.start("serve", "--port", "0").line().strip()

    def runs(self, *options, url=None):
        outcome = self.paginate(url or self.url, "-H", "Authorization: any-key", *options, document=RUNS)
        self.assert_code(outcome, 0)
        self.assertEqual("", outcome.err)
        return outcome.events

    def test_all_of_them_once_each(self):
        names = [run["name"] for run in self.runs("--page-size", "4", "-v", "getRunsPaginatedData={}")]
        self.assertEqual(25, len(set(names)))
        self.assertEqual(25, len(names))

    def test_in_one_page(self):
        self.assertEqual(25, len(self.runs("--page-size", "100")))

    def test_a_limit(self):
        everything = self.runs("--page-size", "4")
        self.assertEqual(everything[:10], self.runs("--page-size", "4", "--limit", "10"))

    def test_a_selection_of_each_item(self):
        out = self.paginate(self.url, "-H", "Authorization: any-key", "--page-size", "4", "--limit", "5", "--select", "/name",
                            "--raw", document=RUNS).out
        self.assertEqual([run["name"] for run in self.runs("--limit", "5", "--page-size", "5")], out.splitlines())

    def test_over_the_socket(self):
        self.assertEqual(25, len(self.runs("--page-size", "10", url=self.url.replace("http:", "ws:"))))


class Walk(PaginateTest):

    def test_relay(self):
        server = self.http(numbers(5))
        self.assert_items(self.paginate(server), 1, 2, 3, 4, 5)
        self.assertEqual([None, "2", "4"], self.cursors(server))

    def test_page_size(self):
        server = self.http(numbers(5))
        self.assert_items(self.paginate(server, "--page-size", "3"), 1, 2, 3, 4, 5)
        self.assertEqual([3, 3], self.cursors(server, "first"))

    def test_other_variables_are_sent_with_every_page(self):
        server = self.http(numbers(3))
        self.paginate(server, "-v", "filter.name=x", "-v", "first=2")
        self.assertEqual([{"filter": {"name": "x"}, "first": 2}, {"filter": {"name": "x"}, "first": 2, "after": "2"}],
                         [request.variables for request in server.requests])

    def test_a_named_variable_and_list(self):
        def answer(request):
            more = "token" not in request.variables.get("q", {}).get("page", {})
            return reply({"data": {"x": {"hasNextPage": more, "cursor": "c", "rows": [{"n": 1}], "other": [0]}}})
        server = self.http(answer)
        outcome = self.paginate(server, "--items", "/data/x/rows", "--cursor-variable", "q.page.token", "--page-size", "9",
                                "--page-size-variable", "q.page.size", document="query($q: Query!) { x(q: $q) { rows } }")
        self.assert_items(outcome, {"n": 1}, {"n": 1})
        self.assertEqual([{"size": 9}, {"size": 9, "token": "c"}], [request.variables["q"]["page"] for request in server.requests])

    def test_edges_give_their_nodes(self):
        edges = {"data": {"a": {"edges": [{"cursor": "x", "node": {"n": 1}}], "pageInfo": {"hasNextPage": False}}}}
        self.assert_items(self.paginate(self.http(reply(edges))), {"n": 1})
        self.assert_items(self.paginate(self.http(reply(edges)), "--items", "/data/a/edges"), {"cursor": "x", "node": {"n": 1}})

    def test_backward(self):
        def answer(request):
            more = "before" not in request.variables
            return reply({"data": {"a": {"nodes": [3, 4] if more else [1, 2],
                                         "pageInfo": {"hasPreviousPage": more, "startCursor": "3"}}}})
        server = self.http(answer)
        outcome = self.paginate(server, "--backward", "--page-size", "2", document="query($before: String, $last: Int) { a }")
        self.assert_items(outcome, 3, 4, 1, 2)
        self.assertEqual([{"last": 2}, {"last": 2, "before": "3"}], [request.variables for request in server.requests])

    def test_from_a_cursor(self):
        server = self.http(numbers(5))
        self.assert_items(self.paginate(server, "--start-from", '"2"'), 3, 4, 5)
        self.assertEqual(["2", "4"], self.cursors(server))

    def test_numbers_keep_their_text(self):
        body = '{"data":{"a":{"nodes":[ 1.10, {"n": 123456789012345678901234567890} ],"pageInfo":{"hasNextPage":false}}}}'
        self.assertEqual('1.10\n{"n":123456789012345678901234567890}\n', self.paginate(self.http(reply(body))).out)

    def test_no_items(self):
        outcome = self.paginate(self.http(reply(connection([]))))
        self.assertEqual((0, "", ""), (outcome.code, outcome.out, outcome.err))

    def test_nothing_is_asked_for_behind_the_limit(self):
        server = self.http(numbers(100))
        self.assert_items(self.paginate(server, "--limit", "4"), 1, 2, 3, 4)
        self.assertEqual(2, len(server.requests))

    def test_a_page_is_printed_as_soon_as_it_is_there(self):
        seen = threading.Event()

        def answer(request):
            if "after" in request.variables:
                self.wait_for(seen, "the first page's items")
            return numbers(4)(request)
        program = self.paginator(self.http(answer))
        self.assertEqual(["1", "2"], [program.line(), program.line()])
        seen.set()
        self.assert_items(program.finish(), 1, 2, 3, 4)

    def test_pages_that_fail_for_a_while_are_retried(self):
        good = numbers(4)
        server = self.http(good, page(503), page(503), good)
        self.assert_items(self.paginate(server), 1, 2, 3, 4)
        self.assertEqual([None, "2", "2", "2"], self.cursors(server))


class Failures(PaginateTest):
    """The items that came before are printed, and where to go on is told."""

    def failing(self, second, code, *kinds, options=(), out="1\n2\n"):
        good = numbers(6)
        server = self.http(good, second)
        outcome = self.paginate(server, *ONCE, *options)
        error = self.assert_failed(outcome, code, *kinds, out=out)
        self.assertIn("--start-from '\"2\"'", outcome.err)
        return error

    def test_errors_in_place_of_a_page(self):
        error = self.failing(reply({"data": {"a": None}, "errors": [{"message": "busy"}]}), 1, "graphql")
        self.assertEqual("busy", error["errors"][0]["message"])

    def test_an_http_status(self):
        self.failing(page(404), 4)

    def test_a_lost_connection(self):
        self.failing([reset], 3)

    def test_refused_credentials(self):
        self.failing(page(401), 7)

    def test_a_page_of_another_shape(self):
        self.failing(reply({"data": {"a": [1]}}), 5, "decode")

    def test_a_cursor_that_does_not_change(self):
        error = self.failing(reply(connection([3], "2", True)), 5, "protocol", out="1\n2\n3\n")
        self.assertIn("cursor did not change", error["message"])

    def test_too_many_pages(self):
        server = self.http(numbers(100))
        outcome = self.paginate(server, "--max-pages", "2")
        self.assert_failed(outcome, 8, "limit", out="1\n2\n3\n4\n")
        self.assertEqual(2, len(server.requests))

    def test_the_first_page(self):
        outcome = self.paginate(self.http(reply({"errors": [{"message": "no"}]})))
        self.assert_failed(outcome, 1, "graphql")
        self.assertEqual(1, len(outcome.err.splitlines()), outcome)

    def test_two_lists(self):
        two = {"data": {"a": {"hasNextPage": False, "cursor": None, "runs": [1], "rows": [2]}}}
        error = self.assert_failed(self.paginate(self.http(reply(two))), 5, "decode")
        for word in ("`runs`", "`rows`", "/data/a", "items"):
            self.assertIn(word, error["message"])

    def test_errors_beside_the_items(self):
        """They are told, the walk goes on, and the status says so."""
        first = connection([1, None], "2", True) | {"errors": [{"message": "half of it"}]}
        outcome = self.paginate(self.http(reply(first), numbers(4)))
        self.assert_items(outcome, 1, None, 3, 4, code=1)
        self.assertIn("half of it", outcome.err)

    def test_a_deadline(self):
        outcome = self.paginate(self.http(numbers(4), [lambda connection: connection.wait_until_gone()]), "--timeout", "0.5")
        self.assert_failed(outcome, 6, "timeout", out="1\n2\n")

    @each(("SIGINT", signal.SIGINT, 130), ("SIGTERM", signal.SIGTERM, 143))
    def test_signals(self, _, number, code):
        program = self.paginator(self.http(numbers(4), [lambda connection: connection.wait_until_gone()]))
        self.assertEqual(["1", "2"], [program.line(), program.line()])
        program.signal(number)
        outcome = program.finish()
        self.assert_failed(outcome, code, "cancelled", out="1\n2\n")
        self.assertIn("--start-from", outcome.err)

    def test_nobody_reads_any_more(self):
        gone = threading.Event()

        def answer(request):
            if "after" in request.variables:
                self.wait_for(gone, "the end of the reader")
            return numbers(1000)(request)
        program = self.paginator(self.http(answer))
        program.line()
        program.close_stdout()
        gone.set()
        outcome = program.finish()
        self.assertEqual((0, ""), (outcome.code, outcome.err))

    def test_a_full_disk(self):
        outcome = self.paginate(self.http(numbers(4)), full_disk=True)
        self.assertIn("stdout", self.assert_failed(outcome, 2, "config")["message"])
        self.assertNotIn("--start-from", outcome.err)


class Usage(PaginateTest):

    @each(
        ("no variable for the size", "{ a }", "--page-size", "3"),
        ("no variable for the cursor", "{ a }", "--start-from", "x"),
        ("a variable that is not declared", RELAY, "--cursor-variable", "input.after"),
        ("no pointer", RELAY, "--items", "data/a"),
        ("a negative limit", RELAY, "--limit", "-1"),
        ("a size that is no number", RELAY, "--page-size", "many"),
    )
    def test_is_refused_before_anything_is_sent(self, _, document, *options):
        server = self.http(numbers(4))
        self.assert_usage_error(self.paginate(server, *options, document=document))
        self.assertEqual([], server.requests)

    def test_a_second_page_without_a_variable_for_it(self):
        outcome = self.paginate(self.http(numbers(4)), document="{ a }")
        self.assertIn("$after", self.assert_failed(outcome, 2, "usage", out="1\n2\n")["message"])


    def test_a_selection_that_finds_nothing_skips_the_item(self):
        server = self.http(reply(connection([{"a": 1}, {"b": 2}, {"a": 3}])))
        self.assert_items(self.paginate(server, "--select", "/a"), 1, 3)
        self.assertIn("* --select: nothing there at /a", self.paginate(server, "--select", "/a", "--verbose").err)

    def test_a_subscription(self):
        outcome = self.paginate(self.http(numbers(4)), document="subscription { a }")
        self.assertIn("corogql subscribe", self.assert_usage_error(outcome)["message"])


class Progress(PaginateTest):

    def watched(self, *options, answer=None):
        """What comes on stdout and on stderr, when that is a terminal; the second page waits for the first one's count."""
        shown = threading.Event()

        def patient(request):
            if "after" in request.variables:
                self.wait_for(shown, "the count of the first page")
            return numbers(4)(request)
        ours, theirs = pty.openpty()
        program = subprocess.Popen(
            [os.environ["COROGQL"], "paginate", self.http(answer or patient).url, "-q", RELAY, *options], stdout=subprocess.PIPE,
            stderr=theirs, env={**os.environ, "TERM": "xterm"})
        os.close(theirs)
        text = b""
        try:
            while piece := os.read(ours, 65536):
                text += piece
                if b"1 page, 2 items" in text:
                    shown.set()
        except OSError:  # the other side is closed
            pass
        os.close(ours)
        out = program.stdout.read().decode()
        program.stdout.close()
        self.assertEqual(0, program.wait(SCRIPT_PATIENCE), text)
        return out, text.decode()

    def test_pages_items_and_rate(self):
        out, shown = self.watched()
        self.assertEqual("1\n2\n3\n4\n", out)
        self.assertRegex(shown, r"[-|/\\] 1 page, 2 items, \d+/s, \d+s")
        self.assertTrue(shown.endswith("\r\x1b[K"), shown)

    def test_not_with_verbose(self):
        _, shown = self.watched("--verbose", answer=numbers(4))
        self.assertNotIn("\x1b", shown)
