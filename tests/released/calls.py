"""Calls as in programs for python-asana, generated from a seed.

A call is data, so that two libraries can execute the same call. The methods and their arguments are
those of the library installed where the generator runs: run it with 3.2.3 installed.
"""

import importlib
import inspect
import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, fields
from typing import Any, NamedTuple

from tests.released.values import tagged

Values = list[Any]


@dataclass
class Call:
    """One call and its setup.

    :ivar kind: what the call tests
    :ivar target: the method, from the client: ``tasks.update``, or ``get``
    :ivar make: the constructor as [name, positional arguments, keywords]
    :ivar defaults: the values set in the defaults of the class before the client is created
    :ivar options: the values set in the options of the client
    :ivar without: options of the client that are deleted
    :ivar headers: the headers of the client
    :ivar overridden: the verb that a subclass of the client overrides and calls
    :ivar serve: the content of the server: {"record": ...} or {"items": number}
    :ivar faults: the responses before that
    """

    kind: str
    target: str
    args: Values = field(default_factory=list)
    kwargs: dict[str, Any] = field(default_factory=dict)
    make: Values = field(default_factory=list)
    defaults: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    without: list[str] = field(default_factory=list)
    headers: dict[str, Any] = field(default_factory=dict)
    overridden: str = ""
    serve: dict[str, Any] = field(default_factory=dict)
    faults: list[dict[str, Any]] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return the values that are set, in JSON form."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Call":
        """Return the call that `to_json` wrote."""
        known = {item.name for item in fields(cls)}
        return cls(**{name: value for name, value in data.items() if name in known})


class Method(NamedTuple):
    """A public method of a resource.

    :ivar gids: the names of the arguments that it needs
    :ivar verb: the verb of the client that it calls
    :ivar rest: whether it takes a dictionary, `params`, after them
    """

    resource: str
    name: str
    gids: list[str]
    verb: str
    path: str
    rest: bool


class _Asked(Exception):
    """Carries the call of a method that is not executed."""


class _Listener:
    """Replaces the client and raises the requested call."""

    options: dict[str, Any] = {"iterator_type": "items", "page_size": 1}

    def __getattr__(self, verb: str) -> Any:
        def ask(*args: Any, **_: Any) -> None:
            raise _Asked(verb, next(text for text in args if text.startswith("/")))

        return ask

    def _merge_options(self, *_: Any) -> dict[str, Any]:
        return self.options


def methods() -> list[Method]:
    """Return every public method of every resource of the installed library."""
    classes = vars(importlib.import_module("asana.client"))["RESOURCE_CLASSES"]
    found = []
    for resource, kind in sorted(classes.items()):
        for name, function in sorted(inspect.getmembers(kind, inspect.isfunction)):
            if not name.startswith("_"):
                found.append(_described(resource, name, kind, function))
    return found


def _described(resource: str, name: str, kind: Any, function: Any) -> Method:
    parameters = list(inspect.signature(function).parameters.values())[1:]
    needed = [
        each.name
        for each in parameters
        if each.default is each.empty and each.kind is each.POSITIONAL_OR_KEYWORD
    ]
    verb, path = "get_collection", ""
    try:
        getattr(kind(_Listener()), name)(*needed)
    except _Asked as asked:
        verb, path = asked.args
    except (AttributeError, TypeError):  # a method of events, which requires a dictionary
        pass
    rest = any(each.name == "params" and each.default is not each.empty for each in parameters)
    return Method(resource, name, needed, verb, path, rest)


