"""Batches: actions that the methods of a client record, and that go out ten to a request.

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

TOO_DEEP = f"in a batch, the data of an action is nested at most {MOST_LEVELS} levels deep"

NO_UPLOADS = "a batch carries no uploads"
NO_BATCHES = "a batch carries no batches: make one from the client"
NO_RECORD = (
    "an action is not a record: send the batch, then call the action's result(). What takes "
    "several requests, such as ensure, upsert or walk, is a method of the client alone"
)


class Action(Generic[T]):
    """One action of a batch and, once that has been sent, what came of it.

    :ivar method: the HTTP method, in capitals
    :ivar path: the path below the base URL
    :ivar content: what goes out
    :ivar sent: whether it is on its way, or there
    :ivar done: whether its outcome is here; an ``UnknownOutcomeError`` is an outcome too
    :ivar error: what it failed with, or None
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
        # A copy: it stays what it is when the caller changes what was given.
        self.content = cast("BatchAction", _copied(recorded))

    def __repr__(self) -> str:
        outcome = type(self.error).__name__ if self.error else "ok" if self.done else "not sent"
        return f"<Action {self.method} {self.path}: {outcome}>"

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("an action belongs to its batch and is not pickled; take its result()")

    # Whoever takes it for a record needs an answer at once: then it has no place in the batch.

    def __getitem__(self, key: Any) -> Any:
        self._forget(self)
        raise TypeError(NO_RECORD)

    def __iter__(self) -> NoReturn:
        self._forget(self)
        raise TypeError(NO_RECORD)

    if not TYPE_CHECKING:  # checkers would take any name for one of an action's

        def __getattr__(self, name: str) -> Any:
            if not name.startswith("_"):
                self._forget(self)
            raise AttributeError(f"{name}: {NO_RECORD}")

    def result(self) -> T:
        """Return what the method returns on a client: for a listing an iterator, always the same.

        :raises AsanaError: the action failed
        :raises RuntimeError: there is no outcome yet
        """
        if not self.done:
            raise RuntimeError("there is no result yet: the batch has not been sent")
        if self.error is not None:
            raise copy.copy(self.error)
        return self._result  # type: ignore[no-any-return]

    def settle(self, answer: Any) -> None:
        """Take what Asana answered to the action."""
        outcome = self._payload(answer)
        if not isinstance(outcome, error.AsanaError):
            try:
                self._result = self._finish(outcome)
            except error.AsanaError as failure:
                outcome = failure
            except Exception:
                outcome = error.InvalidResponseError("Invalid Response: not what was asked for")
        if isinstance(outcome, error.AsanaError):
            self.fail(self._decided(outcome))
        self.done = True

    def _payload(self, answer: Any) -> Record | error.AsanaError:
        """Return the body of an answer to the action, or the error that it stands for."""
        status = answer.get("status_code") if isinstance(answer, Mapping) else None
        if not isinstance(status, int) or not 200 <= status < 600:  # of which True is none
            return error.InvalidResponseError("Invalid Response: no answer to the action")
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
        """Take the failure of the request that the action went out with."""
        if isinstance(failure, error.UnknownOutcomeError) and self.method == "GET":
            cause = failure.cause  # there is nothing that a read may have done
            failure = cause if isinstance(cause, error.AsanaError) else failure
        self.error = copy.copy(failure)
        self.error.method, self.error.path = self.method, self.path
        self.done = True

    def _decided(self, failure: error.AsanaError) -> error.AsanaError:
        """Return a failure as it would be raised for a request that is not sent again."""
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
        """The resources with methods that return actions, for which Python has no type."""

        def __getattr__(self, name: str) -> Any: ...

else:
    Recorder = Resources


