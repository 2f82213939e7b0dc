"""Support for any session: one of the client's, of requests, of a test, or a mock."""

import functools
import io
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from http.client import HTTPResponse
from types import FunctionType
from typing import Any, cast
from urllib.parse import parse_qsl

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase, HTTPBasicAuth
from requests.structures import CaseInsensitiveDict

from .bearer import BearerAuth
from .call import Call
from .caller import CallerError
from .connection import BoundedResponse
from .deadline import active
from .request import HEADER_VALUE, Request
from .watched import is_own, own

__all__ = [
    "Adopted",
    "adopted",
    "drop_broken_cookies",
    "has_stand_in_for_send",
    "is_plain",
    "is_session",
    "raise_of_a_mock",
    "send_by_name",
    "sender",
    "stand_in",
]

# The original methods of requests, without those that a tracer, for example, has replaced.
VERBS = ("get", "post", "put", "patch", "delete")
METHODS = ("send", "request", "prepare_request", *VERBS)
PLAIN = [own(requests.Session, name) for name in METHODS]
PLAIN_IDS = frozenset(map(id, PLAIN))  # ids, because a wrapper can be equal to the function
SESSION = requests.Session
OAUTH_MODULE = "requests_oauthlib.oauth2_session"


def is_session(session: Any) -> bool:
    """Return whether a session is one of requests. A mock can claim to be one with __class__."""
    return issubclass(type(session), SESSION)


def is_plain(session: Any, verb: str = "get") -> bool:
    """Return whether a request can be sent directly through the session's adapter."""
    return (
        issubclass(type(session), SESSION)  # is_session, inlined for speed
        and not stand_in(session, ("send", "request", "prepare_request", verb))
        and not (session.hooks or {}).get("response")
        and not session.params
    )


def stand_in(session: Any, names: Iterable[str]) -> bool:
    """Return whether one of these methods is not the original one of requests."""
    kind, own = type(session), vars(session)
    for name in names:
        if name in own:
            return True
        if id(getattr(kind, name, None)) not in PLAIN_IDS and not _only_watched(kind, name):
            return True
        if name == "request" and "requests_oauthlib" in sys.modules and _oauthlib_is_patched():
            return True
    return False


def has_stand_in_for_send(session: Any) -> bool:
    """Return whether a mock, for example, replaces ``send`` of this session or of requests.

    A subclass with its own ``send`` does not count.
    """
    return "send" in vars(session) or not (_send_is_plain() or _send_is_watched())


def sender(session: Any, url: str) -> Callable[..., requests.Response]:
    """Return a function that sends a prepared request through the adapter.

    If a tracer has wrapped the session class of requests, a temporary session is used, which adds
    neither credentials nor cookies.
    """
    adapter: HTTPAdapter = session.get_adapter(url)
    if not _send_is_watched():
        return adapter.send
    bare: Any = SESSION()
    bare.adapters = {"": adapter}
    bare.resolve_redirects = lambda *_, **__: iter(())  # the URL of a redirect can be invalid
    return functools.partial(bare.send, allow_redirects=False)


def _send_is_plain() -> bool:
    return id(requests.Session.send) in PLAIN_IDS


def _send_is_watched() -> bool:
    """Return whether a tracer has wrapped ``requests.Session.send``."""
    return not _send_is_plain() and _wraps_own(requests.Session.send)


def _only_watched(kind: type, name: str) -> bool:
    """Return whether a method is that of requests, wrapped by a tracer."""
    if name not in ("send", "request") or not _send_is_watched():
        return False
    defined_by = next((base for base in kind.__mro__ if name in vars(base)), None)
    return defined_by is requests.Session and _wraps_own(getattr(kind, name))


def _wraps_own(function: Any) -> bool:
    """Return whether the innermost wrapped function is one of requests."""
    while function is not None and not is_own(function, SESSION):
        function = getattr(function, "__wrapped__", None)
    return function is not None


def raise_of_a_mock(session: Any, url: str, exception: Exception) -> None:
    """Raise an exception if it comes from a mock, or from an adapter without a server."""
    real = is_session(session) and isinstance(session.get_adapter(url), HTTPAdapter)
    if not real or "send" in vars(session):
        raise exception
    send = requests.Session.send
    replaced = not _send_is_plain() and not _send_is_watched()
    if replaced and _package(send) == _package(type(exception)):
        raise exception


def _package(named: Any) -> str:
    return str(getattr(named, "__module__", None)).partition(".")[0]


def _oauthlib_is_patched() -> bool:
    """Return whether a test patched the method that sent requests in python-asana."""
    module = sys.modules.get("requests_oauthlib")
    if module is None:
        return False
    return getattr(module.OAuth2Session.request, "__module__", "") != OAUTH_MODULE


