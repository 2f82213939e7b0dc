"""Arguments of the OAuth session: what each may be, and in which form it is used."""

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
    """Check the keywords of requests-oauthlib, and put them as they are used.

    :raises ValueError: one is not what it should be
    :raises TypeError: one is of another type
    """
    for name in ("client_id", "redirect_uri", "auto_refresh_url"):
        if keywords.get(name) is not None:
            keywords[name] = text_of(name, keywords[name])
    scope = keywords.get("scope")
    if isinstance(scope, Iterator):
        keywords["scope"] = scope = list(scope)  # each URL names it
    scope_text(scope)
    callable_or_none("token_updater", keywords.get("token_updater"))
    more = keywords.get("auto_refresh_kwargs") or {}
    if not isinstance(more, Mapping):
        raise TypeError(f"auto_refresh_kwargs must be a dictionary, not {type(more).__name__}")


def callable_or_none(name: str, value: Any) -> Callable[..., Any] | None:
    """Return a function, or None where there is none.

    :raises TypeError: it cannot be called
    """
    if callable(value):
        return value  # type: ignore[no-any-return]
    if value:
        raise TypeError(f"{name} must be callable, not {type(value).__name__}")
    return None


def scope_text(scope: Any) -> str | None:
    """Return the scope as text.

    :raises TypeError: it is neither text nor a list of it
    """
    scope = plain(scope)
    if isinstance(scope, str | bytes):
        return text_of("scope", scope) or None
    if not isinstance(scope, Iterable | None) or isinstance(scope, Mapping):
        raise TypeError(f"scope must be a string or a list of strings, not {type(scope).__name__}")
    names = [text_of("scope", name) for name in scope or ()]
    return " ".join(sorted(names) if isinstance(scope, set | frozenset) else names) or None


def optional_text(what: str, value: Any) -> str | None:
    """Return what may be None, bytes or a whole number as text or None."""
    return None if value is None else text_of(what, value)


def text_of(what: str, value: Any) -> str:
    """Return what may be bytes or a whole number as text.

    :raises ValueError: it holds no text; the message does not show it
    :raises TypeError: it is something else
    """
    given: Any = plain(value)
    if not isinstance(given, str | bytes):
        given = _digits(given)  # of an app's id, for example
    if given is None:
        raise TypeError(f"{what} must be a string, not {type(value).__name__}")
    try:
        text = given.decode() if isinstance(given, bytes) else str(given)
        text.encode()
        return text
    except UnicodeError:
        pass  # this exception would show it
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
    """Return the path of a token endpoint, and what is before it.

    :raises ValueError: it is not a URL
    """
    text = text_of("token_url", url)
    try:
        parts = urlsplit(text)
        return parts.path, check_base_url(f"{parts.scheme}://{parts.netloc}")
    except ValueError:
        pass  # this exception would name the base URL
    raise ValueError("token_url is an http or https URL, without a user or a password in it")


def refuse_plain_http(name: str, url: str) -> None:
    """Keep codes and tokens from going out in the clear.

    :raises ValueError: it is not a URL, or one of plain http to another machine
    """
    text = text_of(name, url)
    try:
        parts = urlsplit(text)
        if parts.scheme != "http" or may_carry_credentials(f"http://{parts.netloc}"):
            return
        why = "codes and tokens go over https only, or to this machine itself"
    except ValueError:  # which may show a code
        why = f"{name} is not a URL"
    raise ValueError(why)


def answer_in(authorization_response: str) -> dict[str, str]:
    """Return the parameters of the URL that the user came back to."""
    refuse_plain_http("authorization_response", authorization_response)
    return dict(
        parse_qsl(urlsplit(text_of("authorization_response", authorization_response)).query)
    )
