"""Responses: a body within bounds, what it stands for, and a copy for errors without secrets."""

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
from .decode import decode
from .download import Sink
from .request import Request, may_carry_credentials
from .sessions import Adopted

__all__ = ["invalid", "may_be_cut", "outcome_of", "read_body", "redirect_target", "save_body"]


# Larger than any page of Asana's; what is larger is a mistake or an attack.
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
REDACTED = "[redacted]"

Observer = Callable[[Mapping[str, Any], Mapping[str, str]], None]

# What a session, an adapter or a socket raises where there is no whole answer.
FAILURES = (requests.RequestException, HTTPError, HTTPException, OSError)


def read_body(response: requests.Response) -> bytes | None:
    """Return the body, or None when it is larger than :data:`BODY_CAP`."""
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
        # The status alone tells that the request was refused; its explanation is lost.
    return b"".join(chunks)


def _chunks(response: requests.Response) -> Iterator[bytes]:
    try:
        yield from response.iter_content(CHUNK)
    except FAILURES:
        raise
    except ValueError as nonsense:  # such as a chunk whose size is negative
        raise HTTPException(str(nonsense)) from None


def _is_short(response: requests.Response) -> bool:
    """Tell whether a body is known to be no larger than the cap, without looking into it."""
    length = getattr(response.raw, "length_remaining", None)
    encoded = "Content-Encoding" in response.headers
    return length is not None and length <= BODY_CAP and not encoded


def save_body(request: Request, response: requests.Response, call: Call) -> Outcome:
    """Write a body to the sink of the call; return the number of bytes."""
    sink = cast(Sink, call.sink)
    if response.status_code != 200:
        body = read_body(response)
        if response.status_code >= 400:
            return error.from_response(_detached(response, body))
        return invalid(response, body, "no file")
    size = response.headers.get("Content-Length", "")
    total = int(size) if size.isdecimal() else None
    for chunk in _chunks(response):
        sink.write(chunk, total)
    return sink.count


class Reader:
    """Reads the responses of the API.

    :param observe: called with the headers of each request and of its response
    """

    def __init__(self, observe: Observer) -> None:
        self._observe = observe

    def read(self, request: Request, response: requests.Response, call: Call) -> Outcome:
        """Return the decoded body of a success, or the error that a response stands for.

        :raises Warning: a warning of the observer that is an exception; it carries the ``record``
        """
        outcome = outcome_of(request, response, read_body(response))
        try:
            self._observe(request.headers, response.headers)
        except Warning as warning:
            if isinstance(outcome, dict):
                cast(Any, warning).record = outcome.get("data")
                raise
        return outcome


def download_target(
    request: Request, response: requests.Response
) -> str | error.InvalidResponseError | None:
    """Return where a download is instead: anywhere that is as safe, as no credentials go along."""
    location = response.headers.get("Location")
    if not location:
        return None
    try:
        target = urljoin(request.url, location)
        safe = origin(target)[1] and may_carry_credentials(target)
    except ValueError:
        return invalid(response, b"", "redirected to what is no URL")
    return target if safe else invalid(response, b"", "redirected to plain http")


def redirect_target(request: Request, response: requests.Response) -> str | None:
    """Return where to send the request instead, if it may go there: on the same origin only."""
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
    """Return the decoded body of a success, or the error that the response stands for."""
    status = response.status_code
    if status >= 400:
        return error.from_response(_detached(response, body))
    if status >= 300:
        return invalid(response, body, "redirected elsewhere")
    if body is None:
        return invalid(response, body, f"larger than {BODY_CAP} bytes")
    if not body.strip():
        if request.method in ("PUT", "DELETE") and not may_be_cut(response):
            return {"data": {}}
        return invalid(response, body, "empty")
    try:
        payload = response.payload if isinstance(response, Adopted) else decode(body)
    except (ValueError, RecursionError):
        return invalid(response, body, "not JSON")
    if not isinstance(payload, dict) or "data" not in payload or payload.get("errors"):
        return invalid(response, body, "no data")
    return payload


def may_be_cut(response: requests.Response) -> bool:
    """Tell whether an empty body is all that came because the connection ended."""
    original = getattr(response.raw, "_original_response", None)
    lengths = {"content-length", "transfer-encoding"} & {name.lower() for name in response.headers}
    told = bool(lengths) or response.status_code == 204
    return isinstance(original, HTTPResponse) and not told


def invalid(
    response: requests.Response, body: bytes | None, why: str
) -> error.InvalidResponseError:
    """Return the error for an answer that is not Asana's."""
    detached = _detached(response, body)
    return error.InvalidResponseError(f"Invalid Response: {why}", response.status_code, detached)


def _detached(response: requests.Response, body: bytes | None) -> requests.Response:
    """Return a copy of a response for an error to carry.

    The original leads to the connection, the adapter and the credentials that were sent.
    """
    copy = requests.Response()
    copy.status_code = response.status_code
    copy.reason = response.reason
    copy.url = error.mask(response.url or "")
    copy.encoding = response.encoding
    copy.headers = CaseInsensitiveDict(_redacted(response.headers))
    copy._content = body or b""
    if response.request is not None:
        copy.request = _scrubbed(response.request)
    return copy


def _scrubbed(request: requests.PreparedRequest) -> requests.PreparedRequest:
    copy = requests.PreparedRequest()
    copy.method = request.method
    copy.url = error.mask(request.url or "")
    copy.headers = CaseInsensitiveDict(_redacted(request.headers or {}))
    copy.body = request.body if isinstance(request.body, str | bytes) else None
    return copy


def _redacted(headers: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: REDACTED if name.lower() in SECRET_HEADERS else value
        for name, value in headers.items()
    }
