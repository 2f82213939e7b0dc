"""Proxies whose addresses can be read in one way only."""

import re
from collections.abc import Mapping

__all__ = ["check_proxies"]


def check_proxies(proxies: Mapping[str, str] | None) -> None:
    """Refuse a proxy whose password would be taken for a part of its address, and shown as one.

    :raises ValueError: the user name or the password of a proxy has such a character in it
    """
    for scheme, proxy in (proxies or {}).items():
        userinfo, at, _ = str(proxy).partition("://")[2].rpartition("@")
        if at and re.search(r"[/?#\s]", userinfo):
            raise ValueError(
                f"the user name or password of the proxy for {scheme} holds a character that has "
                "to be percent-encoded, see urllib.parse.quote"
            )
