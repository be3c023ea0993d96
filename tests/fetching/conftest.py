"""A web server on this machine, and a fetcher that may talk to it."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import trustme

from brinkwatch.fetching import Fetcher, limits


@dataclass
class Site:
    """Answers by path, (status, headers, body), and the requests that came: (path, headers)."""

    port: int
    scheme: str = "http"
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str = "/page.html") -> str:
        """The address of a path."""
        return f"{self.scheme}://127.0.0.1:{self.port}{path}"

    def give(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> str:
        """Answer a path from now on; returns its address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (status, {"Content-Length": str(len(body)), **named}, body)
        return self.url(path)

    def asked(self) -> list[str]:
        """The paths requested, robots.txt left out."""
        return [path for path, _ in self.requests if path != "/robots.txt"]


@contextmanager
def served(context: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site on this machine; over https with a context."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            here.requests.append((self.path, dict(self.headers)))
            status, headers, body = here.answers.get(self.path, (404, {}, b""))
            if "ETag" in headers and self.headers["If-None-Match"] == headers["ETag"]:
                status, headers, body = 304, {}, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(ConnectionError):  # the reader may stop before the end
                self.wfile.write(body)

        def log_message(self, *_):
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_):  # a reader that trusts no certificate breaks off
            pass

    server = Server(("127.0.0.1", 0), Handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    here = Site(server.server_port, "https" if context else "http")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield here
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def site() -> Iterator[Site]:
    """A site over http."""
    with served() as here:
        yield here


@pytest.fixture
def authority(tmp_path, monkeypatch) -> trustme.CA:
    """A certificate authority that this machine trusts during the test."""
    made = trustme.CA()
    made.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    return made


@pytest.fixture
def secure(authority) -> Iterator[Site]:
    """A site over https whose certificate the authority gave."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with served(context) as here:
        yield here


@pytest.fixture
def pauses() -> list[float]:
    """The pauses that the fetcher made, in seconds."""
    return []


@pytest.fixture
def fetcher(pauses) -> Fetcher:
    few = replace(limits(), largest_bytes=10_000, timeout_seconds=5.0)
    return Fetcher(allow_loopback=True, limits=few, sleep=pauses.append)
