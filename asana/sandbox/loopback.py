"""Telling this machine's own addresses from all others."""

import ipaddress


def is_loopback(host: str) -> bool:
    """Return whether a host name or address certainly belongs to this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
