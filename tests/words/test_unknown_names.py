"""Unknown names of an operation never pass silently, and known names never warn."""

import contextlib
import inspect
import itertools
import re
import warnings
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

import asana
from asana._call import words as words_module
from asana._call.routes import OLD_ROUTES, ROUTES
from asana._call.words import OF_WRITE_QUERIES
from asana.batch import Batch
from asana.options import OPTIONS
from tests.operations import CLASSIC_NAMES, OPERATIONS, ClassicName, Operation
from tests.test_conventions import NEEDED, Recorder
from tests.words.facts import name_of
from tests.words.test_facts import by_operation, route_of
from tests.words.vocabulary import PARAMETERS, hints

FAR = "zzyzx"
ALL = pytest.mark.parametrize("row", OPERATIONS, ids=by_operation)

# The parts of an upload: keywords of the method, which are not sent under these names.
OF_UPLOADS = {"file", "file_name", "file_content_type"}

# Requests that a batch does not support.
ALONE = re.compile(r"organization_exports|batch_api|attachments\.create")


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def client(recorder: Recorder) -> asana.Client:
    return client_of(recorder)


def client_of(recorder: Recorder, **options: Any) -> asana.Client:
    session = requests.Session()
    session.mount("https://", recorder)
    return asana.Client(session, **options)


def words(records: str | None) -> set[str]:
    """Return the names in the types of a route."""
    return {key for each in (records or "").split() for key in hints(each.rpartition(".")[2])}


def taken(row: Operation) -> list[str]:
    return sorted(words(ROUTES[route_of(row)][0]) - OF_UPLOADS)


def given(row: Operation) -> list[str]:
    return sorted(words(ROUTES[route_of(row)][1]))


def call(
    where: asana.Client | Batch, row: Operation | ClassicName, *args: Any, **keywords: Any
) -> None:
    """Call a method, and request the first page of a listing."""
    method = getattr(getattr(where, row.resource), row.method)
    named = inspect.signature(method).parameters
    gids = ["101"] * row.path.count("{")
    needed = {name: value for name, value in NEEDED.items() if name in named}
    result = method(*gids, *args, **{**keywords, **needed})
    if isinstance(result, Iterator):
        next(result)


def misspelled(names: list[str]) -> Iterator[tuple[str, str]]:
    """Yield misspelled names with two letters swapped or one omitted, and the correct names."""
    for name in names:
        middle = len(name) // 2
        swapped = name[: middle - 1] + name[middle] + name[middle - 1] + name[middle + 1 :]
        for wrong in (swapped, name[:middle] + name[middle + 1 :]):
            if wrong not in names and wrong not in OPTIONS:
                yield wrong, name


def sent(recorder: Recorder) -> str:
    """Return the query and body of all requests."""
    parts = [(each.url or "", each.body or b"") for each in recorder.requests]
    return "\n".join(f"{url} {_text(body)}" for url, body in parts)


def _text(body: Any) -> str:
    content = body if isinstance(body, str | bytes) else b"".join(body)
    return content if isinstance(content, str) else content.decode("utf-8", "replace")


def said(refusal: pytest.ExceptionInfo[Any]) -> str:
    return str(refusal.value)


# -- unknown names: warnings are exceptions here, so nothing is sent after them


@ALL
def test_a_misspelled_parameter_warns_with_the_name_that_was_meant(
    client: asana.Client, recorder: Recorder, row: Operation
) -> None:
    for wrong, name in misspelled(taken(row)):
        text = f"has no parameter {wrong!r}, and Asana ignores it; did you mean {name!r}?"
        with pytest.raises(asana.UnknownNameWarning) as warning:
            call(client, row, {wrong: "1"})
        assert said(warning) == f"{route_of(row)} {text}"
        if wrong.isidentifier():
            with pytest.raises(asana.UnknownNameWarning) as warning:
                call(client, row, **{wrong: "1"})
            assert said(warning) == f"{route_of(row)} {text}"
    assert recorder.requests == []


FORMS: list[Callable[[str], Any]] = [
    lambda name: [name],
    lambda name: f"gid,{name}.name",
    lambda name: iter(["gid", name]),
    lambda name: (f" {name} ",),
]


