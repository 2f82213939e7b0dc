"""Batches: record actions with the methods of a client, and send ten of them per request.

batch = client.batch()
for gid in gids:
    batch.tasks.update_task(gid, {"completed": True})
for action in batch.send():
    print(action.path, action.error or action.result()["name"])
"""

import copy
import json
import math
from collections import deque
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Generic, NoReturn, cast

import requests
from requests.structures import CaseInsensitiveDict

from . import error
from . import options as option_table
from ._call.counts import count
from ._call.parts import Params
from ._call.paths import Path
from ._call.values import CommaList, query_values, short
from ._http import parallel, read_only, request, retry
from ._http.deadline import active
from ._http.response import redacted, shown
from ._verbs import OMITTED, Verbs, has_method, named
from .options import ALIASES, Options, Sorted
from .records import Record
from .resources import Resources
from .resources.resource import Resource

if TYPE_CHECKING:
    from typing_extensions import ParamSpec, TypeVar

    from .types.batch_api import BatchAction

    P = ParamSpec("P")
    T = TypeVar("T", default=Any)
else:
    from typing import ParamSpec, TypeVar

    P = ParamSpec("P")
    T = TypeVar("T")

__all__ = ["Action", "Batch"]

MOST_LEVELS = 100  # of lists and dictionaries in an action; Asana's own are five deep

TOO_DEEP = f"in a batch, the data of an action can be nested at most {MOST_LEVELS} levels deep"

NO_UPLOADS = "a batch cannot contain uploads"
NO_BATCHES = "a batch cannot contain batches: create one from the client"
NO_RECORD = (
    "an action is not a record: send the batch, then call the action's result(). Methods that "
    "send several requests, such as ensure, upsert or walk, work only on the client"
)


class Action(Generic[T]):
    """One action of a batch, with its result after the batch was sent.

    :ivar method: the HTTP method, in capitals
    :ivar path: the path below the base URL
    :ivar content: the action as it is sent
    :ivar sent: whether it was sent, or is being sent
    :ivar done: whether it has an outcome; an ``UnknownOutcomeError`` is an outcome too
    :ivar error: its error, or None
    """

    def __init__(
        self,
        method: str,
        path: str,
        content: Mapping[str, Any],
        idempotent: bool,
        finish: Callable[[Record], Any],
        forget: Callable[["Action[Any]"], None],
    ) -> None:
        self.method = method
        self.path = path
        self.sent = False
        self.done = False
        self.error: error.AsanaError | None = None
        self._idempotent = idempotent
        self._finish = finish
        self._forget = forget
        self._result: Any = None
        recorded = {"method": method.lower(), "relative_path": path, **content}
        # A copy, so that later changes of the caller's objects have no effect.
        self.content = cast("BatchAction", _copied(recorded))

    def __repr__(self) -> str:
        outcome = type(self.error).__name__ if self.error else "ok" if self.done else "not sent"
        return f"<Action {self.method} {self.path}: {outcome}>"

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("an action of a batch cannot be pickled or copied; use its result()")

    # Code that uses it as a record needs the response now, so the batch must not send it later.

    def __getitem__(self, key: Any) -> Any:
        self._forget(self)
        raise TypeError(NO_RECORD)

    def __iter__(self) -> NoReturn:
        self._forget(self)
        raise TypeError(NO_RECORD)

    if not TYPE_CHECKING:  # type checkers would accept any attribute

        def __getattr__(self, name: str) -> Any:
            if not name.startswith("_"):
                self._forget(self)
            raise AttributeError(f"{name}: {NO_RECORD}")

    def result(self) -> T:
        """Return what the method returns on a client.

        For a listing, that is an iterator, and each call returns the same one.

        :raises AsanaError: the action failed
        :raises RuntimeError: the batch has not been sent
        """
        if not self.done:
            raise RuntimeError("there is no result yet: send the batch first")
        if self.error is not None:
            raise copy.copy(self.error)
        return self._result  # type: ignore[no-any-return]

    def settle(self, answer: Any) -> None:
        """Store the outcome of the action, from Asana's response to it."""
        outcome = self._payload(answer)
        if not isinstance(outcome, error.AsanaError):
            try:
                self._result = self._finish(outcome)
            except error.AsanaError as failure:
                outcome = failure
            except Exception:
                outcome = error.InvalidResponseError("Invalid Response: unexpected content")
        if isinstance(outcome, error.AsanaError):
            self.fail(self._decided(outcome))
        self.done = True

    def _payload(self, answer: Any) -> Record | error.AsanaError:
        """Return the body of the response to the action, or its error."""
        status = answer.get("status_code") if isinstance(answer, Mapping) else None
        if not isinstance(status, int) or not 200 <= status < 600:  # excludes True
            return error.InvalidResponseError("Invalid Response: no response to the action")
        body = answer.get("body")
        if status >= 400:
            return self._refusal(status, answer.get("headers"), body)
        if status >= 300:
            return error.InvalidResponseError("Invalid Response: redirected elsewhere", status)
        if body in (None, "", {}) and self.method in ("PUT", "DELETE"):
            return {"data": {}}
        if not isinstance(body, dict) or "data" not in body or body.get("errors"):
            return error.InvalidResponseError("Invalid Response: no data", status)
        return body

    def _refusal(self, status: int, headers: Any, body: Any) -> error.AsanaError:
        response = requests.Response()
        response.status_code = status
        response.headers = CaseInsensitiveDict(redacted(_headers(headers)))
        response._content = shown(self.method, self.path, json.dumps(body).encode()) or b""
        return error.from_response(response)

    def fail(self, failure: error.AsanaError) -> None:
        """Store a failure of the action, or of the request that contained it."""
        if isinstance(failure, error.UnknownOutcomeError) and self.method == "GET":
            cause = failure.cause  # a read has no effect, so its outcome is not unknown
            failure = cause if isinstance(cause, error.AsanaError) else failure
        self.error = copy.copy(failure)
        self.error.method, self.error.path = self.method, self.path
        self.done = True

    def _decided(self, failure: error.AsanaError) -> error.AsanaError:
        """Return the error that a single request with this failure would raise."""
        decision = retry.decide(
            failure,
            method=self.method,
            idempotent=self._idempotent,
            retry_writes=False,
            resends=0,
            max_retries=0,
            remaining=math.inf,
            backoff=retry.Backoff(),
        )
        return decision.error or failure


