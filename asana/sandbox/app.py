"""The Flask application: the only file that knows HTTP.

A request goes through route match, authentication, parsing, path objects, handler, rendering,
in this order, because Asana answers the first thing that is wrong.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Request, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule

from asana.sandbox.call import Call, Operation
from asana.sandbox.errors import ApiError, invalid, no_route, server_error, unauthorized
from asana.sandbox.lookup import Lookup
from asana.sandbox.operations import OPERATIONS
from asana.sandbox.pagination import Paginator
from asana.sandbox.projection import Projection, Selection, View, parse_selection
from asana.sandbox.schema import TYPES
from asana.sandbox.state import Record, Store
from asana.sandbox.values import spell

ROOT = "/api/1.0"
VERBS = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_INDEXED = re.compile(r"(.+)\[(\d{0,6})\]")
_PAGING = ("limit", "offset")
# A form has no null: in these fields the word stands for it.
_NULLABLE_IN_FORMS = frozenset(
    ["insert_before", "insert_after", "before_section", "after_section", "parent", "assignee"]
)


@dataclass(frozen=True)
class ReceivedRequest:
    """One request as it came in, and the status it was answered with; no headers, no secrets."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    status: int


@dataclass
class Body:
    """The parsed body; `problem` is raised only once it is its turn."""

    data: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    parsed: Any = None
    problem: ApiError | None = None


class Application:
    """Asana's API over one store."""

    def __init__(
        self,
        store: Store,
        paginator: Paginator,
        received: Callable[[ReceivedRequest], None],
    ) -> None:
        self.store = store
        self.paginator = paginator
        self.received = received
        self.routes = _routes(OPERATIONS)
        self.flask = Flask(__name__, static_folder=None)
        self.flask.url_map.merge_slashes = False
        for rule in ("/", "/<path:path>"):
            self.flask.add_url_rule(
                rule, rule, self._answer, methods=VERBS, provide_automatic_options=False
            )

    # One request

    def _answer(self, path: str = "") -> Response:
        body = Body()
        try:
            body = _read_body(request)
            with self.store.lock:
                status, payload, headers = self._serve(request, body)
        except ApiError as error:
            status, payload, headers = error.status, error.envelope(), {}
        except Exception:
            self.flask.logger.exception("The sandbox failed to answer %s", request.path)
            bug = server_error()
            status, payload, headers = bug.status, bug.envelope(), {}
        self.received(
            ReceivedRequest(
                request.method,
                request.path.removeprefix(ROOT),
                request.args.to_dict(),
                body.parsed,
                status,
            )
        )
        indent = 2 if _wants_pretty(body.options, request.args.to_dict()) else None
        response = Response(json.dumps(payload, indent=indent), status, headers)
        response.headers["Content-Type"] = "application/json; charset=UTF-8"
        return response

    def _serve(self, request: Request, body: Body) -> tuple[int, dict[str, Any], dict[str, str]]:
        query: dict[str, Any] = request.args.to_dict()
        options = {k[4:]: v for k, v in query.items() if k.startswith("opt_")} | body.options
        verb = _verb(request.method, options)
        operation, names = self._match(verb, request.path)
        user = self._authenticate(request)
        if request.method in ("POST", "PUT") and body.problem:
            raise body.problem
        if verb == "GET" and request.method == "POST":
            query |= _as_query(body.data | {k: options[k] for k in _PAGING if k in options})
        objects = self._objects(user, names)
        call = Call(self.store, user, objects, body.data, query)
        projection = Projection(View(self.store, user), *_selections(options, operation.fields))
        return self._render(operation, call, projection, request)

    def _match(self, verb: str, path: str) -> tuple[Operation, dict[str, str]]:
        if not path.startswith(ROOT + "/") or path.startswith(ROOT + "//"):
            raise no_route()  # Werkzeug would overlook the second slash
        try:
            operation, names = self.routes.bind("").match(path.removeprefix(ROOT), verb)
        except HTTPException:
            raise no_route() from None
        if operation.verb != verb:  # a route for GET would match HEAD too
            raise no_route()
        return operation, dict(names)

    def _authenticate(self, request: Request) -> Record:
        given = request.authorization
        token = None
        if given is not None and given.type == "bearer":
            token = given.token
        elif given is not None and given.type == "basic":
            # The password is empty; the token, the user name, may have colons of its own.
            name, _, password = f"{given.username}:{given.password}".rpartition(":")
            token = None if password else name
        user = self.store.tokens.get(token or "")
        if user is None:
            raise unauthorized()
        return user

    def _objects(self, user: Record, names: dict[str, str]) -> dict[str, Record]:
        """The records in the path: `task_gid` is a record of type task."""
        lookup = Lookup(self.store, user)
        return {
            name.removesuffix("_gid"): lookup.in_path(name.removesuffix("_gid"), raw)
            for name, raw in names.items()
        }

    # The reply

    def _render(
        self, operation: Operation, call: Call, projection: Projection, request: Request
    ) -> tuple[int, dict[str, Any], dict[str, str]]:
        result = operation.handler(call)
        if result is None:
            return 200, {"data": {}}, {}
        if isinstance(result, list):
            return 200, self._collection(operation, call, projection, request, result), {}
        root = request.root_url.rstrip("/") + ROOT
        if operation.created:
            location = f"{root}/{TYPES[result.type].collection}/{result.gid}"
            return 201, {"data": projection.one(result)}, {"Location": location}
        return 200, {"data": projection.one(result)}, {}

    def _collection(
        self,
        operation: Operation,
        call: Call,
        projection: Projection,
        request: Request,
        result: list[Record],
    ) -> dict[str, Any]:
        if not operation.paged:
            return {"data": [projection.item(record) for record in result]}
        path = request.path.removeprefix(ROOT)
        page = self.paginator.page(result, call.query, f"{call.user.gid} {path}", operation.cap)
        payload: dict[str, Any] = {"data": [projection.item(record) for record in page.items]}
        if page.paginated:
            payload["next_page"] = None
        if page.offset:
            more = f"{path}?{urlencode({**call.query, 'offset': page.offset})}"
            uri = request.root_url.rstrip("/") + ROOT + more
            payload["next_page"] = {"offset": page.offset, "path": more, "uri": uri}
        return payload


