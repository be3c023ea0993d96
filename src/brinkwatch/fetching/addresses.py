"""Which addresses may be fetched: http and https, on hosts of the public internet alone.

A name is resolved here and the connection goes to the address that was checked, so that a name
that changes its answer in between gains nothing.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote, urlsplit

from brinkwatch.errors import InputError

SCHEMES = {"http": 80, "https": 443}
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
IP: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Target:
    """One address, taken apart; `path` carries the query and is ASCII, the fragment is left."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def site(self) -> str:
        """Scheme, host and port: what a robots.txt rules over."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == SCHEMES[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def url(self) -> str:
        """The whole address."""
        return self.site + self.path


def is_address(text: str) -> bool:
    """Whether the text is meant as a web address, not as a file."""
    return text.lower().startswith(("http://", "https://"))


def target(url: str) -> Target:
    """The address taken apart; InputError when it is none that can be fetched."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = (parts.hostname or "").encode("idna")
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    except (ValueError, UnicodeError):
        raise InputError(
            f"{url}: not a web address; write it as https://host/path, as the browser shows it."
        ) from None
    if parts.scheme not in SCHEMES or not host:
        raise InputError(f"{url}: only http and https addresses with a host are fetched.")
    if parts.username is not None or parts.password is not None:
        raise InputError(f"{url}: an address with a user name or password is not fetched.")
    return Target(
        scheme=parts.scheme,
        host=host.decode("ascii").lower(),
        port=SCHEMES[parts.scheme] if port is None else port,
        path=path + (f"?{query}" if query else ""),
    )


def is_public(address: str, *, allow_loopback: bool = False) -> bool:
    """Whether an IP address belongs to the public internet, also when IPv6 carries an IPv4 one."""
    ip: IP = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in TRANSLATED:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            ip = inner
    if ip.is_loopback:
        return allow_loopback
    reserved = ip.is_private or ip.is_reserved or ip.is_link_local or ip.is_multicast
    return ip.is_global and not reserved and not ip.is_unspecified


def resolve(host: str, port: int, *, timeout: float, allow_loopback: bool = False) -> list[str]:
    """The IP addresses of a host, looked up in at most `timeout` seconds.

    InputError when it has none, or one of them is not public; TimeoutError when none came in time.
    """
    found: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()
    # the system's look-up cannot be stopped, so that it is waited for and then left
    threading.Thread(target=lambda: found.put(_looked_up(host, port)), daemon=True).start()
    try:
        addresses = found.get(timeout=timeout)
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(addresses, Exception):
        reason = getattr(addresses, "strerror", None) or addresses
        raise InputError(
            f"{host}: the host was not found ({reason}); check the address and the network."
        )
    for address in addresses:
        if not is_public(address, allow_loopback=allow_loopback):
            what = "this address" if host == address else f"stands for {address}, which"
            raise InputError(
                f"{host}: {what} is private or reserved; only hosts of the public internet are "
                "fetched from."
            )
    return addresses


def _looked_up(host: str, port: int) -> list[str] | Exception:
    """What the system's look-up gives, each address once, or how it failed."""
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        return error
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))