@ALL
def test_a_misspelled_field_warns_with_the_name_that_was_meant(
    client: asana.Client, recorder: Recorder, row: Operation
) -> None:
    forms = itertools.cycle(FORMS)
    for wrong, name in misspelled(given(row)):
        fields = next(forms)(wrong)
        with pytest.raises(asana.UnknownNameWarning) as warning:
            call(client, row, fields=fields)
        assert said(warning).endswith(
            f"no field {wrong!r}, and Asana ignores it; did you mean {name!r}?"
        )
    assert recorder.requests == []


@ALL
def test_other_names_warn_with_an_option_that_was_meant_or_none(
    client: asana.Client, recorder: Recorder, row: Operation
) -> None:
    for wrong, meant in (
        ("deadlin", "deadline"),
        ("feilds", "fields"),
        ("opt_feilds", "opt_fields"),
    ):
        with pytest.raises(asana.UnknownNameWarning, match=rf"did you mean '{meant}'\?$"):
            call(client, row, **{wrong: "1"})
    for arguments, keywords in ((), {FAR: "1"}), (({FAR: "1"},), {}):
        with pytest.raises(asana.UnknownNameWarning, match=f"'{FAR}', and Asana ignores it$"):
            call(client, row, *arguments, **keywords)
    assert recorder.requests == []


@ALL
def test_an_unknown_name_still_goes_out(
    client: asana.Client, recorder: Recorder, row: Operation
) -> None:
    """It may be a name that Asana adds later."""
    with pytest.warns(asana.UnknownNameWarning) as caught:
        call(client, row, {f"{FAR}_key": "1"}, **{f"{FAR}_keyword": "2"})
    assert len(caught) == 2
    assert f"{FAR}_key" in sent(recorder)
    assert f"{FAR}_keyword" in sent(recorder)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", asana.UnknownNameWarning)
        call(client, row, fields=[f"{FAR}_field"])
    assert f"{FAR}_field" in sent(recorder)


@ALL
def test_a_batch_warns_when_the_action_is_recorded(client: asana.Client, row: Operation) -> None:
    if ALONE.match(name_of(row)):
        return
    batch = client.batch()
    for wrong, name in [*misspelled(taken(row))][:2]:
        with pytest.raises(asana.UnknownNameWarning, match=rf"did you mean '{re.escape(name)}'\?$"):
            call(batch, row, {wrong: "1"})
    for wrong, name in [*misspelled(given(row))][:2]:
        with pytest.raises(asana.UnknownNameWarning, match=rf"did you mean '{re.escape(name)}'\?$"):
            call(batch, row, fields=[wrong])
    with pytest.raises(asana.UnknownNameWarning):
        call(batch, row, **{FAR: "1"})
    assert len(batch) == 0
    with pytest.warns(asana.UnknownNameWarning):
        call(batch, row, **{FAR: "1"})
    assert len(batch) == 1


# -- the query of a write


WRITES = pytest.mark.parametrize(
    "row", [row for row in OPERATIONS if row.verb in ("POST", "PUT")], ids=by_operation
)

# The documented query parameters of writes, which other routes do not accept there.
VERBS = {name_of(row): row.verb for row in OPERATIONS}
QUERIES = {
    row.operation: row.name
    for row in PARAMETERS
    if row.place == "query" and VERBS[row.operation] in ("POST", "PUT")
}


@WRITES
def test_a_misspelled_name_in_the_query_of_a_write_warns(
    client: asana.Client, recorder: Recorder, row: Operation
) -> None:
    for wrong, meant in (("opt_feilds", "opt_fields"), ("opt_prety", "opt_pretty")):
        with pytest.raises(asana.UnknownNameWarning, match=rf"did you mean '{meant}'\?$"):
            call(client, row, query={wrong: "1"})
    with pytest.raises(asana.UnknownNameWarning, match=f"'{FAR}', and Asana ignores it$"):
        call(client, row, query={FAR: "1"})
    with pytest.raises(TypeError, match=f"no parameter '{FAR}'"):
        call(client, row, query={FAR: "1"}, strict=True)
    for wrong, _ in [*misspelled(given(row))][:1]:
        with pytest.raises(asana.UnknownNameWarning, match=f"no field '{wrong}'"):
            call(client, row, query={"opt_fields": wrong})
    assert recorder.requests == []
    with pytest.warns(asana.UnknownNameWarning):
        call(client, row, query={FAR: "1"})
    assert f"{FAR}=1" in (recorder.requests[0].url or "")


