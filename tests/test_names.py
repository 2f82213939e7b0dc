"""Names of records: the order of the comparisons, the messages, and the requests."""

import re
from typing import Any

import pytest

import asana
from asana._above.names import Names, folded
from tests.overriding import overriding
from tests.places import Place, place, shared

__all__ = ["place", "shared"]


class Client:
    options = {**asana.Client.DEFAULTS, "fields": None}


def named(*records: Any, **more: Any) -> Names[Any]:
    """Return names of tags, whose calls are noted in ``asked`` and ``made``."""
    client: Any = Client()
    found = [{"gid": f"{n}", "name": each} if isinstance(each, str) else each
             for n, each in enumerate(records)]  # fmt: skip
    asked: list[Any] = []
    made: list[Any] = []

    def listing(**options: Any) -> Any:
        asked.append(options)
        return iter(found)

    def create(body: Any, **options: Any) -> Any:
        made.append((body, options))
        return {"gid": "new", **body}

    names: Names[Any] = Names(client, "tag", "12", listing, create, **more)
    vars(names).update(asked=asked, made=made)
    return names


MATCHES: list[tuple[list[Any], str, str | None]] = [
    ([], "a", None),
    (["b"], "a", None),
    (["a", "A"], "a", "0"),
    (["A", "a"], "a", "1"),
    (["A"], "a", "0"),
    ([" a  b\n"], "A B", "0"),
    (["Caf\u00c9", "Caf\u00e9"], "Cafe\u0301", "1"),
    (["Stra\u00dfe"], "STRASSE", "0"),
    ([{"gid": "7", "name": None}, "a"], "a", "1"),
    ([{"gid": "7"}, {"gid": "7", "name": "a"}], "a", "7"),
    ([{"gid": "7", "name": "a"}, {"gid": "7", "name": "a"}], "a", "7"),
]


@pytest.mark.parametrize(("there", "name", "gid"), MATCHES, ids=repr)
def test_the_record_with_a_name(there: list[Any], name: str, gid: str | None) -> None:
    names = named(*there)
    if gid is None:
        with pytest.raises(LookupError):
            names.named(name, {})
    else:
        assert names.named(name, {})["gid"] == gid
    made = names.ensure(name, {})
    assert made["gid"] == (gid or "new")
    assert [body for body, _ in names.made] == (  # type: ignore[attr-defined]
        [] if gid else [{"name": name, "workspace": "12"}]
    )


def test_any_of_the_keys_can_have_the_name() -> None:
    user = {"gid": "7", "name": "Ann", "email": "ann@example.com"}
    names = named(user, {"gid": "8", "name": "Tom", "email": None}, keys=("name", "email"))
    for name in ("Ann", "ANN@example.com"):
        assert names.named(name, {}) == user
    both = named(user, {"gid": "8", "name": "ann@example.com"}, keys=("name", "email"))
    message = (
        "2 tags in 12 are named 'ann@example.com': 7 ('Ann', 'ann@example.com'), "
        "8 ('ann@example.com'); use a gid"
    )
    with pytest.raises(LookupError, match=f"^{re.escape(message)}$"):
        both.named("ann@example.com", {})


TWELVE = ", ".join(f"{number} ('a')" for number in range(10))


@pytest.mark.parametrize(
    ("there", "name", "hint", "message"),
    [
        ([], "a", "", "none of the 0 tags in 12 is named 'a'"),
        ([], "a", "; ask Ann", "none of the 0 tags in 12 is named 'a'; ask Ann"),
        (
            ["zzz", "pressing"],
            "presing",
            "!",
            "none of the 2 tags in 12 is named 'presing'; did you mean 'pressing'?!",
        ),
        (
            ["pressing", "dressing"],
            "ressing",
            "",
            "none of the 2 tags in 12 is named 'ressing'; did you mean 'pressing' or 'dressing'?",
        ),
        (["a", "a"], "a", "!", "2 tags in 12 are named 'a': 0 ('a'), 1 ('a'); use a gid"),
        (["a"] * 10, "a", "", f"10 tags in 12 are named 'a': {TWELVE}; use a gid"),
        (["a"] * 11, "a", "", f"11 tags in 12 are named 'a': {TWELVE}, …; use a gid"),
        (["a", "A "], " A", "", "2 tags in 12 are named ' A': 0 ('a'), 1 ('A '); use a gid"),
    ],
)
def test_the_messages_are_complete(there: list[Any], name: str, hint: str, message: str) -> None:
    with pytest.raises(LookupError) as raised:
        named(*there, hint=hint).named(name, {})
    near = message.replace("'pressing' or 'dressing'", "'dressing' or 'pressing'")
    assert str(raised.value) in (message, near)


