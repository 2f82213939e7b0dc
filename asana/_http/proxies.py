"""Proxies whose addresses can be read in one way only."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from requests.utils import prepend_scheme_if_needed
from urllib3.util import Url, parse_url

from .._call.values import plain

__all__ = ["check_proxies"]


def check_proxies(proxies: Mapping[str, Any] | None) -> None:
    """Refuse a proxy whose password would be taken for a part of its address, and shown as one.

    :raises ValueError: a proxy is no URL, or the user name or the password of one has a character
        in it that not all parsers take for a part of it
    """
    for scheme, given in (proxies or {}).items():
        proxy = plain(given)
        if not isinstance(proxy, str):
            continue  # requests refuses it, or there is none
        read = _read(str.__str__(proxy))
        if read is None or ("@" in proxy and not _agree(str.__str__(proxy), read)):
            # Not even a part of the URL is shown: any of them may be the password.
            raise ValueError(
                f"the proxy for {scheme} is not a URL such as http://user:password@host:port, or "
                "its user name or password holds a character that has to be percent-encoded, see "
                "urllib.parse.quote"
            )


def _read(proxy: str) -> Url | None:
    """Return what urllib3 makes of a proxy, or None where one that reads it raises.

    The message of such an exception has a part of the proxy, or all of it.
    """
    try:
        urlsplit(proxy)  # as requests does: it refuses brackets, and look-alikes of separators
        return parse_url(prepend_scheme_if_needed(proxy, "http"))  # type: ignore[no-untyped-call]
    except (TypeError, ValueError):  # TypeError: requests, where there is no host
        return None


def _agree(proxy: str, read: Url) -> bool:
    """Tell whether the credentials are all that stands between the scheme and the last ``@``.

    urllib3 ends them at a slash, ``urllib.parse`` drops line breaks, and neither finds any behind
    ``user:password@`` without a scheme, where ``user`` is taken for one.
    """
    userinfo = re.sub(r"^([^/?#@]*:)?//", "", proxy).rpartition("@")[0]
    odd = re.search(r"[\[\]/?#\\\s\x00-\x1f\x7f]", userinfo)
    return bool(read.host) and not odd and unquote(read.auth or "") == unquote(userinfo)