@WRITES
def test_a_name_of_the_body_in_the_query_of_a_write_warns(
    client: asana.Client, recorder: Recorder, row: Operation
) -> None:
    for name in taken(row)[:3]:
        if QUERIES.get(name_of(row)) == name:
            continue
        with pytest.raises(asana.UnknownNameWarning) as warning:
            call(client, row, query={name: "1"})
        text = f"accepts {name!r} only in its body; Asana ignores it in the query"
        assert said(warning) == f"{route_of(row)} {text}"
        with pytest.raises(TypeError, match=f"accepts '{name}' only in its body"):
            call(client, row, query={name: "1"}, strict=True)
    assert recorder.requests == []


@WRITES
def test_what_a_write_takes_in_its_query_never_warns(
    client: asana.Client, recorder: Recorder, row: Operation
) -> None:
    query = {"opt_fields": "gid", "opt_pretty": True, "opt_client_name": "x"}
    if name_of(row) in QUERIES:
        query[QUERIES[name_of(row)]] = "101"
    call(client, row, query=query)
    call(client, row, query=query, strict=True)
    assert len(recorder.requests) == 2
    for name in query:
        assert f"{name}=" in (recorder.requests[0].url or "")


def test_the_queries_of_writes_are_those_of_the_facts() -> None:
    routes = {name_of(row): tuple(route_of(row).split(" ")) for row in OPERATIONS}
    assert {routes[name]: {query} for name, query in QUERIES.items()} == OF_WRITE_QUERIES


# -- strict


@ALL
def test_strict_refuses_unknown_names(
    client: asana.Client, recorder: Recorder, row: Operation
) -> None:
    for strict, own in (client_of(recorder, strict=True), {}), (client, {"strict": True}):
        with pytest.raises(TypeError, match=f"no parameter '{FAR}'"):
            call(strict, row, **{FAR: "1"}, **own)
        with pytest.raises(TypeError, match=f"no parameter '{FAR}'"):
            call(strict, row, {FAR: "1"}, **own)
        for wrong, _ in [*misspelled(given(row))][:1]:
            with pytest.raises(TypeError, match=f"no field '{wrong}'"):
                call(strict, row, fields=[wrong], **own)
        if not ALONE.match(name_of(row)):
            batch = strict.batch()
            with pytest.raises(TypeError, match=f"no parameter '{FAR}'"):
                call(batch, row, **{FAR: "1"}, **own)
            assert len(batch) == 0
    assert recorder.requests == []


def test_a_call_may_be_less_strict_than_its_client(recorder: Recorder) -> None:
    given: Any = {FAR: "1"}
    with pytest.warns(asana.UnknownNameWarning):
        client_of(recorder, strict=True).tasks.create_task(given, strict=False)
    assert len(recorder.requests) == 1


# -- fields that have passed the check before


def test_a_misspelled_field_warns_each_time(client: asana.Client, recorder: Recorder) -> None:
    """Also after it, or the same list, has passed in an earlier call."""
    for fields in (["name"], ["nmae", "name"], ["name", "nmae"], "nmae", "name,nmae"):
        for _ in range(2):
            with (
                contextlib.nullcontext()
                if fields == ["name"]
                else pytest.raises(asana.UnknownNameWarning, match="'nmae'")
            ):
                client.tasks.get_task("101", fields=fields)
    assert len(recorder.requests) == 2


