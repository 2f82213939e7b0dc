"""Any session that somebody gave the client: one of ours, of requests, of a test, or a mock."""

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

# The methods of requests' own, without any that somebody, such as a tracer, has replaced already.
VERBS = ("get", "post", "put", "patch", "delete")
METHODS = ("send", "request", "prepare_request", *VERBS)
PLAIN = [own(requests.Session, name) for name in METHODS]
PLAIN_IDS = frozenset(map(id, PLAIN))  # what wraps a function may be equal to it
SESSION = requests.Session
OAUTH_MODULE = "requests_oauthlib.oauth2_session"


def is_session(session: Any) -> bool:
    """Tell whether a session is one of requests; a mock may only say that it is."""
    return issubclass(type(session), SESSION)


def is_plain(session: Any, verb: str = "get") -> bool:
    """Tell whether a request may go straight to the session's adapter."""
    return (
        issubclass(type(session), SESSION)  # as is_session does, without a call
        and not stand_in(session, ("send", "request", "prepare_request", verb))
        and not (session.hooks or {}).get("response")
        and not session.params
    )


def stand_in(session: Any, names: Iterable[str]) -> bool:
    """Tell whether one of these methods is not that of requests' own session."""
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
    """Tell whether something, such as a mock, was put in the place of sending; no class is."""
    return "send" in vars(session) or not (_send_is_plain() or _send_is_watched())


def sender(session: Any, url: str) -> Callable[..., requests.Response]:
    """Return what sends a prepared request: the adapter, by way of a tracer that watches requests.

    The way of a session of its own adds and keeps nothing: neither credentials nor cookies.
    """
    adapter: HTTPAdapter = session.get_adapter(url)
    if not _send_is_watched():
        return adapter.send
    bare: Any = SESSION()
    bare.adapters = {"": adapter}
    bare.resolve_redirects = lambda *_, **__: iter(())  # whose URL may be none
    return functools.partial(bare.send, allow_redirects=False)


def _send_is_plain() -> bool:
    return id(requests.Session.send) in PLAIN_IDS


def _send_is_watched() -> bool:
    """Return whether a tracer has wrapped the method of requests that sends."""
    return not _send_is_plain() and _wraps_own(requests.Session.send)


def _only_watched(kind: type, name: str) -> bool:
    """Return whether a method is that of requests, and a tracer that watches sending wraps it."""
    if name not in ("send", "request") or not _send_is_watched():
        return False
    defined_by = next((base for base in kind.__mro__ if name in vars(base)), None)
    return defined_by is requests.Session and _wraps_own(getattr(kind, name))


def _wraps_own(function: Any) -> bool:
    """Return whether a function of requests is at the bottom of what wraps it."""
    while function is not None and not is_own(function, SESSION):
        function = getattr(function, "__wrapped__", None)
    return function is not None


def raise_of_a_mock(session: Any, url: str, exception: Exception) -> None:
    """Raise an exception that comes from a mock, or from what else connects to no server."""
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
    """Tell whether a test patched what sent the requests of python-asana's sessions."""
    module = sys.modules.get("requests_oauthlib")
    if module is None:
        return False
    return getattr(module.OAuth2Session.request, "__module__", "") != OAUTH_MODULE


def send_by_name(session: Any, request: Request, call: Call, how: Mapping[str, Any]) -> Any:
    """Send with the session's own method of the verb's name, as python-asana does.

    One that stands in for requests' gets what python-asana gives it: the URL without its query, the
    parameters, the body as text, the files as they are, and of the rest what it takes.
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
    """An auth that notes that a request is ready: from here on it may leave this machine."""

    def __init__(self, auth: Any) -> None:
        self._auth = HTTPBasicAuth(*auth) if isinstance(auth, tuple) else auth

    def __call__(self, prepared: requests.PreparedRequest) -> requests.PreparedRequest:
        try:
            prepared = self._auth(prepared)
        except Exception as reason:
            raise CallerError(reason) from reason
        # Before the hooks of the session, and those of the auth: any of them may fail.
        prepared.hooks["response"].insert(0, _keep)
        _hand_over()
        return prepared


def _hand_over() -> None:
    """Note that the request of this thread may leave from here on."""
    sending = active.sending
    sending.begun, sending.unsettled = None, sending.unsettled + 1


def _keep(response: requests.Response, *_: Any, **__: Any) -> None:
    active.sending.response = response


def drop_broken_cookies(session: Any) -> None:
    """Forget the cookies that no request could carry back, such as one with a line break."""
    for cookie in list(session.cookies) if is_session(session) else ():
        if not re.fullmatch(HEADER_VALUE, f"{cookie.name}={cookie.value}"):
            session.cookies.clear(cookie.domain, cookie.path, cookie.name)


def _as_it_is(prepared: requests.PreparedRequest) -> requests.PreparedRequest:
    """Leave the request alone: an auth that keeps requests from taking one from .netrc."""
    return prepared


def _patched_oauthlib(session: requests.Session, method: str) -> Any:
    from requests_oauthlib import OAuth2Session

    patched: Any = OAuth2Session.request
    if isinstance(patched, FunctionType):
        return lambda url, **how: patched(session, method, url, **how)
    return lambda url, **how: patched(method, url, **how)


def _without_content_type(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers without that which only the body written by us fits."""
    return {name: value for name, value in headers.items() if name.lower() != "content-type"}


def _taken(function: Any, how: dict[str, Any]) -> dict[str, Any]:
    """Return the keywords that a function takes: one of a test often names a few."""
    import inspect  # slow to load, and for tests only

    try:
        parameters = inspect.signature(function).parameters
    except (TypeError, ValueError):
        return how
    if any(each.kind is each.VAR_KEYWORD for each in parameters.values()):
        return how
    return {name: value for name, value in how.items() if name in parameters}


class Adopted(requests.Response):
    """A response made from an object of a test that has no more than python-asana looked at.

    :ivar payload: what its ``json()`` returned
    """

    payload: Any = None


def adopted(response: Any) -> requests.Response:
    """Return a response that can be read, whatever a session returned.

    :raises TypeError: it is not a response
    """
    if not issubclass(type(response), requests.Response):  # a mock may say that it is one
        return _made_from(response)
    if 300 <= response.status_code < 400 and _may_be_cut(response):
        response.headers.pop("Location", None)
    inside: Any = vars(response)
    if response.raw is not None and inside["_content"] is False:
        return cast(requests.Response, response)
    # One that a test made by hand has its body in itself, and may be returned again.
    copy = requests.Response()
    vars(copy).update(inside, _content=False, _content_consumed=False)
    copy.raw = io.BytesIO(response.content or b"")
    return copy


def _may_be_cut(response: requests.Response) -> bool:
    """Tell whether the last header may be a part of what was sent.

    Other connections than ours take the end of a connection for that of a head.
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
        raise TypeError(f"a session returns responses, not {type(response).__name__}")
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
