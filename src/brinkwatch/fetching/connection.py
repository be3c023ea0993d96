"""One HTTP request to a checked address, with a limit on its time and its bytes."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from brinkwatch.errors import BrinkwatchError
from brinkwatch.fetching.addresses import Target, resolve

CHUNK = 65_536
CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:+-]+)", re.ASCII | re.IGNORECASE)
PACKED = frozenset({"gzip", "x-gzip"})
LONGEST_REASON = 100  # characters of a failure's own words, which a server may choose; assumed


@dataclass(frozen=True)
class Response:
    """What a server answered; header names in lower case, `whole` is False for a body cut off.

    `body` is unpacked, `charset` is the one that the Content-Type header names, or None.
    """

    status: int
    headers: Mapping[str, str]
    charset: str | None
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

    `timeout` is seconds for the whole exchange, from looking up the host; `largest` the bytes of a
    body that are read, as sent and when unpacked. Of headers http.client reads a hundred, of 64 KiB
    each.
    """
    began = time.monotonic()
    connection: _Connection | None = None
    try:
        addresses = resolve(
            target.host, target.port, timeout=timeout, allow_loopback=allow_loopback
        )
        left = max(timeout - (time.monotonic() - began), 0.001)
        connection = _Connection(target, addresses, left)
        connection.request("GET", target.path, headers=dict(headers))
        answer = connection.getresponse()
        body, whole = _body(answer, largest)
        if connection.late:
            raise TimeoutError
        fields = {name.lower(): value for name, value in answer.getheaders()}
        body, whole = _unpacked(body, whole, fields.get("content-encoding", ""), largest)
        charset = CHARSET.search(fields.get("content-type", ""))
        return Response(answer.status, fields, charset and charset[1], body, whole)
    except (OSError, http.client.HTTPException, zlib.error) as error:
        late = connection is not None and connection.late
        raise BrinkwatchError(f"{target.url}: {_reason(error, timeout, late)}.") from None
    finally:
        if connection is not None:
            connection.end()


def _reason(error: Exception, timeout: float, late: bool) -> str:
    """Why there is no answer, and what to do."""
    if late or isinstance(error, TimeoutError):
        return f"no whole answer within {timeout:g} seconds; try again later"
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"the host does not prove that it is who it says ({error.verify_message}), so that "
            "nothing was fetched; check the address and this computer's clock and certificates"
        )
    words = str(error)[:LONGEST_REASON] or type(error).__name__
    return f"the connection failed ({words}); try again later"


def _body(answer: http.client.HTTPResponse, largest: int) -> tuple[bytes, bool]:
    """At most `largest` bytes, and whether that is all; HTTPException for one that breaks off."""
    data = bytearray()
    buffer = bytearray(CHUNK)
    # `read` would take what a wrong chunk size says; `readinto` never takes more than the buffer
    while len(data) <= largest and (size := answer.readinto(buffer)):
        data += memoryview(buffer)[:size]
    whole = len(data) <= largest
    if whole and answer.length:  # of the bytes announced, those that did not come
        raise http.client.IncompleteRead(b"", answer.length)
    return bytes(data[:largest]), whole


def _unpacked(body: bytes, whole: bool, coding: str, largest: int) -> tuple[bytes, bool]:
    """At most `largest` bytes of a body sent as gzip, and whether that is all; plain ones as is.

    zlib.error for damaged data and for any other content coding.
    """
    coding = coding.strip().lower()
    if not body or coding in {"", "identity"}:
        return body, whole
    if coding not in PACKED:
        raise zlib.error(f"sent as {coding!r}, which was not asked for")
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)  # 16: with the header of gzip
    data = unpacking.decompress(body, largest + 1)
    whole = whole and len(data) <= largest
    if whole and (not unpacking.eof or unpacking.unused_data):
        raise zlib.error("gzip data that does not end where it should")
    return data[:largest], whole
