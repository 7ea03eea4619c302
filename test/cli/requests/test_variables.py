"""Variables on the command line: their own text, declared types, files, list indexes; and text that is no UTF-8."""

import json

from cases import ProgramTest, each
from http_server import reply
from websocket_server import Peer, stream

OK = {"data": {"a": 1}}
DECLARED = """query($id: ID!, $name: String = "x", $n: Int, $f: Float, $ids: [ID!]!, $names: [[String]], $in: Input) {
  a(id: $id, name: $name, n: $n, f: $f, ids: $ids, names: $names, in: $in) }"""


class VariableTest(ProgramTest):

    def text(self, *options, document="{ a }"):
        """The text of the variables as it came over the wire."""
        server = self.http(reply(OK))
        self.assert_answered(self.query(server, *options, document=document), OK)
        body = server.requests[0].body.decode()
        return body[body.index('"variables":') + 12:-1]

    def declared(self, *options):
        return json.loads(self.text(*options, document=DECLARED))


class OwnText(VariableTest):

    @each(*enumerate(("1234e3", "12e-4567", "12e4567", "1234567890123456789012345678901234567890", "-0", "1.10", "-0.0", "1E+2",
                      "0.1000000000000000055511151231257827", "9223372036854775808", "18446744073709551616")))
    def test_number(self, _, number):
        """FH16"""
        self.assertEqual(f'{{"a":{number}}}', self.text("-v", f"a={number}"))
        self.assertEqual(f'{{"a":{number}}}', self.text("-v", f"a:={number}"))
        self.assertEqual(f'{{"a":{{"b":[{{"c":{number}}}]}}}}', self.text("--variables", f'{{"a":{{"b":[{{"c":{number}}}]}}}}'))
        self.assertEqual(f'{{"a":{{"b":[{number}]}}}}', self.text("-v", f"a.b.0={number}"))

    def test_survives_what_is_set_beside_it(self):
        self.assertEqual('{"a":{"b":1e2,"c":1e3},"d":1e4}',
                         self.text("--variables", '{"a":{"b":1e2,"c":5}}', "-v", "a.c=1e3", "-v", "d=1e4"))

    def test_the_last_of_one_name_wins(self):
        self.assertEqual('{"a":100}', self.text("-v", "a=1e2", "-v", "a=100"))
        self.assertEqual('{"a":1e2}', self.text("-v", "a=100", "-v", "a=1e2"))

    def test_in_a_get(self):
        server = self.http(reply(OK))
        self.assert_answered(self.query(server, "--get", "-v", "a=1234e3"), OK)
        self.assertIn("1234e3", server.requests[0].target)

    def test_over_a_socket(self):
        server = self.websocket(stream({"a": 1}))
        self.assert_answered(self.query(server, "-v", "a=12345678901234567890123"), OK)
        self.assertEqual(12345678901234567890123, server.peers[0].subscription["payload"]["variables"]["a"])

    def test_through_all_pages(self):
        def page(request):
            last = "after" in request.variables
            return reply({"data": {"a": {"nodes": [1], "pageInfo": {"hasNextPage": not last, "endCursor": "c"}}}})
        server = self.http(page)
        document = "query($after: String, $first: Int) { a(after: $after, first: $first) { nodes pageInfo { hasNextPage endCursor } } }"
        outcome = self.execute("paginate", server.url, "-q", document, "-v", "a=1234e3", "--page-size", "7")
        self.assert_code(outcome, 0)
        self.assertEqual([True, True], [b'"a":1234e3' in request.body for request in server.requests])

    def test_of_a_resumed_offset(self):
        offset = 123456789012345678901234567890
        server = self.websocket(stream({"n": offset}, end=Peer.drop), stream({"n": 2}))
        outcome = self.subscribe(server, "--resume", "/data/n=in.offset", document="subscription($in: In) { n(in: $in) }")
        self.assert_streamed(outcome, {"n": offset}, {"n": 2})
        self.assertEqual(offset, server.peers[1].variables["in"]["offset"])

    def test_of_a_cursor(self):
        """What would become another number is a string."""
        server = self.http(reply({"data": {"a": {"nodes": [], "pageInfo": {"hasNextPage": False}}}}))
        document = "query($after: String) { a(after: $after) { nodes pageInfo { hasNextPage endCursor } } }"
        for cursor, sent in (("1234e3", "1234e3"), ("17", 17), ('"x"', "x"), ("x", "x")):
            self.execute("paginate", server.url, "-q", document, "--start-from", cursor)
            self.assertEqual(sent, server.requests[-1].variables["after"])