GIDS: Values = ["1201", "1202843398271", "me"]
ODD_GIDS: Values = [
    17,
    2**62,
    10**25,
    "",
    " 12",
    "12\n",
    "a@b.example",
    "a+b@c.example",
    "external:order-17",
    "external:a b",
    "12/34",
    "..",
    "12?x=1",
    "12#3",
    "12%20",
    "é1",
    None,
    True,
    1.0,
    tagged("bytes", "12"),
    tagged("launch", "GID"),
    tagged("number", "GID"),
    tagged("intlike", 12),
    tagged("decimal", "12"),
    ["12"],
    {"gid": "12"},
]
FIELDS: dict[str, Values] = {
    "name": ["a task", "Ünïcode ☃ & = + % #", " x\n y "],
    "notes": ["<b>bold</b>", "many\nlines\twith tabs"],
    "workspace": ["1200", 1200],
    "project": ["1300"],
    "assignee": ["me", "a@b.example", None],
    "completed": [True, False],
    "archived": [False, True],
    "completed_since": ["now", "2026-03-01T10:00:00.000Z"],
    "due_on": ["2026-03-01"],
    "text": ["needle in hay"],
    "assignee.any": ["1,2,me"],
    "sort_ascending": [True],
    "projects": [["1300", "1301"], "1300"],
    "followers": [["1", "2"]],
    "custom_fields": [{"4578": "high", "4579": 3.5}],
    "insert_before": [None],
    "external": [{"gid": "order-17", "data": "x"}],
    "color": ["dark-red"],
    "resource_type": ["task"],
    "count": [3],
    "hyphen-ed": ["x"],
    "made_up": ["x"],
}
IN_BODIES = {"custom_fields", "external"}
ODD_VALUES: Values = [
    "",
    "ünï ☃",
    "a,b",
    0,
    -1,
    2**63,
    10**30,
    True,
    False,
    None,
    1.5,
    1e25,
    tagged("float", "nan"),
    tagged("float", "inf"),
    tagged("date", "2026-03-01"),
    tagged("datetime", "2026-03-01T10:00:00+00:00"),
    tagged("datetime", "2026-03-01T10:00:00.250000+05:30"),
    tagged("datetime", "2026-03-01T10:00:00"),
    [],
    ["1", "2"],
    [1, 2],
    [True, False],
    [None],
    [["1"], ["2"]],
    [{"gid": "1"}],
    tagged("tuple", []),
    tagged("tuple", ["1", "2"]),
    tagged("set", ["1"]),
    tagged("set", []),
    tagged("generator", ["1", "2"]),
    tagged("keys", ["1", "2"]),
    tagged("launch", "COLOR"),
    [tagged("launch", "COLOR"), tagged("launch", "FIELD")],
    tagged("number", "SIZE"),
    tagged("intlike", 12),
    tagged("decimal", "1.50"),
    tagged("bytes", "raw"),
    {},
    {"a": 1},
    {"data": {"name": "inner"}},
    {"when": tagged("date", "2026-03-01")},
]
NAME_LISTS: Values = [
    "name",
    "name,due_on",
    ["name", "assignee.name"],
    tagged("tuple", ["name", "due_on"]),
    [],
    "",
    tagged("set", ["name"]),
    tagged("keys", ["name", "notes"]),
    tagged("generator", ["name", "notes"]),
    [tagged("launch", "FIELD")],
    "this.(followers|assignee).email",
]
OPTIONS: dict[str, Values] = {
    "fields": NAME_LISTS,
    "opt_fields": NAME_LISTS,
    "expand": ["assignee", ["assignee", "projects"]],
    "opt_expand": ["(subtasks|dependencies)"],
    "pretty": [True, False, None],
    "opt_pretty": [True, False],
    "client_name": ["mine"],
    "opt_client_name": ["mine"],
    "page_size": [1, 5, 50, 100, 1000, tagged("intlike", 5), None],
    "limit": [2, 100, "5", 1000, None, tagged("number", "SIZE")],
    "offset": ["o3", None, ""],
    "item_limit": [0, 3, 8, None, tagged("number", "SIZE")],
    "iterator_type": [None, "items"],
    "full_payload": [True, False],
    "headers": [{"Asana-Enable": "string_ids"}, {"X-Own": "1"}, {}],
    "timeout": [5, 0.5, [3, 7], tagged("tuple", [3, 7]), None],
    "max_retries": [0, 1],
    "sync": ["s1"],
    "poll_interval": [0, 1],
    "verify": [True, None],
    "unknown_key": ["x", 5],
}
CLIENT_OPTIONS: dict[str, Values] = {
    **OPTIONS,
    "workspace_id": [5],
    "include_archived": [True, False],
}
HEADERS: list[dict[str, Any]] = [
    {"Asana-Enable": "string_ids"},
    {"asana-disable": "new_sections,new_goal_memberships"},
    {"X-Own": "1", "User-Agent": "my program"},
    {"Accept": "application/json"},
    {"content-type": "application/json; charset=utf-8"},
    {"Content-Type": "application/json; charset=utf-8"},
    {"X-Empty": ""},
    {"X-None": None},
    {"X-Bytes": tagged("bytes", "raw")},
    {"X-Number": 5},
    {"X-Listed": ["a", "b"]},
    {"X-Enum": tagged("launch", "COLOR")},
    {"Authorization": "Bearer other"},
]


