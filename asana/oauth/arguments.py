"""Validate and convert the arguments of the OAuth session."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from .._call.values import is_of_the_caller, plain
from .._http.request import check_base_url, may_carry_credentials

__all__ = [
    "answer_in",
    "callable_or_none",
    "check_keywords",
    "optional_text",
    "path_and_base_url",
    "refuse_plain_http",
    "scope_text",
    "text_of",
]


def check_keywords(keywords: dict[str, Any]) -> None:
    """Check the keywords for requests-oauthlib, and convert them in place.

    :raises ValueError: one has an invalid value
    :raises TypeError: one has an invalid type
    """
    for name in ("client_id", "redirect_uri", "auto_refresh_url"):
        if keywords.get(name) is not None:
            keywords[name] = text_of(name, keywords[name])
    scope = keywords.get("scope")
    if isinstance(scope, Iterator):
        keywords["scope"] = scope = list(scope)  # each authorization URL needs it again
    scope_text(scope)
    callable_or_none("token_updater", keywords.get("token_updater"))
    more = keywords.get("auto_refresh_kwargs") or {}
    if not isinstance(more, Mapping):
        raise TypeError(f"auto_refresh_kwargs must be a dictionary, not {type(more).__name__}")


def callable_or_none(name: str, value: Any) -> Callable[..., Any] | None:
    """Return a callable, or None for a false value.

    :raises TypeError: it is not callable
    """
    if callable(value):
        return value  # type: ignore[no-any-return]
    if value:
        raise TypeError(f"{name} must be callable, not {type(value).__name__}")
    return None


def scope_text(scope: Any) -> str | None:
    """Return the scope as a string, or None.

    :raises TypeError: it is neither a string nor a list of strings
    """
    scope = plain(scope)
    if isinstance(scope, str | bytes):
        return text_of("scope", scope) or None
    if not isinstance(scope, Iterable | None) or isinstance(scope, Mapping):
        raise TypeError(f"scope must be a string or a list of strings, not {type(scope).__name__}")
    names = [text_of("scope", name) for name in scope or ()]
    return " ".join(sorted(names) if isinstance(scope, set | frozenset) else names) or None


def optional_text(what: str, value: Any) -> str | None:
    """Return a value that can be None, as :func:`text_of` does."""
    return None if value is None else text_of(what, value)


def text_of(what: str, value: Any) -> str:
    """Return a value that can be bytes or a whole number as a string.

    :raises ValueError: it is not valid UTF-8; the message does not contain it
    :raises TypeError: it has another type
    """
    given: Any = plain(value)
    if not isinstance(given, str | bytes):
        given = _digits(given)  # for example, the id of an app
    if given is None:
        raise TypeError(f"{what} must be a string, not {type(value).__name__}")
    try:
        text = given.decode() if isinstance(given, bytes) else str(given)
        text.encode()
        return text
    except UnicodeError:
        pass  # this exception contains the value
    raise ValueError(f"{what} must be valid UTF-8")


def _digits(number: Any) -> str | None:
    """Return the digits of a whole number of any type, or None for anything else."""
    if isinstance(number, bool):
        return None
    try:
        digits = str(number)
    except (RecursionError, ValueError) as failure:  # too many digits, or nested too deep
        if is_of_the_caller(failure):
            raise
        return None
    return digits if digits.isdecimal() else None


def path_and_base_url(url: str) -> tuple[str, str]:
    """Return the path of a token endpoint, and the URL without the path.

    :raises ValueError: it is not a valid URL
    :raises TypeError: it is not a string
    """
    text = text_of("token_url", url)
    try:
        parts = urlsplit(text)
        return parts.path, check_base_url(f"{parts.scheme}://{parts.netloc}")
    except ValueError:
        pass  # the message of this exception is about a base URL
    raise ValueError("token_url must be an http or https URL without credentials")


def refuse_plain_http(name: str, url: str) -> None:
    """Keep codes and tokens from being sent in plain text.

    :raises ValueError: it is not a URL, or is plain http to another machine
    """
    text = text_of(name, url)
    try:
        parts = urlsplit(text)
        if parts.scheme != "http" or may_carry_credentials(f"http://{parts.netloc}"):
            return
        why = "codes and tokens are sent only over https, or to this machine"
    except ValueError:  # its message can contain a code
        why = f"{name} must be a URL"
    raise ValueError(why)


def answer_in(authorization_response: str) -> dict[str, str]:
    """Return the parameters of the URL to which Asana redirected the user.

    :raises ValueError: it is not a URL, or is plain http to another machine
    """
    refuse_plain_http("authorization_response", authorization_response)
    return dict(
        parse_qsl(urlsplit(text_of("authorization_response", authorization_response)).query)
    )
