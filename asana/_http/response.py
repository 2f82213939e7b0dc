"""Responses: read a body of limited size, interpret it, and copy it without secrets for errors."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from http.client import HTTPException, HTTPResponse
from typing import Any, cast
from urllib.parse import urljoin

import requests
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import HTTPError

from .. import error
from .bearer import origin
from .call import Call, Outcome
from .caller import CallerError
from .decode import decode
from .download import Sink, unpacked
from .request import Request, may_carry_credentials
from .sessions import Adopted

__all__ = [
    "invalid",
    "may_be_lost",
    "outcome_of",
    "read_body",
    "redacted",
    "redirect_target",
    "save_body",
    "shown",
    "unexpected",
]


# Larger than any page of Asana's: a larger body is an error or an attack.
BODY_CAP = 64 * 1024 * 1024
CHUNK = 64 * 1024
REDIRECTS = (301, 302, 303, 307, 308)
SECRET_HEADERS = (
    "authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
    "x-hook-secret",
)
ZLIB = ("gzip", "x-gzip", "deflate")
SECRET_PATHS = ("/webhooks", "/batch")
LONG_WORD = r"[\w-]{32,}"  # the form of Asana's secrets; a gid is shorter
REDACTED = "[redacted]"

Observer = Callable[[Mapping[str, Any], Mapping[str, str]], None]

# The exceptions of a session, an adapter or a socket for an incomplete response.
FAILURES = (requests.RequestException, HTTPError, HTTPException, OSError)


def read_body(response: requests.Response) -> bytes | None:
    """Return the body, or None if it is larger than :data:`BODY_CAP`."""
    chunks = []
    size = 0
    try:
        if _is_short(response):
            return cast(bytes, response.raw.read())
        for chunk in _chunks(response):
            size += len(chunk)
            if size > BODY_CAP:
                return None
            chunks.append(chunk)
    except FAILURES:
        if response.status_code < 400:
            raise
        # The status is enough to raise an error, without Asana's message.
    return b"".join(chunks)


def _chunks(response: requests.Response) -> Iterator[bytes]:
    try:
        yield from response.iter_content(CHUNK)
    except FAILURES:
        raise
    except ValueError as nonsense:  # such as a negative chunk size
        raise HTTPException(str(nonsense)) from None


def _is_short(response: requests.Response) -> bool:
    """Return whether the headers show that the body is not larger than the cap."""
    length = getattr(response.raw, "length_remaining", None)
    encoded = "Content-Encoding" in response.headers
    return length is not None and length <= BODY_CAP and not encoded


def save_body(request: Request, response: requests.Response, call: Call) -> Outcome:
    """Write a body to the sink of the call; return the number of bytes, or an error."""
    sink = cast(Sink, call.sink)
    if response.status_code != 200:
        body = read_body(response)
        if response.status_code >= 400:
            return error.from_response(_detached(response, body))
        return invalid(response, body, "no file")
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    chunks = _chunks(response)
    size = response.headers.get("Content-Length", "")
    total = int(size) if size.isdecimal() else None
    if encoding != "identity" and hasattr(response.raw, "stream"):
        # The request asks for no compression, but a file server may have only a compressed file.
        # urllib3 does not report whether compressed data are complete, so decompress them here.
        if encoding not in ZLIB:
            return invalid(response, b"", "unsupported Content-Encoding")
        chunks = unpacked(response.raw.stream(CHUNK, decode_content=False))
        total = None
    for chunk in chunks:
        sink.write(chunk, total)
    return sink.count


class Reader:
    """Reads the responses of the API.

    :param observe: called with the headers of each request and of its response
    """

    def __init__(self, observe: Observer) -> None:
        self._observe = observe

    def read(self, request: Request, response: requests.Response, call: Call) -> Outcome:
        """Return the decoded body of a success, or the error for the response.

        :raises Warning: a warning of the observer, if warnings are errors; its attribute
            ``record`` is the data
        """
        outcome = outcome_of(request, response, read_body(response))
        received: Mapping[str, str] = response.headers
        if "X-Hook-Secret" in received:
            received = CaseInsensitiveDict(redacted(received))
        try:
            self._observe(request.headers, received)
        except Exception as exception:
            if isinstance(outcome, error.AsanaError):
                return outcome
            if isinstance(exception, Warning):
                cast(Any, exception).record = outcome.get("data")
            elif request.method != "GET":
                return unexpected(exception, request)
            del outcome  # it can contain a webhook secret, and the traceback refers to this frame
            raise CallerError(exception) from exception
        return outcome


def download_target(
    request: Request, response: requests.Response
) -> str | error.InvalidResponseError | None:
    """Return the URL of a redirected download, which can be any https URL: it has no credentials.

    Return None if there is no URL, or an error if it is not allowed.
    """
    location = response.headers.get("Location")
    if not location:
        return None
    try:
        target = urljoin(request.url, location)
        safe = origin(target)[1] and may_carry_credentials(target)
    except ValueError:
        return invalid(response, b"", "redirected to an invalid URL")
    return target if safe else invalid(response, b"", "redirected to plain http")


def redirect_target(request: Request, response: requests.Response) -> str | None:
    """Return the URL of a redirect if it can be followed, which is on the same origin; or None."""
    location = response.headers.get("Location")
    status = response.status_code
    if status not in REDIRECTS or not location:
        return None
    if status in (301, 302, 303) and request.method != "GET":
        return None
    try:
        target = urljoin(request.url, location)
        same = origin(target) == origin(request.url)
    except ValueError:
        return None
    return target if same else None


def outcome_of(
    request: Request, response: requests.Response, body: bytes | None
) -> dict[str, Any] | error.AsanaError:
    """Return the decoded body of a success, or the error for the response."""
    if response.status_code >= 400:
        body = shown(request.method, request.path, body)
        return error.from_response(_detached(response, body))
    found = _success(request, response, body)
    if isinstance(found, dict):
        return found
    return invalid(response, shown(request.method, request.path, body), found)


def _success(
    request: Request, response: requests.Response, body: bytes | None
) -> dict[str, Any] | str:
    """Return the decoded body of a success, or the reason why it is invalid."""
    if response.status_code >= 300:
        return "redirected elsewhere"
    if response.status_code < 200:
        return "another protocol"
    if body is None:
        return f"larger than {BODY_CAP} bytes"
    if not body.strip():
        repeatable = request.method in ("PUT", "DELETE")
        return {"data": {}} if repeatable and not may_be_lost(response) else "empty"
    try:
        payload = response.payload if isinstance(response, Adopted) else decode(body)
    except (ValueError, RecursionError):
        return "not JSON"
    if not isinstance(payload, dict) or "data" not in payload or payload.get("errors"):
        return "no data"
    return payload


def may_be_lost(response: requests.Response) -> bool:
    """Return whether an empty body may be one that was lost."""
    headers = response.headers
    if response.status_code == 204 or headers.get("Content-Length") == "0":
        return False
    if "Content-Encoding" in headers:
        return True  # there was a body, which is empty after decoding
    # Without a length, a truncated body looks like a complete one.
    original = getattr(response.raw, "_original_response", None)
    endless = "Content-Length" not in headers and "Transfer-Encoding" not in headers
    return isinstance(original, HTTPResponse) and endless


def invalid(
    response: requests.Response, body: bytes | None, why: str
) -> error.InvalidResponseError:
    """Return the error for a response that is not valid for the API."""
    detached = _detached(response, body)
    return error.InvalidResponseError(f"Invalid Response: {why}", response.status_code, detached)


def unexpected(exception: Exception, request: Request) -> error.UnknownOutcomeError:
    """Return the error for an exception after which the request may have taken effect.

    :raises Exception: the exception itself, if the request is a read
    """
    if request.method == "GET":
        raise exception
    if isinstance(exception, requests.RequestException):
        # These attributes refer to the request, and so to the credentials.
        exception.request = exception.response = None
    return error.UnknownOutcomeError(exception)


def _detached(response: requests.Response, body: bytes | None) -> requests.Response:
    """Return a copy of a response for an error.

    The original refers to the connection, the adapter and the credentials.
    """
    copy = requests.Response()
    copy.status_code = response.status_code
    copy.reason = _masked(response.reason)
    copy.url = error.mask(response.url or "")
    copy.encoding = response.encoding
    copy.headers = CaseInsensitiveDict(redacted(response.headers))
    copy._content = body or b""
    if response.request is not None:
        copy.request = _scrubbed(response.request)
    return copy


def _scrubbed(request: requests.PreparedRequest) -> requests.PreparedRequest:
    copy = requests.PreparedRequest()
    copy.method = request.method
    copy.url = error.mask(request.url or "")
    copy.headers = CaseInsensitiveDict(redacted(request.headers or {}))
    copy.body = request.body if isinstance(request.body, str | bytes) else None
    return copy


def redacted(headers: Mapping[str, Any]) -> dict[str, Any]:
    """Return headers with the values of secret ones redacted."""
    return {
        name: REDACTED if name.lower() in SECRET_HEADERS else value
        for name, value in headers.items()
    }


def shown(method: str, path: str, body: bytes | None) -> bytes | None:
    """Return the part of a body that an error can contain.

    The response to the creation of a webhook contains its secret, and an invalid response can have
    it anywhere, so only Asana's error objects are kept.
    """
    named = path.lower()
    if not body or method != "POST" or not any(part in named for part in SECRET_PATHS):
        return body
    try:
        payload = decode(body)
        errors = payload.get("errors") if isinstance(payload, dict) else None
        return json.dumps({"errors": _masked(errors)}).encode() if errors else b""
    except (ValueError, RecursionError):
        return b""


def _masked(value: Any) -> Any:
    """Return a JSON value with everything that may be a secret redacted."""
    if isinstance(value, dict):
        return redacted({_masked(name): _masked(part) for name, part in value.items()})
    if isinstance(value, list):
        return [_masked(part) for part in value]
    return re.sub(LONG_WORD, REDACTED, value) if isinstance(value, str) else value