@pytest.mark.parametrize("verb", ["get_task", "update_task"])
def test_fields_that_passed_are_not_looked_at_again(
    client: asana.Client, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    calls = []
    whole = client._check_words

    def look(*args: Any) -> None:
        calls.append(args)
        whole(*args)

    monkeypatch.setattr(client, "_check_words", look)
    method = getattr(client.tasks, verb)
    for fields in (["name", "due_on"], ["assignee.photo.image_21x21"], "(a|b).zzyzx"):
        method("101", fields=fields)
        before = len(calls)
        method("101", fields=fields)
        assert len(calls) == before
    assert len(calls) <= 2


def test_fields_that_passed_for_one_operation_do_not_for_another(client: asana.Client) -> None:
    client.tasks.get_task("101", fields=["assignee"])
    with pytest.raises(asana.UnknownNameWarning, match="no field 'assignee'"):
        client.users.get_user("101", fields=["assignee"])


def test_only_so_many_fields_are_kept(
    client: asana.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words_module, "MOST_PASSED", 60)
    route = ("GET", "/tasks/{}")
    monkeypatch.delitem(words_module.PASSED, route, raising=False)
    for number in range(100):
        client.tasks.get_task("101", fields=[f"assignee.field_{number}"])
    assert len(words_module.PASSED[route]) == 60


@pytest.mark.parametrize("odd", [[["name"]], [{"name": 1}], 5, [5]])
def test_fields_that_are_no_names_are_left_to_others(odd: Any) -> None:
    assert not words_module.have_passed(("GET", "/tasks/{}"), odd)


# -- known names: the settings of pytest make any warning an exception


def value_of(name: str, row: Operation) -> Any:
    """Return a value: the custom fields of a search are a dictionary."""
    return {"1.value": "1"} if name == "custom_fields" and row.verb == "GET" else "1"


def test_known_names_never_warn() -> None:
    for row in OPERATIONS:  # the raised warning contains the route
        recorder = Recorder()
        client = client_of(recorder)
        strict = client_of(recorder, strict=True)
        for where in (client, strict):
            known = {name: value_of(name, row) for name in taken(row)}
            call(where, row, known)
            call(where, row, **{name: known[name] for name in known if name.isidentifier()})
            call(where, row, **{name.replace(".", "_"): known[name] for name in known})
        for name in taken(row):
            assert name in sent(recorder)


def test_known_fields_never_warn() -> None:
    for row in OPERATIONS:  # the raised warning contains the route
        recorder = Recorder()
        client = client_of(recorder)
        names = given(row)
        for where in (client, client_of(recorder, strict=True)):
            call(where, row, fields=names)
            call(where, row, opt_fields=",".join(names))
            call(where, row, {"opt_fields": ",".join(names)})
            call(where, row, fields=[f"{name}.name.(gid|email)" for name in names])
            call(where, row, fields=[f"this.{name}" for name in names])
            call(where, row, fields=["this.(a|b).c", "(a|b)", "(a|b).c", ".", "this", "", "*"])


def test_options_never_warn() -> None:
    for row in OPERATIONS:  # the raised warning contains the route
        recorder = Recorder()
        client = client_of(recorder)
        listing = {"limit": 5, "offset": "x", "item_limit": 5, "page_size": 5, "prefetch": False}
        options: dict[str, Any] = {
            "fields": [],
            "expand": ["."],
            "pretty": True,
            "client_name": "x",
            "max_retries": 1,
            "timeout": 5,
            "deadline": 5,
            "headers": {"X-Own": "1"},
            "retry_writes": False,
            "strict": True,
            "read_only": False,
        }
        ours = {**options, **(listing if row.shape == "page" else {})}
        call(client, row, **ours)
        api = {"opt_fields": "gid", "opt_expand": ".", "opt_pretty": True, "opt_client_name": "x"}
        call(client, row, **api, strict=True)
        call(client, row, api, strict=True)


@pytest.mark.parametrize("key", ["custom_fields.1.value", "custom_fields.1.is_set"])
def test_searches_take_keys_of_custom_fields(
    client: asana.Client, recorder: Recorder, key: str
) -> None:
    given: Any = {key: "1"}
    next(client.tasks.search_tasks_for_workspace("101", given, strict=True))
    filters = {key.partition(".")[2]: "1"}
    next(client.tasks.search_tasks_for_workspace("101", custom_fields=filters, strict=True))
    assert len(recorder.requests) == 2
    for request in recorder.requests:
        assert parse_qs(urlsplit(request.url or "").query)[key] == ["1"]


def test_what_is_no_search_takes_no_keys_of_custom_fields(client: asana.Client) -> None:
    given: Any = {"custom_fields.1.value": "1"}
    with pytest.raises(asana.UnknownNameWarning):
        next(client.tasks.get_tasks_for_project("101", given))


def test_the_twins_of_a_search_go_out_with_dots(client: asana.Client, recorder: Recorder) -> None:
    next(
        client.tasks.search_tasks_for_workspace(
            "101", assignee_any="me", due_on_before="2026-03-01"
        )
    )
    (request,) = recorder.requests
    query = parse_qs(urlsplit(request.url or "").query)
    assert query["assignee.any"] == ["me"]
    assert query["due_on.before"] == ["2026-03-01"]


@pytest.mark.parametrize("wrong", ["asignee.any", "asignee_any", "assignee.ani"])
def test_misspelled_twins_warn(client: asana.Client, recorder: Recorder, wrong: str) -> None:
    given: Any = {wrong: "me"}
    with pytest.raises(asana.UnknownNameWarning, match=r"did you mean 'assignee\.any'"):
        client.tasks.search_tasks_for_workspace("101", given)
    assert recorder.requests == []


# -- names that are not checked


RAW: dict[str, Callable[[asana.Client], Any]] = {
    "get": lambda c: c.get("/tasks/1", {FAR: "1"}, fields=[FAR], also=FAR),
    "get_collection": lambda c: next(c.get_collection("/tasks", {FAR: "1"}, also=FAR)),
    "post": lambda c: c.post("/tasks", {FAR: "1"}, nmae="x"),
    "put": lambda c: c.put("/tasks/1", {FAR: "1"}, nmae="x"),
    "delete": lambda c: c.delete("/tasks/1", {FAR: "1"}),
    "request": lambda c: c.request("post", "/tasks", data={FAR: "1"}),
    "batch": lambda c: c.batch().post("/tasks", {FAR: "1"}),
}


@pytest.mark.parametrize("name", RAW)
def test_raw_verbs_never_warn(recorder: Recorder, name: str) -> None:
    for client in (client_of(recorder), client_of(recorder, strict=True)):
        RAW[name](client)


# -- classic names


OLD = [
    row
    for row in CLASSIC_NAMES
    if (row.resource, row.method) not in {(each.resource, each.method) for each in OPERATIONS}
]
OLD_NAMES = pytest.mark.parametrize("row", OLD, ids=by_operation)
LEGACY = ["id", "assignee_status", "hearted", "hearts", "num_hearts", "type", "layout"]

# Methods that wait, and methods without a dictionary.
OTHERWISE = re.compile("get_next|get_iterator|create_attachment_for_task|create_on_task")


def old_words(row: ClassicName) -> tuple[str | None, str | None]:
    key = f"{row.verb} " + re.sub(r"{\w+}", "{}", row.path)
    return {**ROUTES, **OLD_ROUTES}.get(key, (None, None))


@OLD_NAMES
def test_a_classic_name_says_nothing_of_names_like_no_other(
    client: asana.Client, row: ClassicName
) -> None:
    if not OTHERWISE.match(row.method):
        call(client, row, {f"{FAR}_key": "1"}, **{FAR: "1"}, fields=[FAR])


@OLD_NAMES
def test_a_classic_name_says_nothing_of_legacy_fields(
    client: asana.Client, row: ClassicName
) -> None:
    if not OTHERWISE.match(row.method):
        call(client, row, dict.fromkeys(LEGACY, "1"), fields=[*LEGACY, "this.(a|b)", "."])


@OLD_NAMES
def test_a_classic_name_warns_of_misspelled_names(
    client: asana.Client, recorder: Recorder, row: ClassicName
) -> None:
    params, records = old_words(row)
    for wrong, name in misspelled(sorted(words(params) - OF_UPLOADS)):
        if wrong not in LEGACY and not OTHERWISE.match(row.method):
            with pytest.raises(asana.UnknownNameWarning, match=f"did you mean '{re.escape(name)}'"):
                call(client, row, {wrong: "1"})
    for wrong, name in misspelled(sorted(words(records))):
        if wrong not in LEGACY and not OTHERWISE.match(row.method):
            with pytest.raises(asana.UnknownNameWarning, match=f"did you mean '{name}'"):
                call(client, row, fields=[wrong])
    assert recorder.requests == []


def test_a_verb_that_a_program_overrides_keeps_old_names_quiet(recorder: Recorder) -> None:
    class Own(asana.Client):
        def post(self, *args: Any, **options: Any) -> Any:
            return super().post(*args, **options)

    session = requests.Session()
    session.mount("https://", recorder)
    given: Any = {FAR: "1"}
    Own(session).tasks.create(given)
    with pytest.raises(asana.UnknownNameWarning):
        Own(session).tasks.create_task(given)


# -- the options of a client


def test_a_parameter_of_all_requests_does_not_warn_at_each_call(recorder: Recorder) -> None:
    client = client_of(recorder)
    client.options["workspace"] = "1"
    client.options["fields"] = [FAR]
    client.tasks.get_task("101")
    client.tasks.create_task(name="x")
    next(client.sections.get_sections_for_project("101"))
    client.batch().tasks.get_task("101")
    assert all("workspace" in (r.url or "") + _text(r.body or b"") for r in recorder.requests)


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [("wrokspace", "workspace"), ("max_retires", "max_retries"), ("opt_feilds", "opt_fields")],
)
def test_a_misspelled_option_of_a_client_warns_when_it_is_set(
    recorder: Recorder, wrong: str, meant: str
) -> None:
    client = client_of(recorder)
    with pytest.warns(asana.UnknownNameWarning, match=f"did you mean '{meant}'") as caught:
        client.options[wrong] = "1"
    assert [each.filename for each in caught] == [__file__]
    client.tasks.get_task("101")
    assert wrong in sent(recorder)


