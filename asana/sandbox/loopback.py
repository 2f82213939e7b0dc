"""Distinguish this machine's addresses from all others."""

import ipaddress
import re
from collections.abc import Iterable

# A Host header, or an Origin header without its scheme: a name or address, and optionally a port.
_HOST = re.compile(r"(?:\[(?P<ipv6>[0-9a-f:.]+)\]|(?P<name>[a-z0-9.-]+))(?::\d{1,5})?", re.ASCII)


def is_loopback(host: str) -> bool:
    """Return whether a host name or address certainly belongs to this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class OwnNames:
    """The names accepted for this machine, which prevents DNS rebinding."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.names = {name.lower() for name in names}

    def has_host(self, header: str, address: str = "") -> bool:
        """Return whether a Host header names this machine, on any port.

        `address` is the address that received the request.
        """
        found = _HOST.fullmatch(header.lower())
        if found is None:
            return False
        name = found["ipv6"] or found["name"]
        return is_loopback(name) or name in self.names or name == address

    def has_origin(self, header: str, address: str = "") -> bool:
        """Return whether an Origin header names a page of this machine."""
        scheme, _, host = header.partition("://")
        return scheme.lower() in ("http", "https") and self.has_host(host, address)
