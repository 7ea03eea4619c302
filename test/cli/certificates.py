"""Throwaway certificates, made once per run with the `openssl` command."""

import functools
import os
import subprocess
import tempfile
import threading

_lock = threading.Lock()


class Certificates:
    """Pairs of (certificate file, key file), all but `strangers` signed by `authority`."""

    def __init__(self, folder):
        self._folder = folder
        self.authority = self._self_signed("authority")[0]
        self.other_authority = self._self_signed("other-authority")[0]
        self.server = self._signed("server", "subjectAltName=DNS:localhost,IP:127.0.0.1")
        self.wrong_host = self._signed("wrong-host", "subjectAltName=DNS:elsewhere.example")
        self.expired = self._signed("expired", "subjectAltName=DNS:localhost,IP:127.0.0.1", days=-1)
        self.client = self._signed("client", "extendedKeyUsage=clientAuth")

    def _self_signed(self, name):
        certificate, key = self._files(name)
        _openssl("req", "-x509", *_NEW_KEY, "-keyout", key, "-out", certificate, "-days", "2", "-subj", f"/CN={name}")
        return certificate, key

    def _signed(self, name, extension, days=2):
        certificate, key = self._files(name)
        authority, authority_key = self._files("authority")
        request, extensions = self._path(f"{name}.csr"), self._path(f"{name}.ext")
        with open(extensions, "w", encoding="ascii") as file:
            file.write(extension + "\n")
        _openssl("req", *_NEW_KEY, "-keyout", key, "-out", request, "-subj", f"/CN={name}")
        _openssl("x509", "-req", "-in", request, "-out", certificate, "-days", str(days), "-extfile", extensions,
                 "-CA", authority, "-CAkey", authority_key, "-CAcreateserial")
        return certificate, key

    def _files(self, name):
        return self._path(f"{name}.pem"), self._path(f"{name}.key")

    def _path(self, name):
        return os.path.join(self._folder.name, name)


def certificates():
    with _lock:
        return _make()


@functools.cache
def _make():
    return Certificates(tempfile.TemporaryDirectory(prefix="corogql-certificates-"))


_NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


def _openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)
