"""A scripted HTTP/1.1 server: the test gives the very bytes of each answer."""

import gzip
import http.client
import json
from http import HTTPStatus

from servers import Connection, Server

JSON = "application/json"
HTML = "text/html"
PAGE = "<!doctype html><html><body>Please log in</body></html>"

# Steps of an answer that are not bytes.
close = Connection.close
reset = Connection.reset
wait_until_gone = Connection.wait_until_gone


class Request:
    """One request as it came over the wire."""

    def __init__(self, method, target, headers, body, connection):
        self.method, self.target, self.headers, self.body = method, target, headers, body
        self.connection = connection  # number of the connection it came on

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def variables(self):
        return self.json.get("variables") or {}


class HttpServer(Server):
    """Answers the n-th request with the n-th reply, the last one for ever.

    A reply is bytes, a list of steps (bytes, or functions of the connection), or a function of the request giving either.
    """

    def __init__(self, *replies, **listening):
        self.replies = replies
        self.requests = []
        super().__init__(**listening)

    @property
    def url(self):
        return f"{'https' if self._tls else 'http'}://{self.authority}/graphql"

    def serve(self, connection, number):
        while not connection.closed:
            request = read_request(connection, number)
            self.requests.append(request)
            reply = self.replies[min(len(self.requests), len(self.replies)) - 1]
            if callable(reply):
                reply = reply(request)
            for step in [reply] if isinstance(reply, bytes) else reply:
                step(connection) if callable(step) else connection.send(step)


def read_request(connection, number=0):
    line = connection.read_line().decode("latin-1").split()
    method, target, _ = line
    headers = http.client.parse_headers(connection.reader)
    if headers.get("Transfer-Encoding", "").lower() == "chunked":
        body = _read_chunks(connection)
    else:
        body = connection.read(int(headers.get("Content-Length", 0)))
    return Request(method, target, headers, body, number)


def _read_chunks(connection):
    body = b""
    while size := int(connection.read_line(), 16):
        body += connection.read(size)
        connection.read(2)
    connection.read(2)
    return body


def reply(body="", status=200, media=JSON, headers=(), length=True):
    """The bytes of an answer; a dict or list becomes JSON; `length=False` leaves Content-Length out."""
    if not isinstance(body, (str, bytes)):
        body = json.dumps(body, separators=(",", ":"))
    if isinstance(body, str):
        body = body.encode()
    lines = [f"HTTP/1.1 {status} {_reason(status)}"]
    if media:
        lines.append(f"Content-Type: {media}")
    if length:
        lines.append(f"Content-Length: {len(body)}")
    lines.extend(headers)
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def page(status, *headers):
    """An HTML page: what a proxy or a broken server says."""
    return reply(PAGE, status, HTML, headers)


def compressed(body):
    """gzip where the request offers it, plain where not."""
    def answer(request):
        if "gzip" not in request.headers.get("Accept-Encoding", ""):
            return reply(body)
        return reply(gzip.compress(json.dumps(body).encode()), headers=["Content-Encoding: gzip"])
    return answer


def chunk(data):
    return b"%x\r\n%s\r\n" % (len(data), data)


def redirect(status, location):
    return reply("", status, HTML, [f"Location: {location}"])


def unauthorized():
    return page(401, "WWW-Authenticate: Bearer")


def _reason(status):
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Odd"


LAST_CHUNK = b"0\r\n\r\n"
CHUNKED = reply(headers=["Transfer-Encoding: chunked"], length=False)
