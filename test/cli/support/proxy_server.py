"""A CONNECT proxy that keeps what it was asked. Its tunnels lead where the test says, whatever they were asked for."""

import contextlib
import socket
import threading

from http_server import read_request
from servers import Server

ESTABLISHED = b"HTTP/1.1 200 Connection established\r\nVia: 1.1 test\r\n\r\n"


class ProxyServer(Server):
    """Opens tunnels to the server `to`. The n-th connection is given the n-th of `refusals`, steps as in `HttpServer`;
    those behind the last one are given tunnels."""

    def __init__(self, to, *refusals, **listening):
        self.asked = []
        self._to = to
        self._refusals = refusals
        super().__init__(**listening)

    @property
    def url(self):
        return f"{'https' if self._tls else 'http'}://{self.authority}"

    @property
    def targets(self):
        return [request.target for request in self.asked]

    def url_with(self, user_info):
        return self.url.replace("://", f"://{user_info}@")

    def serve(self, connection, number):
        self.asked.append(read_request(connection, number))
        if number < len(self._refusals):
            for step in self._refusals[number]:
                step(connection) if callable(step) else connection.send(step)
            connection.close_gently()
            return
        with socket.create_connection(("127.0.0.1", self._to.port)) as upstream:
            connection.send(ESTABLISHED)
            back = threading.Thread(target=_pump, args=(upstream, connection.socket), daemon=True)
            back.start()
            _pump(connection.socket, upstream)
            back.join()


def _pump(source, sink):
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)
