"""Telling this machine's own addresses from all others."""

import ipaddress
import re

# A Host header, or an Origin header without its scheme: a name or an address, and maybe a port.
_HOST = re.compile(r"(?:\[(?P<ipv6>[0-9a-f:.]+)\]|(?P<name>[a-z0-9.-]+))(?::\d{1,5})?", re.ASCII)


def is_loopback(host: str) -> bool:
    """Return whether a host name or address certainly belongs to this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_own_host(header: str) -> bool:
    """Return whether a Host header names this machine, on any port."""
    found = _HOST.fullmatch(header.lower())
    return found is not None and is_loopback(found["ipv6"] or found["name"])


def is_own_origin(header: str) -> bool:
    """Return whether an Origin header names a page of this machine."""
    scheme, _, host = header.partition("://")
    return scheme.lower() in ("http", "https") and is_own_host(host)