if TYPE_CHECKING:

    class Recorder(Verbs):
        """The resources, whose methods return actions: the type system cannot express that."""

        def __getattr__(self, name: str) -> Any: ...

else:
    Recorder = Resources


class Batch(Recorder):
    """Records the calls of its methods as actions. ``len()`` is the number of unsent actions.

    Each method returns an :class:`Action`. It raises ``ValueError`` for requests that a batch
    cannot contain: uploads and downloads, organization exports, and batches.

    :param concurrency: the maximum number of concurrent requests
    :param options: options of the requests, such as ``deadline`` and ``headers``
    :raises ValueError: an option has an invalid value
    :raises TypeError: an option is unknown, or can only be set for an action
    """

    def __init__(self, client: Resources, concurrency: int = 5, **options: Any) -> None:
        option_table.check_positive("concurrency", concurrency)
        for name in options:
            if name not in option_table.OF_THE_REQUEST:
                raise TypeError(f"a batch has no option {short(name)}")
            option_table.check(name, options[name])
        self._client = client
        self._concurrency = count(concurrency)
        self._options = options
        self._actions: list[Action[Any]] = []

    def __len__(self) -> int:
        return sum(not action.sent for action in self._actions)

    def __repr__(self) -> str:
        return f"<Batch of {len(self)} actions, not sent yet, for {self._client!r}>"

    def add(self, method: Callable[P, T], *args: P.args, **options: P.kwargs) -> "Action[T]":
        """Record a call of a method of the client, and return the action.

        ``batch.add(client.tasks.create_task, name="x")`` is the same as
        ``batch.tasks.create_task(name="x")``, but type checkers can check the arguments and the
        type of ``result()``.

        :param method: a method of a resource of the client
        :raises TypeError: it is not such a method
        :raises ValueError: a batch cannot contain the request
        """
        resource = getattr(method, "__self__", None)
        if not isinstance(resource, Resource):
            raise TypeError(
                "method must be a method of a resource, such as client.tasks.create_task, "
                f"not {short(method)}"
            )
        if resource.client is not self._client:
            raise TypeError(
                "method must belong to the client of the batch, such as client.tasks.create_task, "
                "not to another client"
            )
        own: Any = method
        action: Action[T] = own.__func__(type(resource)(cast(Any, self)), *args, **options)
        return action

    def send(self) -> list["Action[Any]"]:
        """Send the actions that have not been sent yet, and return them, in order.

        It sends one request for every ten actions. Asana processes the actions of a request in
        any order. A failure is not raised: it is the ``error`` of the action, and ``result()``
        raises it. A request that Asana rejects because of the rate limit is retried. If the
        outcome of a request is unknown, each write in it gets an ``UnknownOutcomeError``. If you
        interrupt it, the batch keeps the actions that have not been sent.

        POST /batch
        """
        actions = [action for action in self._actions if not action.sent]
        size = request.MAX_ACTIONS
        chunks = [actions[start : start + size] for start in range(0, len(actions), size)]
        try:
            if len(chunks) == 1:
                self._send(chunks[0])
            else:
                # An interrupt is raised in the generator, which ends after the running requests.
                deque(parallel.results(self._send, chunks, self._concurrency, False), 0)
        finally:
            self._actions[:] = [action for action in self._actions if not action.sent]
        return actions

    def _send(self, actions: list["Action[Any]"]) -> None:
        """Send at most ten actions. If their outcome is unknown, they are not sent again."""
        unsettled = active.sending.unsettled
        try:
            for action in actions:
                action.sent = True
            self._exchange(actions)
        except BaseException as failure:
            cause = failure if isinstance(failure, Exception) else None
            for action in actions:
                if action.done:
                    continue
                if active.sending.unsettled == unsettled:  # not sent, or rejected by Asana
                    action.sent = False
                else:
                    action.fail(error.UnknownOutcomeError(cause))
            raise

    def _exchange(self, actions: list["Action[Any]"]) -> None:
        """Send actions, and store the outcome of each.

        :raises Exception: code of the caller, such as a hook of the session, failed
        """
        try:
            answers = self._answers(actions)
        except error.AsanaError as failure:
            for action in actions:
                action.fail(failure)
            return
        except Warning as warning:  # an announced change, with warnings as errors
            _settle(actions, vars(warning).pop("record", None))
            raise
        _settle(actions, answers)

    def _answers(self, actions: list["Action[Any]"]) -> Any:
        return self._client.post(
            request.BATCH,
            {"actions": [action.content for action in actions]},
            idempotent=all(action.method == "GET" for action in actions),
            # Each action already has the client's API options.
            **dict.fromkeys(option_table.API),
            full_payload=False,
            **self._options,
        )

    def _forget(self, action: Action) -> None:
        if action in self._actions:
            self._actions.remove(action)

    # -- the verbs, which record requests instead of sending them

    @property
    def options(self) -> Options:
        """The options of the client."""
        return self._client.options

    def get_collection(
        self, path: str = OMITTED, query: Params = OMITTED, /, **options: Any
    ) -> Any:
        """Record a request for the first page of a listing; the client requests the others later.

        :raises ValueError: a batch cannot contain the request
        """
        kind, pages = self._pages(path, query, options)
        if pages.item_limit == 0:
            raise ValueError("in a batch, item_limit must be at least 1")
        pages.client = self._client

        def finish(payload: Record) -> Any:
            pages.begin_with(payload)
            pages.options.update(self._options)
            if kind is None:
                return next(pages)
            return pages if kind == "pages" else pages.items()

        return self._record(
            "get", pages.path, pages.query, None, pages.next_options(), finish=finish
        )

    def request(
        self,
        method: str = OMITTED,
        path: str = OMITTED,
        /,
        params: Params = None,
        data: Params = None,
        *,
        files: Any = None,
        idempotent: bool = False,
        **options: Any,
    ) -> Any:
        """Record a request, and return the action.

        :raises ValueError: a batch cannot contain the request
        """
        method, path = named(options, method=method, path=path)
        if files is not None:
            raise ValueError(NO_UPLOADS)
        idempotent = idempotent or getattr(path, "idempotent", False)
        return self._record(method, path, params, data, options, idempotent)

    def download(self, url: str, target: Any, progress: Any = None, **options: Any) -> Any:
        """Raise ``ValueError``, because a batch cannot contain downloads.

        :raises ValueError: always
        """
        raise ValueError("a batch cannot contain downloads")

    def batch(self, concurrency: int = 5, **options: Any) -> NoReturn:
        """Raise ``ValueError``, because a batch cannot contain batches.

        :raises ValueError: always
        """
        raise ValueError(NO_BATCHES)

    def _record(
        self,
        method: str,
        path: str,
        params: Params,
        data: Params,
        options: Mapping[str, Any],
        idempotent: bool = False,
        finish: Callable[[Record], Any] | None = None,
    ) -> Action:
        _check_path(path)
        for name in option_table.OF_THE_REQUEST & options.keys():
            raise ValueError(f"{name} cannot be set for an action: pass it to client.batch()")
        verb, query, body, own = self._parts(method, path, params, data, options)
        if verb == "POST" and path.endswith("/attachments"):
            raise ValueError(NO_UPLOADS)
        if type(path) is Path:
            strict = own.get("strict", self.options["strict"])
            self._check_words(verb, path, query, body, strict)
        only_reads = own.get("read_only") or getattr(self._client, "read_only", False)
        if only_reads and verb != "GET":
            read_only.may_read(verb, path)
        if has_method(query, body):
            raise ValueError("in a batch, actions cannot use the option method")
        if body is None:
            content = _query_content(query)
        elif query:
            raise ValueError(f"in a batch, a {verb} action cannot have query parameters")
        else:
            content = {name: part for name, part in body.items() if part or name == "data"}
        if finish is None:
            whole = own.get("full_payload", self.options["full_payload"])
            finish = (lambda payload: payload) if whole else (lambda payload: payload["data"])
        action = Action(verb, path, content, idempotent, finish, self._forget)
        if only_reads:
            read_only.check_action(action.content)
        self._actions.append(action)
        return action

    def _json_headers(self, own: Mapping[str, Any] | None, client: Sorted) -> dict[str, Any]:
        # Headers of an action are passed on, so that `_record` rejects them.
        return {"headers": own} if own else {}


