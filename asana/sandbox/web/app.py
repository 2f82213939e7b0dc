"""The Flask application: routes, request messages and responses."""

import gzip
import json
import mimetypes
import os
from collections.abc import Callable, Mapping
from itertools import count
from time import perf_counter
from typing import Any
from urllib.parse import quote

from flask import Flask, Request, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse
from werkzeug.wsgi import FileWrapper

from asana.sandbox.api.dispatch import Dispatcher
from asana.sandbox.api.exported import content
from asana.sandbox.api.messages import Body, Message
from asana.sandbox.changes.events import CAUSE
from asana.sandbox.errors import ApiError, forbidden, no_route, server_error, unknown
from asana.sandbox.loopback import OwnNames
from asana.sandbox.records.storage import DOWNLOADS
from asana.sandbox.web.bodies import read_body, skip_body
from asana.sandbox.web.connections import Wire
from asana.sandbox.web.control import ADDRESS, ControlAddress
from asana.sandbox.web.faults import DROP, GARBAGE
from asana.sandbox.web.gate import Gate, Outcome
from asana.sandbox.web.oauth_pages import PATHS, OAuthPages, without_secrets
from asana.sandbox.web.received import ReceivedRequest

ROOT = "/api/1.0"
VERBS = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")

_CHUNK = 64 * 1024
_EXPORTS = ("graph_export", "resource_export", "organization_export")
_HEADERS = {  # of each response of the API
    "X-Asana-Api-Version": "1.1",
    "Cache-Control": "no-store",
    "Pragma": "no-cache",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "none",
}
_REFUSED = (401, 403, 413)  # bodies of these are not stored, because anyone can send them
_GARBAGE = "<!DOCTYPE html><title>Welcome</title><p>Please log in to the hotel's network."


