"""One HTTP request to a checked address, with a limit on its time and its bytes."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from brinkwatch.errors import BrinkwatchError
from brinkwatch.fetching.addresses import Target, resolve

CHUNK = 65_536


@dataclass(frozen=True)
class Response:
    """What a server answered; header names in lower case, `whole` is False for a body cut off."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    whole: bool


class _Connection(http.client.HTTPConnection):
    """A connection to given IP addresses; closed from outside when its time is up."""

    def __init__(self, target: Target, addresses: list[str], timeout: float) -> None:
        super().__init__(target.host, target.port, timeout=timeout)
        self.default_port = 443 if target.scheme == "https" else 80  # left out of the Host header
        self._secure = target.scheme == "https"
        self._addresses = addresses
        self._watch = threading.Timer(timeout, self._stop)
        self._watch.daemon = True
        self._watched: socket.socket | None = None
        self.late = False

    def connect(self) -> None:
        """Connect to the first address that answers; for https check the host's certificate."""
        self._watch.start()
        self.sock = self._watched = self._first()
        if self._secure:
            self.sock = self._watched = ssl.create_default_context().wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def _first(self) -> socket.socket:
        failure: OSError | None = None
        for address in self._addresses:
            if self.late:
                break
            try:
                found = socket.create_connection((address, self.port), self.timeout)
            except OSError as error:
                failure = error
            else:
                if not self.late:
                    return found
                found.close()
        raise failure or TimeoutError("timed out")

    def _stop(self) -> None:
        self.late = True
        if self._watched is not None:
            with suppress(OSError):
                # of the plain socket, not of the TLS layer, which another thread is reading
                socket.socket.shutdown(self._watched, socket.SHUT_RDWR)

    def end(self) -> None:
        """Close, and stop watching the time; a response may call `close` before its body ends."""
        self._watch.cancel()
        self.close()


def request(
    target: Target,
    headers: Mapping[str, str],
    *,
    timeout: float,
    largest: int,
    allow_loopback: bool = False,
) -> Response:
    """GET one address, no redirect followed; BrinkwatchError when it gives no answer in time.

    `timeout` is seconds for the whole exchange, `largest` the bytes of a body that are read.
    """
    addresses = resolve(target.host, target.port, allow_loopback=allow_loopback)
    connection = _Connection(target, addresses, timeout)
    try:
        connection.request("GET", target.path, headers=dict(headers))
        answer = connection.getresponse()
        body, whole = _body(answer, largest)
        if connection.late:
            raise TimeoutError
        fields = {name.lower(): value for name, value in answer.getheaders()}
        return Response(answer.status, fields, body, whole)
    except (OSError, http.client.HTTPException) as error:
        if connection.late or isinstance(error, TimeoutError):
            reason = f"no whole answer within {timeout:g} seconds; try again later"
        else:
            reason = f"the connection failed ({error or type(error).__name__}); try again later"
        raise BrinkwatchError(f"{target.url}: {reason}.") from None
    finally:
        connection.end()


def _body(answer: http.client.HTTPResponse, largest: int) -> tuple[bytes, bool]:
    """At most `largest` bytes, and whether that is all; HTTPException for one that breaks off."""
    announced = answer.getheader("Content-Length", "")
    parts: list[bytes] = []
    size = 0
    while size <= largest and (part := answer.read(CHUNK)):
        parts.append(part)
        size += len(part)
    data = b"".join(parts)
    if announced.isdigit() and size <= largest and size < int(announced):
        raise http.client.IncompleteRead(b"", int(announced) - size)
    return data[:largest], size <= largest
