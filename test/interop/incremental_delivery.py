"""Results that come in steps: @defer and @stream."""

from harness import BOUND, Server, for_each, over_http_and_socket

DEFERRED = '{ hello(name: "x") ... @defer(label: "rest") { slow(ms: 20) big } }'
STREAMED = "query ($count: Int!, $delay: Int) { items(count: $count, delayMs: $delay) @stream(initialCount: 2) %s }"
NUMBERS = STREAMED % "{ number }"
NESTED = STREAMED % "{ number ... @defer { late } }"

in_steps = for_each("protocol", lambda self: (*self.streams, *self.sockets))


def numbered(count):
    return [{"number": number} for number in range(count)]


def items(count, delay=0):
    return "-v", f"count={count}", "-v", f"delay={delay}"


class IncrementalDelivery(Server):
    @over_http_and_socket
    def test_deferred_fields_are_merged(self, url):
        data = {"hello": "Hello, x!", "slow": True, "big": 1.7976931348623157e308}
        self.assertEqual(self.query(url, DEFERRED), {"data": data})

    @over_http_and_socket
    def test_streamed_items_are_merged(self, url):
        self.assertEqual(self.query(url, NUMBERS, *items(500)), {"data": {"items": numbered(500)}})

    @over_http_and_socket
    def test_deferred_within_streamed(self, url):
        answer = self.query(url, NESTED, *items(5, 5))
        self.assertEqual(answer, {"data": {"items": [{"number": n, "late": n} for n in range(5)]}})

    @over_http_and_socket
    def test_errors_of_steps(self, url):
        answer = self.query(url, STREAMED % "{ number ... @defer { fail } }", *items(3), status=1)
        self.assertEqual(answer["data"], {"items": numbered(3)})
        paths = [error["path"] for error in answer["errors"]]
        self.assertCountEqual(paths, [["items", n, "fail"] for n in range(3)])

    @over_http_and_socket
    def test_deadline_between_steps(self, url):
        self.run_program("query", url, "-q", NUMBERS, *items(3, BOUND * 1000), "--timeout", "0.5", status=6)

    def test_deferred_that_is_refused(self):
        answer = self.query(self.url, "{ ... @defer { nowhere } }", status=1)
        self.assertIn("nowhere", answer["errors"][0]["message"])

    @in_steps
    def test_each_step_is_a_line(self, protocol):
        first, *_, last = self.subscribe(protocol, DEFERRED)[0]
        self.assertEqual(first, {"data": {"hello": "Hello, x!"}})
        self.assertEqual(last, {"data": {"hello": "Hello, x!", "slow": True, "big": 1.7976931348623157e308}})

    @in_steps
    def test_list_grows_line_by_line(self, protocol):
        events, _ = self.subscribe(protocol, NUMBERS, *items(6, 30))
        lists = [event["data"]["items"] for event in events]
        sizes = [len(each) for each in lists]
        self.assertEqual(lists, [numbered(size) for size in sizes])
        self.assertEqual((sizes[0], sizes[-1]), (2, 6))
        self.assertGreater(len(set(sizes)), 2)  # the server may send several at a time

    @in_steps
    def test_steps_are_left_half_way(self, protocol):
        events, _ = self.subscribe(protocol, NUMBERS, *items(1000000000, 1), "--count", "3")
        self.assertEqual(len(events), 3)