class Application:
    """Serves the API, the control API, the OAuth pages, and downloads."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        received: Callable[[ReceivedRequest], None],
        gate: Gate,
        control: ControlAddress,
        names: OwnNames,
    ) -> None:
        self.dispatcher = dispatcher
        self.received = received
        self.gate = gate
        self.control = control
        self.names = names
        self._causes = count(1)
        self.flask = Flask(__name__, static_folder=None)
        self.flask.url_map.merge_slashes = False
        self.flask.before_request(self._refuse_strangers)
        self.flask.after_request(_read_rest)
        self.flask.register_error_handler(HTTPException, self._refuse)
        self.flask.before_request(self._control)
        for rule, verbs in (("/", VERBS[1:]), ("/<path:path>", VERBS)):
            self.flask.add_url_rule(
                rule, rule, self._answer, methods=verbs, provide_automatic_options=False
            )
        self.flask.add_url_rule(f"{DOWNLOADS}/<gid>", "download", self._download)
        self.oauth = OAuthPages(dispatcher.services.oauth)
        for rule in PATHS:
            self.flask.add_url_rule(
                rule, rule, self._authorize, methods=VERBS, provide_automatic_options=False
            )

    def _refuse_strangers(self) -> Response | None:
        """Reject requests that another web site caused a browser to send.

        With DNS rebinding, a site's host name can resolve to this machine, and any site can make a
        browser submit a form here.
        """
        problem = self._strangeness(request)
        if problem is None:
            return None
        skip_body(request)
        if not _is_control(request):
            self._log(request.path.removeprefix(ROOT), {}, Body(), 403)
        if request.path.startswith((ROOT + "/", ADDRESS)):
            return _json(forbidden(problem).envelope(), 403, None)
        return Response(problem + "\n", 403, mimetype="text/plain")

    def _refuse(self, error: HTTPException) -> Response:
        """Respond to requests without a route, such as a path with a new line, or another verb."""
        refusal = no_route() if (error.code or 500) < 500 else server_error()
        if not _is_control(request):
            self._log(request.path.removeprefix(ROOT), _query(request), Body(), refusal.status)
        return _json(refusal.envelope(), refusal.status, None)

    def _strangeness(self, request: Request) -> str | None:
        host, origin = request.headers.get("Host"), request.headers.get("Origin")
        address = Wire.of(request.environ).address
        if host is not None and not self.names.has_host(host, address):
            return (
                f"The sandbox is for this machine only: use localhost, not {host!r}, "
                "or start it with that name as an allowed host."
            )
        if origin is not None and not self.names.has_origin(origin, address):
            return f"The sandbox is for this machine only and rejects pages of {origin!r}."
        return None

    def _control(self) -> Response | None:
        """Return the response of the control API, which bypasses the log, limits and faults."""
        return self.control.answer(request) if _is_control(request) else None

    def _answer(self, path: str = "") -> Response:
        moment, cause = self.dispatcher.store.timestamp(), next(self._causes)
        with self.dispatcher.services.storage.spool() as spool:
            body = read_body(request, spool)
            CAUSE.set(cause)
            outcome = self.gate.answer(_message(request, body))
            CAUSE.set(0)
        query = _query(request)
        Wire.of(request.environ).fault = outcome.wire
        response = self._response(outcome, body)
        self._log(
            request.path.removeprefix(ROOT),
            query,
            body,
            outcome.status,
            time=moment,
            cause=cause,
            route=outcome.route,
            fault=outcome.fault,
            answer=None if outcome.wire in (DROP, GARBAGE) else response.get_data(as_text=True),
        )
        return response

    def _response(self, outcome: Outcome, body: Body) -> Response:
        if outcome.wire == GARBAGE:
            return Response(_GARBAGE, mimetype="text/html")
        reply = outcome.reply
        indent = 2 if _wants_pretty(body.options, _query(request)) else None
        response = _json(reply.payload, reply.status, indent)
        response.headers.update(reply.headers)
        if reply.location:
            response.headers["Location"] = ROOT + reply.location
        return response

    def _authorize(self) -> BaseResponse:
        """Respond to an OAuth request, and log it without secrets and codes."""
        with self.dispatcher.services.storage.spool() as spool:
            body = read_body(request, spool)
        response = self.oauth.answer(request.path, _message(request, body))
        query = without_secrets(request.args.to_dict()) or {}
        body.parsed = without_secrets(body.parsed)
        self._log(request.path.removeprefix(ROOT), query, body, response.status_code)
        return response

    def _download(self, gid: str) -> Response:
        """Serve an attachment or an export to anyone who has its link."""
        try:
            response = self._file(gid, request.args.get("token", ""))
        except ApiError as error:
            response = _json(error.envelope(), error.status, None)
        # The token in the query is a secret.
        self._log(request.path, {}, Body(), response.status_code)
        return response

    def _file(self, gid: str, token: str) -> Response:
        store, storage = self.dispatcher.store, self.dispatcher.services.storage
        with store.lock:
            if not storage.opens(gid, token):
                raise forbidden("The link is invalid or has expired.")
            export = next(filter(None, (store.get(kind, gid) for kind in _EXPORTS)), None)
            if export is not None:
                packed = gzip.compress(b"".join(content(store, export)))
                return Response(packed, mimetype="application/gzip")
            attachment = store.get("attachment", gid)
            path = None if attachment is None else storage.find(attachment)
            if attachment is None or path is None:
                raise unknown("attachment", gid)
            file = path.open("rb")
        name = attachment["name"]
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        response = Response(FileWrapper(file, _CHUNK), mimetype=kind, direct_passthrough=True)
        response.content_length = os.fstat(file.fileno()).st_size
        disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
        response.headers["Content-Disposition"] = disposition
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Security-Policy"] = "sandbox"  # in case a browser displays it
        return response

    def _log(
        self, path: str, query: dict[str, str], body: Body, status: int, **details: Any
    ) -> None:
        size = len(path) + sum(len(name) + len(value) for name, value in query.items())
        size += len(details.get("answer") or "")
        if status in _REFUSED:
            body = Body()
        details.setdefault("time", self.dispatcher.store.timestamp())
        duration = perf_counter() - Wire.of(request.environ).begun
        self.received(
            ReceivedRequest(
                request.method,
                path,
                query,
                body.parsed,
                status,
                size + body.size,
                duration=duration,
                **details,
            )
        )


def _is_control(request: Request) -> bool:
    return request.path == ADDRESS or request.path.startswith(ADDRESS + "/")


def _read_rest(response: Response) -> Response:
    """Read an unread body, because the next request on the connection follows it."""
    skip_body(request)
    return response


def _message(request: Request, body: Body) -> Message:
    inside = request.path.startswith(ROOT + "/")
    return Message(
        request.method,
        request.path.removeprefix(ROOT).removesuffix("/") if inside else "",
        _token(request),
        _query(request),
        body,
        _origin(request),
        ROOT,
        _flags(request),
    )


def _query(request: Request) -> dict[str, str]:
    """Return the query; repeated parameters, such as `opt_fields`, are joined."""
    return {name: ",".join(values) for name, values in request.args.lists()}


def _origin(request: Request) -> str:
    return request.root_url.rstrip("/")


def _token(request: Request) -> str | None:
    given = request.authorization
    if given is None:
        return None
    if given.type == "bearer":
        return given.token
    if given.type != "basic":
        return None
    # The user name is the token, which may contain colons; the password is empty.
    name, _, password = f"{given.username}:{given.password}".rpartition(":")
    return None if password else name


def _flags(request: Request) -> frozenset[str]:
    """Return the announced changes that the request enables or disables."""
    return frozenset(
        flag.strip()
        for header in ("Asana-Enable", "Asana-Disable")
        for value in request.headers.getlist(header)
        for flag in value.split(",")
    )


def _json(payload: dict[str, Any], status: int, indent: int | None) -> Response:
    response = Response(json.dumps(payload, indent=indent), status)
    response.headers["Content-Type"] = "application/json; charset=UTF-8"
    response.headers.update(_HEADERS)
    return response


def _wants_pretty(options: dict[str, Any], query: Mapping[str, str]) -> bool:
    pretty = options.get("pretty", query.get("opt_pretty", False))
    return pretty not in (False, "false", None)
