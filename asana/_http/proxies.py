"""Check that proxy URLs are unambiguous."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from requests.utils import prepend_scheme_if_needed
from urllib3.util import Url, parse_url

from .._call.values import plain

__all__ = ["check_proxies"]


def check_proxies(proxies: Mapping[str, Any] | None) -> None:
    """Raise for a proxy URL whose password could be parsed, and shown, as a part of the host.

    :raises ValueError: a proxy is not a URL, or its user name or password has a character that
        URL parsers treat differently
    """
    for scheme, given in (proxies or {}).items():
        proxy = plain(given)
        if not isinstance(proxy, str):
            continue  # requests refuses it, or there is none
        read = _read(str.__str__(proxy))
        if read is None or ("@" in proxy and not _agree(str.__str__(proxy), read)):
            # The message contains no part of the URL, because each of them can be the password.
            raise ValueError(
                f"the proxy for {scheme} must be a URL such as http://user:password@host:port, "
                "with special characters in the user name and password percent-encoded "
                "(see urllib.parse.quote)"
            )


def _read(proxy: str) -> Url | None:
    """Return a proxy URL as urllib3 parses it, or None if a parser raises an exception.

    The messages of these exceptions contain parts of the proxy URL.
    """
    try:
        urlsplit(proxy)  # as requests does: rejects brackets, and look-alikes of separators
        return parse_url(prepend_scheme_if_needed(proxy, "http"))  # type: ignore[no-untyped-call]
    except (TypeError, ValueError):  # requests raises TypeError if there is no host
        return None


def _agree(proxy: str, read: Url) -> bool:
    """Return whether the parsed credentials are the entire text before the last ``@``.

    urllib3 ends them at a slash, ``urllib.parse`` removes line breaks, and without a scheme, both
    parse the ``user`` of ``user:password@`` as one.
    """
    userinfo = re.sub(r"^([^/?#@]*:)?//", "", proxy).rpartition("@")[0]
    odd = re.search(r"[\[\]/?#\\\s\x00-\x1f\x7f]", userinfo)
    return bool(read.host) and not odd and unquote(read.auth or "") == unquote(userinfo)