def _settle(actions: list["Action[Any]"], answers: Any) -> None:
    """Store the response of each action; if their numbers differ, none of them is valid."""
    if not isinstance(answers, list) or len(answers) != len(actions):
        answers = [None] * len(actions)
    for action, answer in zip(actions, answers, strict=True):
        action.settle(answer)


def _headers(given: Any) -> dict[str, Any]:
    """Return the headers of a response, which are a map or, since 2026, a list of pairs."""
    if not isinstance(given, Mapping):
        return {}
    listed = given.get("headers")
    if not isinstance(listed, list):
        return dict(given)
    pairs = [each for each in listed if isinstance(each, Mapping)]
    return {str(pair["key"]): pair.get("value") for pair in pairs if pair.get("key")}


def _copied(recorded: Mapping[str, Any]) -> Record:
    """Return the content of an action as plain JSON values.

    :raises ValueError: it is nested too deep to be encoded
    """
    try:
        content: Record = json.loads(request.dump(recorded))
    except RecursionError:
        raise ValueError(TOO_DEEP) from None
    level: list[Any] = [content]
    for _ in range(MOST_LEVELS):
        inner = (each.values() if isinstance(each, dict) else each for each in level)
        level = [each for values in inner for each in values if isinstance(each, dict | list)]
    if level:
        raise ValueError(TOO_DEEP)
    return content


def _check_path(path: Any) -> None:
    """Raise if a path cannot be in a batch.

    :raises TypeError: the path is not a string
    :raises ValueError: the path does not begin with a slash, has a query, or Asana does not accept
        it in a batch
    """
    request.check_path(path)
    if "?" in path:
        raise ValueError(f"in a batch, path cannot have a query: {short(path)}")
    if path == request.BATCH:
        raise ValueError(NO_BATCHES)
    if path.startswith("/organization_exports"):
        raise ValueError("a batch cannot contain organization exports")


def _query_content(query: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters of a query as a batch sends them: as data and options."""
    data, options = {}, {}
    for name, value in query.items():
        if name in ALIASES:
            options[ALIASES[name]] = value.parts if isinstance(value, CommaList) else value
        elif name in ("limit", "offset"):
            options[name] = value
        else:
            data[name] = value
    return {"data": query_values(data), "options": options}


def __dir__() -> list[str]:
    return __all__