def test_a_strict_client_refuses_unknown_options(recorder: Recorder) -> None:
    client = client_of(recorder, strict=True)
    with pytest.raises(TypeError, match=f"no operation has a parameter '{FAR}'"):
        client.options[FAR] = "1"
    client.tasks.get_task("101")
    assert FAR not in sent(recorder)


def test_a_misspelled_default_warns(recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(asana.Client.DEFAULTS, "wrokspace", "1")
    with pytest.warns(asana.UnknownNameWarning, match="did you mean 'workspace'") as caught:
        client_of(recorder).tasks.get_task("101")
    assert {each.filename for each in caught} == {__file__}


# -- the line of a warning


def mirrored(client: Any) -> None:
    with contextlib.suppress(asana.error.AsanaError):  # because the field is missing
        client.events.mirror("1", {}, fields=["nmae"])._task("2")


LINES: dict[str, Callable[[Any], Any]] = {
    "call": lambda c: c.tasks.create_task(**{FAR: "1"}),
    "dictionary": lambda c: c.tasks.create_task({FAR: "1"}),
    "fields": lambda c: c.tasks.get_task("1", fields=[FAR]),
    "put": lambda c: c.tasks.update_task("1", {FAR: "1"}),
    "delete": lambda c: c.tasks.delete_task("1", **{FAR: "1"}),
    "listing": lambda c: c.tasks.get_tasks_for_project("1", fields=[FAR]),
    "pages": lambda c: c.tasks.get_tasks_for_project("1", fields=[FAR], iterator_type="pages"),
    "one page": lambda c: c.tasks.get_tasks_for_project("1", fields=[FAR], iterator_type=None),
    "loop": lambda c: [*c.tasks.get_tasks_for_project("1", fields=[FAR])],
    "search": lambda c: c.tasks.search_tasks_for_workspace("1", **{FAR: "1"}),
    "batch": lambda c: c.batch().tasks.create_task(**{FAR: "1"}),
    "listing in a batch": lambda c: c.batch().tasks.get_tasks_for_project("1", fields=[FAR]),
    "upload": lambda c: c.attachments.create_attachment_for_object(
        {FAR: "1"}, file=b"x", file_name="x"
    ),
    "both names": lambda c: c.tasks.duplicate_task("1", {FAR: "1"}),
    "classic": lambda c: c.tasks.create(nmae="1"),
    "classic listing": lambda c: c.tasks.find_by_project("1", fields=["nmae"]),
    "classic method of its own": lambda c: c.tasks.add_comment("1", txet="1"),
    "classic field": lambda c: c.users.me(fields=["emial"]),
    "old route": lambda c: c.tasks.create_in_workspace("1", {"nmae": "1"}),
    "events": lambda c: c.events.get_events(resource="1", **{FAR: "1"}),
    "events, classic": lambda c: c.events.get(resuorce="1"),
    "events, iterator": lambda c: next(c.events.get_iterator({"resuorce": "1", "sync": "x"})),
    "events, next page": lambda c: c.events.get_next({"resuorce": "1", "sync": "x"}),
    "feed": lambda c: c.events.feed("1", **{FAR: "1"}).poll(),
    "mirror": mirrored,
    "job": lambda c: c.jobs.get_job("1", fields=["statsu"]),
    "option": lambda c: c.options.update({FAR: "1"}),
}


@pytest.mark.parametrize("name", LINES)
def test_a_warning_points_at_the_line_of_the_caller(client: asana.Client, name: str) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        LINES[name](client)
    code = LINES[name].__code__
    lines = {line for _, _, line in code.co_lines() if line}
    found = [each for each in caught if each.category is asana.UnknownNameWarning]
    assert len(found) == 1
    assert found[0].filename == __file__
    assert found[0].lineno in lines


def test_the_names_of_all_operations() -> None:
    found = words_module._names_of_all()
    assert found > words_module.OF_ALL
    assert {"assignee", "workspace", "completed_since", "resource"} <= found
    assert None not in found