def send_by_name(session: Any, request: Request, call: Call, how: Mapping[str, Any]) -> Any:
    """Send a request with the session's method of the verb's name, like python-asana.

    A replaced method gets the arguments that python-asana passes: the URL without its query, the
    parameters, the body as a string, the files unchanged, and other keywords that it accepts.
    """
    verb, url = request.method.lower(), request.url
    auth = call.auth
    if isinstance(auth, BearerAuth):
        auth = auth.bound(request.base_url)
    how = {
        **how,
        "headers": request.headers,
        "auth": auth or _as_it_is,
        "allow_redirects": False,
        "stream": True,
    }
    if is_session(session) and not stand_in(session, ("prepare_request", "request", verb)):
        how["auth"] = _LastStep(how["auth"])
        return getattr(session, verb)(url, data=request.body, **how)
    _hand_over()
    if is_session(session) and not stand_in(session, ("request", verb)):
        return getattr(session, verb)(url, data=request.body, **how)
    if is_session(session) and _oauthlib_is_patched():
        send: Any = _patched_oauthlib(session, request.method)
    else:
        send = getattr(session, verb)
    url, _, query = url.partition("?")
    how["params"] = dict(parse_qsl(query, keep_blank_values=True))
    if request.files is not None:
        how |= {"files": request.files, "data": dict(request.fields)}
        how["headers"] = _without_content_type(request.headers)
    elif isinstance(request.body, bytes):
        how["data"] = request.body.decode()
    return send(url, **_taken(send, how))


class _LastStep(AuthBase):
    """An auth that records that a request is complete, and can be sent from now on."""

    def __init__(self, auth: Any) -> None:
        self._auth = HTTPBasicAuth(*auth) if isinstance(auth, tuple) else auth

    def __call__(self, prepared: requests.PreparedRequest) -> requests.PreparedRequest:
        try:
            prepared = self._auth(prepared)
        except Exception as reason:
            raise CallerError(reason) from reason
        # First, because the hooks of the session and of the auth can fail.
        prepared.hooks["response"].insert(0, _keep)
        _hand_over()
        return prepared


def _hand_over() -> None:
    """Record that the request of this thread can be sent from now on."""
    sending = active.sending
    sending.begun, sending.unsettled = None, sending.unsettled + 1


def _keep(response: requests.Response, *_: Any, **__: Any) -> None:
    active.sending.response = response


def drop_broken_cookies(session: Any) -> None:
    """Remove cookies that are invalid in a request header, such as one with a line break."""
    for cookie in list(session.cookies) if is_session(session) else ():
        if not re.fullmatch(HEADER_VALUE, f"{cookie.name}={cookie.value}"):
            session.cookies.clear(cookie.domain, cookie.path, cookie.name)


def _as_it_is(prepared: requests.PreparedRequest) -> requests.PreparedRequest:
    """Return the request unchanged: an auth that keeps requests from using .netrc."""
    return prepared


def _patched_oauthlib(session: requests.Session, method: str) -> Any:
    from requests_oauthlib import OAuth2Session

    patched: Any = OAuth2Session.request
    if isinstance(patched, FunctionType):
        return lambda url, **how: patched(session, method, url, **how)
    return lambda url, **how: patched(method, url, **how)


def _without_content_type(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers without Content-Type, which belongs to the multipart body built here."""
    return {name: value for name, value in headers.items() if name.lower() != "content-type"}


def _taken(function: Any, how: dict[str, Any]) -> dict[str, Any]:
    """Return the keywords that a function accepts; functions of tests often accept only a few."""
    import inspect  # slow to import, and needed only in tests

    try:
        parameters = inspect.signature(function).parameters
    except (TypeError, ValueError):
        return how
    if any(each.kind is each.VAR_KEYWORD for each in parameters.values()):
        return how
    return {name: value for name, value in how.items() if name in parameters}


class Adopted(requests.Response):
    """A response made from a mock that has only the attributes that python-asana used.

    :ivar payload: the result of its ``json()``
    """

    payload: Any = None


def adopted(response: Any) -> requests.Response:
    """Return a readable response for anything that a session returned.

    :raises TypeError: it is not a response
    """
    if not issubclass(type(response), requests.Response):  # a mock can claim to be one
        return _made_from(response)
    if 300 <= response.status_code < 400 and _may_be_cut(response):
        response.headers.pop("Location", None)
    inside: Any = vars(response)
    if response.raw is not None and inside["_content"] is False:
        return cast(requests.Response, response)
    # A response that a test has built contains its body, and the test may return it again.
    copy = requests.Response()
    vars(copy).update(inside, _content=False, _content_consumed=False)
    copy.raw = io.BytesIO(response.content or b"")
    return copy


def _may_be_cut(response: requests.Response) -> bool:
    """Return whether the last header may be cut off.

    Connections of other classes treat the end of a connection as the end of the headers.
    """
    original = getattr(response.raw, "_original_response", None)
    if not isinstance(original, HTTPResponse) or isinstance(original, BoundedResponse):
        return False
    connection = getattr(response.raw, "_connection", None)
    names = list(original.headers.keys())
    return names[-1:] == ["Location"] and not getattr(connection, "is_connected", False)


def _made_from(response: Any) -> requests.Response:
    status = getattr(response, "status_code", None)
    if not isinstance(status, int):
        raise TypeError(f"the session must return responses, not {type(response).__name__}")
    made = Adopted()
    made.status_code = status
    headers = getattr(response, "headers", None)
    made.headers = CaseInsensitiveDict(headers if isinstance(headers, Mapping) else {})
    content = getattr(response, "content", None)
    text = getattr(response, "text", None)
    try:
        made.payload = response.json()
    except ValueError:
        made.payload = None
    if not isinstance(content, bytes):
        content = text.encode() if isinstance(text, str) else _dumped(made.payload)
    made.raw = io.BytesIO(content)
    return made


def _dumped(payload: Any) -> bytes:
    return b"" if payload is None else json.dumps(payload, default=str).encode()