def _routes(operations: tuple[Operation, ...]) -> Map:
    rules = [
        Rule(
            operation.path.replace("{", "<").replace("}", ">"),
            methods=[operation.verb],
            endpoint=operation,
        )
        for operation in operations
    ]
    return Map(rules, merge_slashes=False)


def _verb(method: str, options: dict[str, Any]) -> str:
    """The verb that counts: only a POST may ask for another one."""
    override = options.get("method")
    if method == "POST" and isinstance(override, str) and override:
        return override.upper()
    return method


def _as_query(data: dict[str, Any]) -> dict[str, str]:
    """Data of a body as the query string that it stands for."""
    return {
        name: ",".join(map(str, value)) if isinstance(value, list) else spell(value)
        for name, value in data.items()
    }


def _selections(options: dict[str, Any], default: str | None) -> tuple[Selection | None, Selection]:
    fields = options.get("fields", default)
    selection = None if fields is None else parse_selection(fields)
    return selection, parse_selection(options.get("expand") or [])


def _wants_pretty(options: dict[str, Any], query: dict[str, str]) -> bool:
    pretty = options.get("pretty", query.get("opt_pretty", False))
    return pretty not in (False, "false", None)


# Bodies


def _read_body(request: Request) -> Body:
    raw = request.get_data(parse_form_data=True)
    if request.method not in ("POST", "PUT"):
        return Body()
    if request.mimetype in _FORMS:
        return _form_body(request.form.to_dict())
    if not raw.strip():
        return Body()
    try:
        parsed = json.loads(raw)
    except ValueError:
        return Body(problem=invalid("Could not parse request data, invalid JSON"))
    return _json_body(parsed)


def _json_body(parsed: Any) -> Body:
    if not isinstance(parsed, dict):
        return Body(parsed=parsed, problem=invalid("Could not parse request data, invalid JSON"))
    body = Body(parsed=parsed)
    for key in parsed:
        if key not in ("data", "options"):
            body.problem = invalid(
                f"Unrecognized request field {key} . The only allowed keys at the top level are: "
                "data, options. Is it possible you did not wrap object properties in a data object?"
            )
            return body
    for key in ("data", "options"):
        value = parsed.get(key) or {}
        if not isinstance(value, dict):
            body.problem = invalid(f"{key}: Value is not a JSON object: {json.dumps(value)}")
            return body
        setattr(body, key, value)
    return body


def _form_body(form: dict[str, str]) -> Body:
    """Fields lie flat, options start with `opt_`, arrays are spelled `followers[0]`."""
    body = Body(parsed=form)
    arrays: dict[str, list[tuple[int, str]]] = {}
    for key, value in form.items():
        indexed = _INDEXED.fullmatch(key)
        if key.startswith("opt_"):
            body.options[key[4:]] = value
        elif indexed:
            array = arrays.setdefault(indexed[1], [])
            array.append((int(indexed[2] or len(array)), value))
        elif value == "null" and key in _NULLABLE_IN_FORMS:
            body.data[key] = None
        else:
            body.data[key] = value
    body.data |= {name: [value for _, value in sorted(array)] for name, array in arrays.items()}
    return body