class Declared(VariableTest):

    def test_strings_and_ids_are_strings(self):
        self.assertEqual({"id": "1234e3", "name": "true"}, self.declared("-v", "id=1234e3", "-v", "name=true"))
        self.assertEqual({"id": "null", "name": '"quoted"'}, self.declared("-v", "id=null", "-v", 'name="quoted"'))
        self.assertEqual({"id": "[1]", "name": ""}, self.declared("-v", "id=[1]", "-v", "name="))

    def test_others_are_json_if_they_parse(self):
        self.assertEqual({"n": 7, "f": 1.5, "in": {"id": 7}}, self.declared("-v", "n=7", "-v", "f=1.5", "-v", "in.id=7"))
        self.assertEqual({"n": "seven", "undeclared": 7}, self.declared("-v", "n=seven", "-v", "undeclared=7"))

    def test_lists_of_them(self):
        self.assertEqual({"ids": ["a", 1]}, self.declared("-v", 'ids=["a",1]'))
        self.assertEqual({"ids": "7"}, self.declared("-v", "ids=7"))
        self.assertEqual({"ids": ["7", "8"]}, self.declared("-v", "ids.0=7", "-v", "ids.1=8"))
        self.assertEqual({"names": [["7"]]}, self.declared("-v", "names.0.0=7"))
        self.assertEqual({"names": [["x"]]}, self.declared("-v", 'names.0=["x"]'))

    def test_of_the_operation_that_is_named(self):
        document = "query A($x: Int) { a(x: $x) } query B($x: String) { a(x: $x) }"
        self.assertEqual('{"x":7}', self.text("-o", "A", "-v", "x=7", document=document))
        self.assertEqual('{"x":"7"}', self.text("-o", "B", "-v", "x=7", document=document))

    def test_json_can_be_forced(self):
        self.assertEqual({"id": 7, "name": None}, self.declared("-v", "id:=7", "-v", "name:=null"))
        error = self.assert_usage_error(self.query(self.http(reply(OK)), "-v", "id:={x"))
        self.assertIn("-v id", error["message"])

    def test_a_file_is_a_string(self):
        path = self.file('{"a":1}\n')
        self.assertEqual({"n": '{"a":1}\n', "in": {"text": '{"a":1}\n'}},
                         self.declared("-v", f"n@={path}", "-v", f"in.text@={path}"))
        error = self.assert_usage_error(self.query(self.http(reply(OK)), "-v", "n@=/no/such"))
        self.assertIn("/no/such", error["message"])

    @each(("text", "=x"), ("json", ":=1"), ("file", "@=/dev/null"), ("between dots", "a..b=1"), ("behind a dot", "a.=1"))
    def test_without_a_name(self, _, given):
        self.assert_usage_error(self.query(self.http(reply(OK)), "-v", given))


class Indexes(VariableTest):

    def test_numbers_between_dots(self):
        self.assertEqual('{"i":{"list":["a",{"x":1}]}}', self.text("-v", "i.list.0=a", "-v", "i.list.1.x=1"))
        self.assertEqual('{"i":[5,9]}', self.text("--variables", '{"i":[5,6]}', "-v", "i.1=9"))
        self.assertEqual('{"i":{"a":0,"7":1}}', self.text("--variables", '{"i":{"a":0}}', "-v", "i.7=1"))

    def test_beyond_the_end(self):
        error = self.assert_usage_error(self.query(self.http(reply(OK)), "-v", "i.list.1=a"))
        self.assertIn("i.list.1", error["message"])


LATIN = b"caf\xe9"


class Utf8(ProgramTest):
    """FH17"""

    def refused(self, *options, document=("-q", "{ a }"), **how):
        server = self.http(reply(OK))
        outcome = self.execute("query", server.url, *document, "--error-format", "json", *options, **how)
        message = self.assert_failed(outcome, 2)["message"]
        self.assertEqual(0, server.connections)
        return message

    def binary(self, data):
        path = self.file("")
        with open(path, "wb") as file:
            file.write(data)
        return path

    def test_document(self):
        self.assertEqual("the document (-q) is not UTF-8, at byte 5", self.refused(document=("-q", "{ caf\udce9 }")))

    def test_document_from_a_file(self):
        path = self.binary(b"{ " + LATIN + b" }")
        self.assertEqual(f"the file {path} is not UTF-8, at byte 5", self.refused(document=("-f", path)))

    def test_document_from_stdin(self):
        self.assertEqual("stdin is not UTF-8, at byte 5", self.refused(document=("-f", "-"), stdin=b"{ " + LATIN + b" }"))

    @each("utf-16", "utf-16-le", "utf-16-be")
    def test_utf_16_is_named(self, coding):
        path = self.binary("{ a }".encode(coding))
        self.assertIn("UTF-16", self.refused(document=("-f", path)))
        self.assertIn("UTF-16", self.refused("--variables", "@" + self.binary('{"a":1}'.encode(coding))))

    def test_operation_name(self):
        self.assertEqual("the operation's name (-o) is not UTF-8, at byte 3", self.refused("-o", "caf\udce9"))

    def test_variable(self):
        self.assertEqual("-v a is not UTF-8, at byte 3", self.refused("-v", "a=caf\udce9"))
        self.assertEqual("-v a is not UTF-8, at byte 4", self.refused("-v", 'a:="caf\udce9"'))
        self.assertEqual("the name of a -v is not UTF-8, at byte 3", self.refused("-v", "caf\udce9=1"))
        path = self.binary(LATIN)
        self.assertEqual(f"the file {path} is not UTF-8, at byte 3", self.refused("-v", f"a@={path}"))

    def test_all_variables(self):
        self.assertEqual("--variables is not UTF-8, at byte 9", self.refused("--variables", '{"a":"caf\udce9"}'))

    def test_init(self):
        server = self.websocket()
        outcome = self.query(server, "--init", '{"a":"caf\udce9"}')
        self.assertEqual("--init is not UTF-8, at byte 9", self.assert_usage_error(outcome)["message"])

    def test_a_byte_order_mark_is_skipped(self):
        mark = b"\xef\xbb\xbf"
        server = self.http(reply(OK))
        options = ("-f", self.binary(mark + b"{ a }"), "--variables", "@" + self.binary(mark + b'{"a":1}'),
                   "-v", "b@=" + self.binary(mark + b"text"))
        self.assert_answered(self.execute("query", server.url, *options), OK)
        self.assertEqual(("{ a }", {"a": 1, "b": "text"}), (server.requests[0].json["query"], server.requests[0].variables))
        self.assert_answered(self.execute("query", server.url, "-f", "-", stdin=mark + b"{ b }"), OK)
        self.assertEqual("{ b }", server.requests[1].json["query"])

    def test_a_closed_stdin(self):
        self.assertIn("stdin", self.refused(document=("-f", "-"), redirect="<&-"))

    def test_a_folder_as_stdin(self):
        self.assertIn("stdin", self.refused(document=("-f", "-"), redirect="</"))
