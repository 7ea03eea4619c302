"""What every scripted server shares: listening, a thread per connection, and reporting what a script found wrong."""

import contextlib
import select
import socket
import ssl
import struct
import threading
import time
import traceback

SCRIPT_PATIENCE = 30


class Gone(Exception):
    """The program ended the connection."""


class Connection:
    """One accepted connection, plain or TLS."""

    def __init__(self, raw):
        self.socket = raw
        self.socket.settimeout(SCRIPT_PATIENCE)
        self.reader = None
        self.closed = False

    def start(self, tls):
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
            self.socket.do_handshake()
        self.reader = self.socket.makefile("rb")

    def send(self, data):
        try:
            self.socket.sendall(data)
        except OSError as error:
            raise Gone(f"while sending: {error}") from None

    def read(self, size):
        """Exactly this many bytes."""
        data = self._take(self.reader.read, size)
        if len(data) < size:
            raise Gone("end of stream")
        return data

    def read_line(self):
        line = self._take(self.reader.readline, 65536)
        if not line.endswith(b"\n"):
            raise Gone("end of stream")
        return line

    def _take(self, read, size):
        try:
            return read(size)
        except TimeoutError:
            raise AssertionError(f"the program sent nothing for {SCRIPT_PATIENCE} s") from None
        except OSError as error:
            raise Gone(f"while reading: {error}") from None

    def pause(self, seconds):
        """Time passes for the program, whatever it sends."""
        time.sleep(seconds)

    def hears_within(self, seconds):
        """Waits this long at most; true as soon as the program sent or closed anything."""
        return bool(select.select([self.socket], [], [], seconds)[0])

    def wait_until_gone(self):
        """Swallows whatever comes until the program ends the connection."""
        with contextlib.suppress(Gone):
            while True:
                self.read(1)

    def close(self):
        """An orderly end: FIN."""
        with contextlib.suppress(OSError, ValueError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self._release()

    def close_gently(self):
        """FIN, but not before the program ended too: closing on unread data would be a reset and take our last words along."""
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_WR)
            while self.socket.recv(4096):
                pass
        self.close()

    def reset(self):
        """A rude end: RST."""
        with contextlib.suppress(OSError, ValueError):
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._release()

    def _release(self):
        self.closed = True
        if self.reader:
            with contextlib.suppress(OSError):
                self.reader.close()
        self.socket.close()


class Server:
    """Serves each connection in a thread of its own; `close` raises what the scripts found wrong."""

    def __init__(self, *, host="127.0.0.1", unix=None, tls=None):
        self.connections = 0
        self._failures = []
        self._threads = []
        self._open = []
        self._tls = tls
        self._listener = _listen(host, unix)
        if not unix:
            self.port = self._listener.getsockname()[1]
            name = f"[{host}]" if ":" in host else host
            self.authority = f"{name}:{self.port}"
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()

    def serve(self, connection, number):
        """One connection, the first being number 0. Subclasses say what happens on it."""
        raise NotImplementedError

    def close(self):
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._acceptor.join(SCRIPT_PATIENCE)
        self._listener.close()
        end = time.monotonic() + SCRIPT_PATIENCE + 1
        for thread in self._threads:
            thread.join(max(0, end - time.monotonic()))
        for connection in self._open:
            connection.close()
        if self._failures:
            raise AssertionError("the server's script failed:\n" + "\n".join(self._failures))

    def _accept(self):
        while True:
            try:
                raw, _ = self._listener.accept()
            except OSError:
                return
            number = self.connections
            self.connections += 1
            connection = Connection(raw)
            self._open.append(connection)
            thread = threading.Thread(target=self._run, args=(connection, number), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _run(self, connection, number):
        try:
            connection.start(self._tls)
        except OSError:  # ssl.SSLError is one
            connection.close_gently()
            return
        try:
            self.serve(connection, number)
        except Gone:
            pass
        except Exception:
            self._failures.append(f"on connection {number}: {traceback.format_exc()}")
        finally:
            connection.close()


def _listen(host, unix):
    if unix:
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(unix)
        listener.listen()
        return listener
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, 0), family=family, backlog=64)


def server_tls(certificate, *, client_authority=None, version=None):
    """The server's side of TLS with a (certificate, key) pair; with an authority, clients must present a certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    if client_authority:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(client_authority)
    if version:
        context.set_ciphers("ALL:@SECLEVEL=0")  # old versions need it
        context.minimum_version = context.maximum_version = version
    return context