def _failure(status: int, message: str = "what went wrong", **headers: str) -> dict[str, Any]:
    body = {"errors": [{"message": message, "help": "see the documentation"}]}
    answer: dict[str, Any] = {"status": status, "body": body}
    if headers:
        answer["headers"] = {name.replace("_", "-"): value for name, value in headers.items()}
    return answer


def _forever(answer: dict[str, Any]) -> dict[str, Any]:
    return {**answer, "forever": True}


CHANGE = "name=string_ids;info=https://asana.example/a;affected=true,name=b;info=c;affected=false"
ANSWERS: list[list[dict[str, Any]]] = [
    [{"status": 201, "body": {"data": {"gid": "8"}}}],
    [{"status": 200, "body": {"data": {}}}],
    [{"status": 200, "body": {"data": {"gid": "8"}}, "headers": {"Asana-Change": CHANGE}}],
    *([_forever(_failure(status))] for status in (400, 401, 402, 403, 404, 409, 422, 451)),
    [_forever(_failure(403, "Not available in your current plan: upgrade to premium"))],
    [_forever({"status": 404, "text": "<html>none</html>", "type": "text/html"})],
    [_forever({"status": 400, "body": {"errors": [{"message": "a"}, {"message": "b"}]}})],
    [_forever({"status": 400, "body": {"errors": []}})],
    [_forever({"status": 412, "body": {"sync": "fresh:1", "errors": [{"message": "too old"}]}})],
    [_failure(429, Retry_After="3"), _failure(429, Retry_After="1")],
    [_failure(429, Retry_After="0.5")],
    [_failure(429)],
    [_forever(_failure(429, Retry_After="2"))],
    [_failure(500)],
    [_failure(502), _failure(504)],
    [_failure(503)],
    [_forever(_failure(500))],
    [_forever(_failure(503))],
    [_forever({"status": 500, "text": "<html>oops</html>", "type": "text/html"})],
    [_forever({"status": 204})],
    [_forever({"status": 200, "text": "<html>", "type": "text/html"})],
    [_forever({"status": 200, "body": {"gid": "1"}})],
    [_forever({"status": 200, "body": [1]})],
    [{"status": 200, "body": {"data": None}}],
    [{"status": 200, "body": {"data": []}}],
    [{"status": 200, "body": {"data": [], "next_page": None}}],
    [{"status": 200, "body": {"data": "text"}}],
]


