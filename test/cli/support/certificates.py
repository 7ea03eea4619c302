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
        self.expired = self._signed("expired", "subjectAltName=DNS:localhost,IP:127.0.0.1", expired=True)
        self.client = self._signed("client", "extendedKeyUsage=clientAuth")

    def _self_signed(self, name):
        certificate, key = self._files(name)
        _openssl("req", "-x509", *_NEW_KEY, "-keyout", key, "-out", certificate, "-days", "2", "-subj", f"/CN={name}")
        return certificate, key

    def _signed(self, name, extension, expired=False):
        certificate, key = self._files(name)
        authority, authority_key = self._files("authority")
        request, extensions = self._path(f"{name}.csr"), self._path(f"{name}.ext")
        with open(extensions, "w", encoding="ascii") as file:
            file.write(extension + "\n")
        _openssl("req", *_NEW_KEY, "-keyout", key, "-out", request, "-subj", f"/CN={name}")
        if expired:
            self._sign_for_the_past(request, certificate, extensions)
        else:
            _openssl("x509", "-req", "-in", request, "-out", certificate, "-days", "2", "-extfile", extensions,
                     "-CA", authority, "-CAkey", authority_key, "-CAcreateserial")
        return certificate, key

    def _sign_for_the_past(self, request, certificate, extensions):
        """`openssl x509` takes no days below zero from OpenSSL 3.5 on; `openssl ca` takes dates, and wants a configuration."""
        authority, authority_key = self._files("authority")
        configuration, database = self._path("ca.cnf"), self._path("ca.index")
        with open(database, "w", encoding="ascii"):
            pass
        with open(configuration, "w", encoding="ascii") as file:
            file.write(f"[ca]\ndefault_ca=own\n[own]\ndatabase={database}\nnew_certs_dir={self._folder.name}\n"
                       "rand_serial=yes\ndefault_md=sha256\npolicy=any\n[any]\ncommonName=supplied\n")
        _openssl("ca", "-batch", "-notext", "-config", configuration, "-cert", authority, "-keyfile", authority_key,
                 "-in", request, "-out", certificate, "-extfile", extensions,
                 "-startdate", "20200101000000Z", "-enddate", "20200102000000Z")

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