@pytest.mark.parametrize(
    ("name", "kind", "message"),
    [
        (None, TypeError, "name must be a string, not NoneType"),
        (5, TypeError, "name must be a string, not int"),
        (" ", ValueError, "name must contain at least one visible character"),
    ],
)
def test_what_is_no_name_is_explained(name: Any, kind: type[Exception], message: str) -> None:
    for find in (named("a").named, named("a").ensure):
        with pytest.raises(kind, match=f"^{message}$"):
            find(name, {})


@pytest.mark.parametrize(
    ("home", "given"),
    [
        ("workspace", "name"),
        ("workspace", "workspace"),
        (None, "name"),
        ("organization", "organization"),
    ],
)
def test_the_place_is_no_keyword(home: str | None, given: str) -> None:
    message = f"pass {given} as a positional argument, not as a keyword"
    with pytest.raises(TypeError, match=f"^{message}$"):
        named(home=home).ensure("a", {given: "x"})


WHOLE = {"item_limit": None, "offset": None, "iterator_type": "items", "full_payload": False}


@pytest.mark.parametrize(
    ("home", "given", "body", "listed", "created"),
    [
        ("workspace", {}, {"workspace": "12"}, {}, {}),
        (None, {"color": "red"}, {"color": "red"}, {}, {}),
        ("team", {"color": None}, {"team": "12", "color": None}, {}, {}),
        (
            "workspace",
            {"timeout": 5, "page_size": 7, "retry_writes": True, "notes": "n"},
            {"workspace": "12", "notes": "n"},
            {"timeout": 5, "page_size": 7, "retry_writes": True},
            {"timeout": 5},
        ),
    ],
)
def test_the_options_and_the_fields_are_kept_apart(
    home: str | None,
    given: dict[str, Any],
    body: dict[str, Any],
    listed: dict[str, Any],
    created: dict[str, Any],
) -> None:
    names: Any = named(home=home)
    names.ensure("a", given)
    fields = ["name", "resource_type"]
    assert names.asked == [{**WHOLE, **listed, "fields": fields}]
    options = {"full_payload": False, "fields": fields, "retry_writes": False, **created}
    assert names.made == [({"name": "a", **body}, options)]


def test_the_default_fields_are_those_of_the_kind() -> None:
    names: Any = named("a", fields=("color",), keys=("name", "email"))
    names.named("a", {})
    names.named("a", {"fields": ["notes"]})
    assert [each["fields"] for each in names.asked] == [
        ["color", "name", "email"], ["notes", "name", "email"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "form"),
    [
        (" To\u00a0 DO\n", "to do"),
        ("Cafe\u0301", "caf\u00e9"),
        ("Stra\u00dfe", "strasse"),
        ("", ""),
    ],
)
def test_the_form_for_comparisons(name: str, form: str) -> None:
    assert folded(name) == form


@pytest.mark.parametrize(
    ("kind", "where", "listing", "create", "home"),
    [
        ("tags", "workspace", "/workspaces/{}/tags", "/tags", "workspace"),
        ("sections", "project", "/projects/{}/sections", "/projects/{}/sections", None),
        ("projects", "workspace", "/workspaces/{}/projects", "/projects", "workspace"),
        ("portfolios", "workspace", "/portfolios", "/portfolios", "workspace"),
        ("teams", "workspace", "/workspaces/{}/teams", "/teams", "organization"),
    ],
)
def test_the_requests_of_ensure(
    place: Place, kind: str, where: str, listing: str, create: str, home: str | None
) -> None:
    overriding(place.client)
    place.client.options.update(retry_writes=True, full_payload=True, item_limit=1)
    gid = getattr(place, where)
    place.sandbox.requests.clear()
    getattr(place.client, kind).ensure(gid, "Pressing")
    look, make = place.sandbox.requests
    assert (look.method, look.path) == ("GET", listing.format(gid))
    assert (look.query["opt_fields"], look.query["limit"]) == ("name,resource_type", "100")
    assert (make.method, make.path, make.query) == ("POST", create.format(gid), {})
    assert make.body == {
        "data": {"name": "Pressing", **({home: gid} if home else {})},
        "options": {"fields": ["name", "resource_type"]},
    }