class Batch(Recorder):
    """Records what the methods of its resources would send; ``len()`` is how much that is.

    Each method returns an :class:`Action`, and raises ``ValueError`` for what a batch cannot carry:
    uploads and downloads, organization exports, and batches.

    :param concurrency: how many requests may be under way at the same time
    :param options: options of the requests, such as ``deadline`` and ``headers``
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
        """Record what a method of the client would send; return the action, with its type.

        ``batch.add(client.tasks.create_task, name="x")`` is ``batch.tasks.create_task(name="x")``,
        and type checkers know the arguments and what ``result()`` returns.

        :param method: a method of a resource of the client
        :raises TypeError: it is no such method
        :raises ValueError: a batch cannot carry it
        """
        resource = getattr(method, "__self__", None)
        if not isinstance(resource, Resource):
            raise TypeError(
                f"pass a method of a resource, as client.tasks.create_task, not {short(method)}"
            )
        if resource.client is not self._client:
            raise TypeError(
                "the method belongs to another client than the batch: pass that of the batch's own "
                "client, as client.tasks.create_task"
            )
        own: Any = method
        action: Action[T] = own.__func__(type(resource)(cast(Any, self)), *args, **options)
        return action

    def send(self) -> list["Action[Any]"]:
        """Send what has been recorded since the last time; return the actions, in order.

        Each request carries up to ten actions, in any order. A failure is not raised: it is on
        the action, as it would be raised by the method. When a request was rejected for its rate
        it is retried; when its outcome is unknown, each write in it has an
        ``UnknownOutcomeError``. Interrupted, the batch keeps what has not been sent.

        POST /batch
        """
        actions = [action for action in self._actions if not action.sent]
        size = request.MAX_ACTIONS
        chunks = [actions[start : start + size] for start in range(0, len(actions), size)]
        try:
            if len(chunks) == 1:
                self._send(chunks[0])
            else:
                # Nothing but the generator can be interrupted: it ends when nothing is under way.
                deque(parallel.results(self._send, chunks, self._concurrency, False), 0)
        finally:
            self._actions[:] = [action for action in self._actions if not action.sent]
        return actions

    def _send(self, actions: list["Action[Any]"]) -> None:
        """Send ten actions at the most; none of them that may have been done is sent again."""
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
                if active.sending.unsettled == unsettled:  # nothing was sent, or it was refused
                    action.sent = False
                else:
                    action.fail(error.UnknownOutcomeError(cause))
            raise

    def _exchange(self, actions: list["Action[Any]"]) -> None:
        """Send actions, and store the outcome of each.

        :raises Exception: code of the caller's failed, such as a hook of the session
        """
        try:
            answers = self._answers(actions)
        except error.AsanaError as failure:
            for action in actions:
                action.fail(failure)
            return
        except Warning as warning:  # of a change that Asana announced, as an exception
            _settle(actions, vars(warning).pop("record", None))
            raise
        _settle(actions, answers)

    def _answers(self, actions: list["Action[Any]"]) -> Any:
        return self._client.post(
            request.BATCH,
            {"actions": [action.content for action in actions]},
            idempotent=all(action.method == "GET" for action in actions),
            # The client's own are with each action already.
            **dict.fromkeys(option_table.API),
            full_payload=False,
            **self._options,
        )

    def _forget(self, action: Action) -> None:
        if action in self._actions:
            self._actions.remove(action)

    # -- the verbs, which record what they put together

    @property
    def options(self) -> Options:
        """The options of the client."""
        return self._client.options

    def get_collection(
        self, path: str = OMITTED, query: Params = OMITTED, /, **options: Any
    ) -> Any:
        """Record the GET of a listing's first page; the client fetches the others as needed."""
        kind, pages = self._pages(path, query, options)
        if pages.item_limit == 0:
            raise ValueError("in a batch, item_limit is at least 1: the first page is asked for")
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
        """Record a request; return the action.

        :raises ValueError: a batch cannot carry it
        """
        method, path = named(options, method=method, path=path)
        if files is not None:
            raise ValueError(NO_UPLOADS)
        idempotent = idempotent or getattr(path, "idempotent", False)
        return self._record(method, path, params, data, options, idempotent)

    def download(self, url: str, target: Any, progress: Any = None, **options: Any) -> Any:
        """Refuse: a batch carries no files.

        :raises ValueError: always
        """
        raise ValueError("a batch carries no downloads")

    def batch(self, concurrency: int = 5, **options: Any) -> NoReturn:
        """Refuse: a batch carries no batches.

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
            raise ValueError(f"{name} is an option of the whole batch, and not of an action")
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
            raise ValueError("in a batch, each action has its own method")
        if body is None:
            content = _query_content(query)
        elif query:
            raise ValueError(f"in a batch, a {verb} has no parameters in its query")
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
        # The headers are those of the whole batch; of an action they are refused.
        return {"headers": own} if own else {}


def _settle(actions: list["Action[Any]"], answers: Any) -> None:
    """Give each action its answer, or None where they do not match."""
    if not isinstance(answers, list) or len(answers) != len(actions):
        answers = [None] * len(actions)
    for action, answer in zip(actions, answers, strict=True):
        action.settle(answer)


def _headers(given: Any) -> dict[str, Any]:
    """Return the headers of an answer, which are a plain map or, since 2026, a list of pairs."""
    if not isinstance(given, Mapping):
        return {}
    listed = given.get("headers")
    if not isinstance(listed, list):
        return dict(given)
    pairs = [each for each in listed if isinstance(each, Mapping)]
    return {str(pair["key"]): pair.get("value") for pair in pairs if pair.get("key")}


def _copied(recorded: Mapping[str, Any]) -> Record:
    """Return what an action sends, as JSON has it.

    :raises ValueError: it is nested so deep that the request with it could not be written
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
    """Refuse what cannot be in a batch.

    :raises TypeError: the path is not a string
    :raises ValueError: the path does not begin with a slash, has a query, or is refused by Asana
    """
    request.check_path(path)
    if "?" in path:
        raise ValueError(f"in a batch, a path has no query: {short(path)}")
    if path == request.BATCH:
        raise ValueError("a batch carries no batches")
    if path.startswith("/organization_exports"):
        raise ValueError("a batch carries no organization exports")


def _query_content(query: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters of a query as a batch has them: as data, and as options."""
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
