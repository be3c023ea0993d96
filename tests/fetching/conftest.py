"""A web server on this machine, and a fetcher that may talk to it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from brinkwatch.fetching import Fetcher, limits


@dataclass
class Site:
    """Answers by path, (status, headers, body), and the requests that came: (path, headers)."""

    port: int
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str = "/page.html") -> str:
        """The address of a path."""
        return f"http://127.0.0.1:{self.port}{path}"

    def give(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> str:
        """Answer a path from now on; returns its address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (status, {"Content-Length": str(len(body)), **named}, body)
        return self.url(path)

    def asked(self) -> list[str]:
        """The paths requested, robots.txt left out."""
        return [path for path, _ in self.requests if path != "/robots.txt"]


@pytest.fixture
def site() -> Iterator[Site]:
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

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here = Site(server.server_port)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield here
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def pauses() -> list[float]:
    """The pauses that the fetcher made, in seconds."""
    return []


@pytest.fixture
def fetcher(pauses) -> Fetcher:
    few = replace(limits(), largest_bytes=10_000, timeout_seconds=5.0)
    return Fetcher(allow_loopback=True, limits=few, sleep=pauses.append)