class Generator:
    """Generates calls; the same seed generates the same calls."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self._turns: dict[str, itertools.cycle[Any]] = {}

    def turn(self, name: str, values: Values) -> Any:
        """Return the next of some values, in rotation."""
        if name not in self._turns:
            shuffled = self.random.sample(values, len(values))
            self._turns[name] = itertools.cycle(shuffled)
        return next(self._turns[name])

    def data(self, verb: str, most: int = 3) -> dict[str, Any]:
        """Return the fields of a body or query, without dictionaries."""
        known = sorted(FIELDS) if verb in ("post", "put") else sorted(FIELDS.keys() - IN_BODIES)
        names = self.random.sample(known, self.random.randint(0, most))
        return {name: self.random.choice(FIELDS[name]) for name in names}

    def option(self, table: dict[str, Values] = OPTIONS) -> dict[str, Any]:
        """Return one option; options and values rotate."""
        pairs = [(name, value) for name in sorted(table) for value in table[name]]
        name, value = self.turn(f"options of {len(table)}", pairs)
        return {name: value}

    def gid(self) -> Any:
        """Return an ordinary gid."""
        return self.random.choice(GIDS)

    def of_methods(self) -> Iterator[Call]:
        """Yield the calls of all methods, each in several forms."""
        forms: list[Callable[[Method], Call]] = [
            self.positional,
            self.by_name,
            self.by_keyword,
            self.odd_value,
            self.client_settings,
            self.answered,
            self.with_option,
        ]
        for method in methods():
            for form in forms:
                if method.rest:
                    yield form(method)
            if method.rest and method.gids:
                yield self.odd_gid(method)
            if method.verb in ("post", "put"):
                yield self.wrapped(method)

    def positional(self, method: Method) -> Call:
        """Return a correct call, as in most programs."""
        args = [*map(self._first, method.gids)]
        args += [self.data(method.verb)] if self.random.random() < 0.8 else []
        return self.call("positional", method, args)

    def by_name(self, method: Method) -> Call:
        """Return a call with all arguments as keywords."""
        kwargs = {name: self._first(name) for name in method.gids}
        return self.call("by name", method, [], {**kwargs, "params": self.data(method.verb)})

    def by_keyword(self, method: Method) -> Call:
        """Return a call with fields as keywords, some of which are also in `params`."""
        args = [*map(self._first, method.gids)]
        params = self.data(method.verb, 1)
        if params:
            args.append(params)
        return self.call(
            "fields as keywords", method, args, {**self.data(method.verb), **self.option()}
        )

    def with_option(self, method: Method) -> Call:
        """Return a call with two options."""
        args = [*map(self._first, method.gids), self.data(method.verb, 1)]
        return self.call("options", method, args, _distinct(self.option(), self.option()))

    def odd_value(self, method: Method) -> Call:
        """Return a call with one odd value, in `params` or as a keyword."""
        args = [*map(self._first, method.gids)]
        place = "query" if method.verb in ("get", "get_collection") else method.verb
        odd = {"made_up": self.turn(f"odd {place}", ODD_VALUES)}
        if self.random.random() < 0.5:
            return self.call("odd value", method, [*args, odd])
        return self.call("odd value as keyword", method, args, odd)

    def odd_gid(self, method: Method) -> Call:
        """Return a call with one unusual gid."""
        family = "braces" if method.gids[0].endswith("_gid") else "percent"
        args = [*map(self._first, method.gids)]
        args[-1] = self.turn(f"gid {family} {method.verb}", ODD_GIDS)
        return self.call("odd gid", method, args)

    def client_settings(self, method: Method) -> Call:
        """Return a call of a client with its own options and headers."""
        call = self.positional(method)
        call.kind = "client options"
        call.options = _distinct(self.option(CLIENT_OPTIONS), self.option(CLIENT_OPTIONS))
        if self.random.random() < 0.4:
            call.headers = self.turn("headers", HEADERS)
        return call

    def answered(self, method: Method) -> Call:
        """Return a call with an unusual response."""
        call = self.positional(method)
        call.kind = "answer"
        place = "collection" if method.verb == "get_collection" else method.verb
        call.faults = self.turn(f"answers {place}", ANSWERS)
        if self.random.random() < 0.4:
            call.options = {"max_retries": self.random.choice([0, 1])}
        return call

    def wrapped(self, method: Method) -> Call:
        """Return a write whose body has an envelope already, or contains options."""
        forms: Values = [
            {"data": {"name": "x"}},
            {"data": {"name": "x"}, "options": {"fields": ["name"]}},
            {"data": {"name": "x"}, "opt_fields": "name"},
            {"name": "x", "opt_fields": "name"},
            {"name": "x", "options": {"pretty": True}},
            {"data": [1]},
            {"data": "text"},
        ]
        body = self.turn("wrapped", forms)
        alone = "options" in body or "opt_fields" in body or self.random.random() < 0.7
        args = [*map(self._first, method.gids), body]
        return self.call("wrapped body", method, args, {} if alone else self.option())

    def call(
        self, kind: str, method: Method, args: Values, kwargs: dict[str, Any] | None = None
    ) -> Call:
        """Return a call of a method, and the content of the server for it."""
        serve: dict[str, Any] = {}
        if method.verb == "get_collection":
            serve = _items(method.name, self.random.choice([0, 1, 3, 7]))
        elif method.verb == "get" and _names_a_list(method.path):
            serve = {"items": 3}
        target = f"{method.resource}.{method.name}"
        return Call(kind, target, args, kwargs or {}, serve=serve)

    def _first(self, name: str) -> Any:
        """Return a value for a required argument of a method."""
        usual = {
            "file_content": "the content",
            "file_name": "notes.txt",
            "custom_id": "order-17",
        }
        return usual.get(name) or self.gid()

    # -- the verbs

    def of_verbs(self) -> Iterator[Call]:
        """Yield calls of the verbs of the client."""
        for path in (
            "/tasks/12",
            "/users/me",
            "/workspaces/1/x y",
            "/tasks?a=1",
            "/é",
            "tasks",
            "",
        ):
            for verb in ("get", "get_collection", "post", "put", "delete"):
                yield Call("verb", verb, [path, {}], serve=_served(verb))
        for verb in ("get", "get_collection", "post", "put", "delete"):
            yield from self._forms_of(verb)
        yield from self._requests()

    def _forms_of(self, verb: str) -> Iterator[Call]:
        name = "query" if verb.startswith("get") else "data"
        data: dict[str, Any] = {"a": "1", "b": True}
        serve = _served(verb)
        yield Call("verb", verb, ["/x"], {name: data}, serve=serve)
        yield Call("verb", verb, [], {"path": "/x", name: data}, serve=serve)
        for odd in ("", [], None, tagged("tuple", []), [["a", "1"]], "text", 5):
            yield Call("verb with odd data", verb, ["/x", odd], serve=serve)
        for value in ODD_VALUES:
            yield Call("verb with odd value", verb, ["/x", {"v": value}], serve=serve)
            yield Call("verb with odd keyword", verb, ["/x", {}], {"v": value}, serve=serve)
        for option, values in sorted(OPTIONS.items()):
            for value in values:
                yield Call("verb with option", verb, ["/x", data], {option: value}, serve=serve)
        for answer in ANSWERS:
            for retries in (None, 0, 1):
                options = {} if retries is None else {"max_retries": retries}
                call = Call("verb, answer", verb, ["/x", data], options, serve=serve)
                call.faults = answer
                yield call

    def _requests(self) -> Iterator[Call]:
        envelope: dict[str, Any] = {"data": {"name": "x"}}
        forms: list[tuple[str, dict[str, Any]]] = [
            ("get", {}),
            ("get", {"params": {"a": "1", "b": True, "c": ["1", "2"], "d": None}}),
            ("get", {"params": {"a": "1"}, "full_payload": True}),
            ("get", {"a": "1"}),
            ("post", {"data": envelope}),
            ("post", {"data": {**envelope, "options": {}}}),
            ("post", {"data": {**envelope, "options": {"fields": ["name"]}}}),
            ("post", {"data": {"name": "bare"}}),
            ("post", {"data": envelope, "headers": {"content-type": "application/json"}}),
            ("post", {"data": envelope, "params": {"opt_fields": "name"}}),
            ("post", {}),
            ("put", {"data": envelope}),
            ("delete", {}),
            ("delete", {"params": {"a": "1"}}),
            ("delete", {"data": envelope}),
            ("patch", {"data": envelope}),
            ("head", {}),
            ("GET", {}),
            ("post", {"files": {"file": tagged("file", "content")}}),
            ("post", {"files": {"file": "text"}}),
            ("post", {"files": {"file": tagged("bytes", "raw")}}),
            ("post", {"files": [["file", tagged("tuple", ["a.txt", "text", "text/plain"])]]}),
            ("post", {"files": [["file", tagged("tuple", ["ü.txt", "text", None])]]}),
            ("post", {"files": {"file": "x"}, "params": {"a": "1"}}),
            ("post", {"files": {"file": "x"}, "timeout": 5, "headers": {"X-Own": "1"}}),
        ]
        for method, kwargs in forms:
            yield Call("request", "request", [method, "/x"], kwargs)
            yield Call("request", "request", [], {"method": method, "path": "/x", **kwargs})

    # -- everything else

    def of_uploads(self) -> Iterator[Call]:
        """Yield uploads."""
        contents: Values = [
            "text",
            "ünï",
            "",
            tagged("bytes", "raw"),
            tagged("bytes", ""),
            tagged("file", "from a file"),
        ]
        names: Values = ["a.txt", "résumé.pdf", 'a "b".txt', "a b.txt", "dir/a.txt", ""]
        options: list[dict[str, Any]] = [{}, {"full_payload": True}, {"opt_fields": "name"}]
        for name, content in itertools.product(
            ("create_on_task", "create_attachment_for_task"), contents
        ):
            for file_name in names:
                kind = self.random.choice([None, "text/plain", "application/pdf"])
                args = ["12", content, file_name, *([] if kind is None else [kind])]
                option = self.random.choice(options)
                yield Call("upload", f"attachments.{name}", args, option)
        for gid in ODD_GIDS:
            yield Call("upload", "attachments.create_on_task", [gid, "text", "a.txt"])
        for answer in ANSWERS:
            args = ["12", tagged("file", "from a file"), "a.txt"]
            yield Call("upload, answer", "attachments.create_on_task", args, faults=answer)

    def of_listings(self) -> Iterator[Call]:
        """Yield listings of several pages."""
        targets: list[tuple[str, Values]] = [
            ("tasks.find_by_project", ["12"]),
            ("tasks.get_tasks", []),
            ("projects.find_all", []),
            ("users.get_users_for_workspace", ["12"]),
            ("tasks.search_in_workspace", ["12"]),
            ("tasks.search_tasks_for_workspace", ["12"]),
            ("audit_log_api.get_audit_log_events", ["12"]),
            ("get_collection", ["/x"]),
        ]
        for target, gids in targets:
            for items, options in self._pagings():
                where = self.turn("paging", ["call", "client", "params", "defaults"])
                yield _paged(target, [*gids, {"a": "1"}], items, options, where)

    def _pagings(self) -> Iterator[tuple[int, dict[str, Any]]]:
        yield from ((items, {}) for items in (0, 1, 49, 50, 51, 100, 101, 130))
        for items in (0, 5, 6, 12):
            for size in (1, 2, 3, 5, 6, 100):
                yield items, {"page_size": size}
            for limit in (0, 1, 5, 6, 7, 100):
                yield items, {"item_limit": limit, "page_size": 3}
            yield items, {"limit": 2}
            yield items, {"limit": 2, "offset": "o2"}
            yield items, {"offset": "o2", "page_size": 2}
            yield items, {"iterator_type": None, "limit": 2}
            yield items, {"iterator_type": None, "page_size": 2}
            yield items, {"iterator_type": None, "limit": 2, "full_payload": True}
            yield items, {"iterator_type": None, "limit": 2, "offset": "o2", "full_payload": True}
            yield items, {"iterator_type": None}
            yield items, {"iterator_type": None, "item_limit": 2}
            yield items, {"full_payload": True, "page_size": 2}
            yield items, {"iterator_type": "pages"}
            yield items, {"iterator_type": "bogus"}
            yield items, {"fields": ["name", "notes"], "page_size": 2}
            yield items, {"opt_fields": "name", "page_size": 2}

    def of_failing_listings(self) -> Iterator[Call]:
        """Yield listings in which one page fails."""
        page = {"data": [{"gid": "1"}], "next_page": {"offset": "o1"}}
        for answer in ANSWERS:
            call = Call("listing, answer", "tasks.find_by_project", ["12"], {"page_size": 1})
            call.serve = {"items": 2}
            call.faults = [{"status": 200, "body": page}, *answer]
            yield call

    def of_events(self) -> Iterator[Call]:
        """Yield calls of the methods of events."""
        stale = {"status": 412, "body": {"sync": "s1", "errors": [{"message": "too old"}]}}
        empty = {"status": 200, "body": {"data": [], "sync": "s2"}}
        first = {"status": 200, "body": {"data": [{"action": "added"}] * 2, "sync": "s2"}}
        second = {"status": 200, "body": {"data": [{"action": "deleted"}] * 3, "sync": "s3"}}
        end = _forever(_failure(400))
        # Without a token or with an expired one, Asana responds with 412.
        unknown, known = {"resource": "12"}, {"resource": "12", "sync": "s0"}
        scripts: list[tuple[dict[str, Any], list[dict[str, Any]]]] = [
            (unknown, [stale, first, second, end]),
            (unknown, [stale, empty, empty, first, end]),
            (unknown, [stale, end]),
            (unknown, [end]),
            (known, [stale, first, second, end]),
            (known, [first, empty, second, end]),
            (known, [end]),
            (known, [first, _failure(429, Retry_After="2"), _failure(500), second, end]),
        ]
        options: list[dict[str, Any]] = [
            {},
            {"fields": ["action"]},
            {"poll_interval": 1},
            {"poll_interval": 0},
            {"item_limit": 1},
            {"full_payload": True},
            {"page_size": 2},
            {"resource_type": "task"},
        ]
        for name in ("get", "get_next", "get_iterator"):
            for (query, script), option in itertools.product(scripts, options):
                yield Call("events", f"events.{name}", [query], option, faults=script)
            for keyword in ("query", "params"):
                keywords = {keyword: known}
                yield Call("events", f"events.{name}", [], keywords, faults=[first, end])

    def of_constructors(self) -> Iterator[Call]:
        """Yield one call of each kind of client."""
        token = {"access_token": "T2", "token_type": "bearer"}
        makes: list[Values] = [
            ["", [], {}],
            ["", [], {"session": tagged("session")}],
            ["", [tagged("session")], {}],
            ["", [None, tagged("basic", ["a", "b"])], {}],
            ["", [], {"auth": tagged("basic", ["a", ""])}],
            ["", [], {"auth": tagged("tuple", ["a", "b"])}],
            ["access_token", ["T"], {}],
            ["access_token", [], {"accessToken": "T"}],
            ["access_token", [" T\n"], {}],
            ["access_token", [None], {}],
            ["access_token", [""], {}],
            ["access_token", [tagged("bytes", "T")], {}],
            ["basic_auth", ["K"], {}],
            ["basic_auth", [], {"apiKey": "K"}],
            ["basic_auth", [None], {}],
            ["oauth", [], {"token": token}],
            ["oauth", [], {"token": token, "client_id": "5"}],
            ["oauth", [], {"token": token, "client_id": 5, "client_secret": "s"}],
            [
                "oauth",
                [],
                {"client_id": "5", "client_secret": "s", "redirect_uri": "https://a.example"},
            ],
            ["oauth", [], {"token": {"access_token": "T3"}}],
            ["oauth", [], {"token": {**token, "expires_in": 3600}, "scope": ["default"]}],
            ["oauth", [], {"token": {}}],
            ["oauth", [], {}],
        ]
        for name in sorted(CLIENT_OPTIONS):
            makes += [["", [], {name: value}] for value in CLIENT_OPTIONS[name]]
        for headers in HEADERS:
            makes.append(["", [], {"headers": headers}])
        for make in makes:
            kind = "constructor"
            yield Call(kind, "users.me", make=make)
            yield Call(kind, "tasks.create", [{"name": "x"}], make=make)
            yield Call(kind, "tasks.find_by_project", ["12"], make=make, serve={"items": 3})
        for name in sorted(CLIENT_OPTIONS):
            for value in CLIENT_OPTIONS[name]:
                where = {name: value}
                yield Call("defaults", "users.me", defaults=where)
                call = Call("defaults", "tasks.find_by_project", ["12"], defaults=where)
                call.serve = {"items": 3}
                yield call

    def of_headers(self) -> Iterator[Call]:
        """Yield calls with headers of the client, of the call, and of both."""
        targets: list[tuple[str, Values]] = [
            ("users.me", []),
            ("tasks.create", [{"name": "x"}]),
            ("tasks.update", ["12", {"name": "x"}]),
            ("tasks.delete", ["12"]),
            ("attachments.create_on_task", ["12", "text", "a.txt"]),
        ]
        for (target, args), headers in itertools.product(targets, HEADERS):
            yield Call("headers", target, args, headers=headers)
            yield Call("headers", target, args, {"headers": headers})
            both = {"X-Own": "2", "Asana-Enable": "other"}
            yield Call("headers", target, args, {"headers": headers}, headers=both)

    def of_subclasses(self) -> Iterator[Call]:
        """Yield calls of clients that override a verb and call through to it."""
        targets: list[tuple[str, Values, dict[str, Any], dict[str, Any]]] = [
            ("users.me", [], {}, {}),
            ("users.me", [], {"fields": ["name"], "timeout": 5}, {}),
            ("tasks.create", [{"name": "x"}], {}, {}),
            ("tasks.create", [{"name": "x"}], {"fields": ["name"], "due_on": "2026-03-01"}, {}),
            ("tasks.update", ["12", {"name": "x"}], {"pretty": True}, {}),
            ("tasks.delete", ["12"], {}, {}),
            ("tasks.find_by_project", ["12"], {"page_size": 2}, {"items": 3}),
            ("tasks.find_by_project", ["12"], {"iterator_type": None}, {"items": 3}),
            ("tasks.get_tasks", [{"project": "12"}], {"item_limit": 2}, {"items": 3}),
            ("attachments.create_on_task", ["12", "text", "a.txt"], {}, {}),
            ("get", ["/x", {"a": True}], {"b": "1"}, {}),
            ("post", ["/x", {"a": True}], {"b": "1"}, {}),
            ("get_collection", ["/x", {"a": True}], {"b": "1"}, {"items": 3}),
        ]
        verbs = ("request", "get", "get_collection", "post", "put", "delete")
        for verb, (target, args, kwargs, serve) in itertools.product(verbs, targets):
            yield Call("subclass", target, args, kwargs, serve=serve, overridden=verb)

    def of_settings(self) -> Iterator[Call]:
        """Yield calls of clients whose options were changed in odd ways."""
        for name in ("item_limit", "page_size", "max_retries", "full_payload", "iterator_type"):
            for target, args in (("users.me", []), ("tasks.find_by_project", ["12"])):
                serve = {"items": 3} if args else {}
                yield Call("deleted option", target, args, without=[name], serve=serve)
        for name, values in sorted(CLIENT_OPTIONS.items()):
            for value in values:
                options = {name: value}
                yield Call("client option", "users.me", options=options)
                yield Call("client option", "tasks.create", [{"name": "x"}], options=options)
                yield Call("client option", "tasks.delete", ["12"], options=options)
                call = Call("client option", "tasks.find_by_project", ["12"], options=options)
                call.serve = {"items": 3}
                yield call


def _distinct(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """Return both options, or one of them if they are aliases such as `fields` and `opt_fields`."""
    if {name.removeprefix("opt_") for name in first} & {
        name.removeprefix("opt_") for name in second
    }:
        return first
    return {**first, **second}


def _names_a_list(path: str) -> bool:
    """Return whether a GET of a path returns a list: ``/tasks/1/dependents``, ``/users``."""
    return path.count("/") != 2 and path.endswith("s")


# Listings of which Asana returns only the first page.
UNPAGED = ("search", "events", "typeahead")


def _items(target: str, number: int) -> dict[str, Any]:
    paged = not any(word in target for word in UNPAGED) or "audit_log" in target
    return {"items": number} if paged else {"items": number, "pages": False}


def _served(verb: str) -> dict[str, Any]:
    return {"items": 3} if verb == "get_collection" else {}


def _paged(target: str, args: Values, items: int, options: dict[str, Any], where: str) -> Call:
    """Return a listing whose options are set in one of four places."""
    call = Call("listing", target, args, serve=_items(target, items))
    if where == "call":
        call.kwargs = options
    elif where == "client":
        call.options = options
    elif where == "defaults":
        call.defaults = options
    else:
        params = {name: options[name] for name in ("limit", "offset") if name in options}
        call.args = [*args[:-1], {**args[-1], **params}]
        call.kwargs = {name: value for name, value in options.items() if name not in params}
    return call


def sample(seed: int, size: int) -> list[Call]:
    """Return some of the calls of a seed, evenly distributed over the kinds."""
    chosen = random.Random(seed)
    kinds: dict[str, list[Call]] = {}
    for call in generate(seed):
        if call.serve.get("items", 0) < 13:  # more would make the sample large
            kinds.setdefault(call.kind, []).append(call)
    shuffled = [chosen.sample(calls, len(calls)) for calls in kinds.values()]
    turns = itertools.chain.from_iterable(itertools.zip_longest(*shuffled))
    return [call for call in turns if call is not None][:size]


def generate(seed: int) -> list[Call]:
    """Return all calls of a seed, at least 2,000."""
    generator = Generator(seed)
    parts = [
        generator.of_methods(),
        generator.of_verbs(),
        generator.of_uploads(),
        generator.of_listings(),
        generator.of_failing_listings(),
        generator.of_events(),
        generator.of_constructors(),
        generator.of_headers(),
        generator.of_subclasses(),
        generator.of_settings(),
    ]
    return [call for part in parts for call in part]
