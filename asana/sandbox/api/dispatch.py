"""The dispatcher, which turns a message into a reply.

The order is route match, authentication, parsing, path objects, handler, rendering, because Asana
reports the first problem in this order.
"""

import logging
from collections.abc import Callable
from copy import copy
from typing import Any
from urllib.parse import urlencode

from asana.sandbox.api.call import Answer, LiveCall, Result, Row
from asana.sandbox.api.listing import Listing
from asana.sandbox.api.messages import Message, Reply, as_query
from asana.sandbox.api.operations import OPERATIONS
from asana.sandbox.api.projection import Projection, Selection, parse_selection
from asana.sandbox.api.routing import Routes
from asana.sandbox.api.services import Services
from asana.sandbox.api.unknown import refuse_unknown
from asana.sandbox.errors import ApiError, no_route, server_error
from asana.sandbox.records.lookup import Lookup
from asana.sandbox.records.record import Record
from asana.sandbox.records.schema.table import TYPES
from asana.sandbox.records.store import Store
from asana.sandbox.records.view import View

AnyRow = Row[LiveCall]
Act = Callable[[Message], Reply]  # responds to one action of a batch

logger = logging.getLogger(__name__)


class Dispatcher:
    """Asana's API over one store."""

    def __init__(self, store: Store, services: Services) -> None:
        self.store = store
        self.services = services
        self.routes = Routes(OPERATIONS)

    def reply(self, message: Message, act: Act | None = None) -> Reply:
        """Respond to a message, even if it is invalid or the sandbox fails.

        `act` responds to the actions of a batch; by default they are handled like other messages.
        """
        try:
            reply = self._serve(message, act or self.reply)
        except ApiError as error:
            reply = Reply(error.status, error.envelope())
        except Exception:
            logger.exception("The sandbox failed to answer %s", message.path)
            bug = server_error()
            reply = Reply(bug.status, bug.envelope())
        notices = self.services.deprecations.notices(message.verb, message.path, message.flags)
        if notices:
            reply.headers["Asana-Change"] = ", ".join(notices)
        return reply

    def route(self, message: Message) -> str | None:
        """Return the route of a message, such as `GET /tasks/{task_gid}`; None if there is none."""
        try:
            operation, _ = self._match(message.verb, message.path)
        except ApiError:
            return None
        return f"{operation.verb} {operation.path}"

    def _serve(self, message: Message, act: Act) -> Reply:
        with self.store.transaction():
            operation, call, projection = self._understand(message, act)
            if not operation.unlocked:
                with self.store.acting(call.user):
                    result = operation.handler(call)
                    return self._render(operation, call, projection, result)
        result = operation.handler(call)
        with self.store.lock:
            return self._render(operation, call, projection, result)

    # Requests

    def _understand(self, message: Message, act: Act) -> tuple[AnyRow, LiveCall, Projection]:
        verb, options, body = message.verb, message.options, message.body
        operation, names = self._match(verb, message.path)
        user = self._caller(message.token or "", operation)
        self.services.plan.require(operation.name)
        if message.method in ("POST", "PUT") and body.problem:
            raise body.problem
        fields, expand = _selections(options, operation.fields)
        if self.services.strict:
            refuse_unknown(operation.path, message, opt_fields=fields, opt_expand=expand)
        query = dict(message.query)
        if verb == "GET" and message.method == "POST":
            query |= as_query(body.data, options)
        objects = self._objects(user, names, operation.my_tasks)
        query |= {name: raw for name, raw in names.items() if not name.endswith("_gid")}
        call = LiveCall(
            self.store,
            user,
            objects,
            copy(body.data),
            query,
            message=message,
            services=self.services,
            dispatch=act,
        )
        view = View(
            self.store,
            user,
            lambda attachment: self._download(message, attachment),
            written=verb in ("POST", "PUT"),
        )
        return operation, call, Projection(view, fields, expand)

    def _caller(self, token: str, operation: AnyRow) -> Record:
        """Return the user of a personal access token or an OAuth access token."""
        user = self.store.tokens.get(token)
        return user or self.services.oauth.caller(token, operation.name)

    def _match(self, verb: str, path: str) -> tuple[AnyRow, dict[str, str]]:
        found = self.routes.find(verb, path)
        if found is None:
            raise no_route()
        return found

    def _objects(self, user: Record, names: dict[str, str], my_tasks: bool) -> dict[str, Record]:
        """Return the records in the path: `task_gid` is a record of type task."""
        lookup = Lookup(self.store, user)
        return {
            name.removesuffix("_gid"): lookup.in_path(_types(name, my_tasks), raw)
            for name, raw in names.items()
            if name.endswith("_gid")
        }

    def _download(self, message: Message, attachment: Record) -> str | None:
        link = self.services.storage.link(attachment)
        return link and message.origin + link

    # Responses

    def _render(
        self, operation: AnyRow, call: LiveCall, projection: Projection, result: Result
    ) -> Reply:
        answer = result if isinstance(result, Answer) else Answer(result, {})
        data = answer.data
        if data is None:
            return Reply(200, {"data": {}})
        if isinstance(data, list | Listing):
            payload = self._collection(operation, call, projection, data)
            return Reply(200, payload | answer.beside)
        reply = Reply(200, {"data": projection.one(data), **answer.beside})
        if operation.created:
            reply.status = 201
            reply.location = f"/{TYPES[data.type].collection}/{data.gid}"
        return reply

    def _collection(
        self, operation: AnyRow, call: LiveCall, projection: Projection, result: Any
    ) -> dict[str, Any]:
        if not operation.paged:
            return {"data": [_item(projection, each, operation.full) for each in result]}
        path = call.message.path
        page = self.services.paginator.page(
            result, call.query, f"{call.user.gid} {path}", operation.cap, operation.endless
        )
        payload: dict[str, Any] = {
            "data": [_item(projection, each, operation.full) for each in page.items]
        }
        if page.paginated:
            payload["next_page"] = None
        if page.offset:
            more = f"{path}?{urlencode({**call.query, 'offset': page.offset})}"
            uri = call.message.origin + call.message.base + more
            payload["next_page"] = {"offset": page.offset, "path": more, "uri": uri}
        return payload


def _types(name: str, my_tasks: bool) -> str:
    """Return the types that a placeholder of a path may refer to."""
    type_name = name.removesuffix("_gid")
    return f"{type_name} user_task_list" if my_tasks and type_name == "project" else type_name


def _item(projection: Projection, each: Any, full: bool) -> Any:
    if not isinstance(each, Record):
        return each
    return projection.one(each) if full else projection.item(each)


def _selections(options: dict[str, Any], default: str | None) -> tuple[Selection | None, Selection]:
    fields = options.get("fields", default)
    selection = None if fields is None else parse_selection(fields)
    return selection, parse_selection(options.get("expand") or [])
