"""Options: where each one goes, which values are valid, and the mapping of a client's options."""

import copy
import datetime
import fractions
import math
import types
import warnings
from collections import ChainMap
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

import asana
from asana import options
from asana.options import Options, sort
from tests.faults import FaultServer, Received, page

# Any name is sent, because Asana can add parameters.
pytestmark = pytest.mark.filterwarnings("ignore::asana.UnknownNameWarning")

Connect = Callable[..., tuple[asana.Client, FaultServer]]


class Whole(int):
    """A subclass of int."""


class Index:
    """An integer that, like numpy's, is not an ``int``."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __index__(self) -> int:
        return self.number


def query(received: Received) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(received.target).query))


def own(**keywords: Any) -> Options:
    return Options(keywords, options.DEFAULTS)


# -- sorting and precedence


def test_each_keyword_goes_to_its_part() -> None:
    found = sort({"fields": ["name"], "opt_pretty": True, "limit": 5, "timeout": 3, "assignee": 1})
    assert found.api == {"fields": ["name"], "pretty": True}
    assert found.query == {"limit": 5}
    assert found.params == {"assignee": 1}
    assert found.settings == {"timeout": 3}


def test_an_option_goes_to_one_of_four_parts() -> None:
    parts = {option.part for option in options.OPTIONS.values()}
    assert parts == {"query", "api", "transport", "client"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("item_limit", None),
        ("page_size", 100),
        ("poll_interval", 5),
        ("max_retries", 5),
        ("timeout", (10, 60)),
        ("deadline", 300),
        ("rate_limit", None),
        *[(name, False) for name in ("full_payload", "prefetch", "retry_writes")],
        *[(name, False) for name in ("strict", "read_only")],
    ],
)
def test_an_option_that_nobody_sets_has_its_default(name: str, value: Any) -> None:
    assert asana.Client().options[name] == value
    assert type(asana.Client().options[name]) is type(value)


@pytest.mark.parametrize("name", ["item_limit", "max_retries", "page_size", "rate_limit"])
def test_a_count_of_any_type_becomes_an_int(name: str) -> None:
    found = sort({name: Index(7)}).settings[name]
    assert (found, type(found)) == (7, int)


@pytest.mark.parametrize("name", ["deadline", "poll_interval", "timeout"])
def test_seconds_of_any_type_become_a_float(name: str) -> None:
    half = fractions.Fraction(1, 2)
    found = sort({name: half}).settings[name]
    assert (found, type(found)) == (0.5, float)
    assert type(sort({name: 5}).settings[name]) is int


def test_each_part_of_a_timeout_becomes_a_float() -> None:
    connect, read = sort({"timeout": (fractions.Fraction(1, 2), None)}).settings["timeout"]
    assert (connect, type(connect), read) == (0.5, float, None)


def test_an_option_of_listings_is_looked_at_where_something_is_listed() -> None:
    wrong = {"page_size": 0, "item_limit": "x", "poll_interval": "x", "iterator_type": 5}
    assert sort(wrong).settings == wrong


def test_no_timeout_and_no_deadline_are_none() -> None:
    options.check("timeout", None)
    options.check("deadline", None)
    with pytest.raises(
        ValueError, match="max_retries must be a non-negative whole number, not None"
    ):
        options.check("max_retries", None)


def test_a_value_of_the_wrong_type_is_named_by_its_type() -> None:
    with pytest.raises(TypeError, match="headers must be a dictionary, not list"):
        sort({"headers": []})


def test_sort_keeps_none_so_that_it_can_unset_an_option() -> None:
    keywords = {"fields": None, "limit": None, "timeout": None, "assignee": None}
    found = sort(keywords)
    assert {**found.api, **found.query, **found.settings, **found.params} == keywords


def test_call_options_override_client_options_and_those_the_defaults(
    connect: Connect,
) -> None:
    client, server = connect(page([], None), page_size=20, fields="a")
    list(client.get_collection("/x"))
    list(client.get_collection("/x", page_size=5, opt_fields="b"))
    list(client.get_collection("/x", fields=None))
    del client.options["page_size"]
    list(client.get_collection("/x"))
    assert list(map(query, server.requests)) == [
        {"limit": "20", "opt_fields": "a"},
        {"limit": "5", "opt_fields": "b"},
        {"limit": "20"},
        {"limit": "100", "opt_fields": "a"},
    ]


# -- transport options, which every request checks


WRONG: list[tuple[str, Any]] = [
    ("max_retries", -1),
    ("max_retries", None),
    ("max_retries", 1.5),
    ("timeout", 0),
    ("timeout", -1),
    ("timeout", float("nan")),
    ("timeout", float("inf")),
    ("timeout", "10"),
    ("timeout", True),
    ("timeout", 10**400),
    ("timeout", (1, 2, 3)),
    ("timeout", (1, 0)),
    ("deadline", 0),
    ("deadline", "300"),
    ("rate_limit", 0),
    ("rate_limit", 1.5),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_value_out_of_range_is_refused(name: str, value: Any) -> None:
    client = asana.Client()
    client.options[name] = value
    refusals: list[Callable[[], Any]] = [
        lambda: sort({name: value}),
        lambda: own(**{name: value}).sorted(),
        lambda: asana.Client(**{name: value}),
        lambda: asana.Client().get("/x", **{name: value}),
        lambda: client.get("/x"),
    ]
    for refused in refusals:
        with pytest.raises(ValueError, match=name):
            refused()


@pytest.mark.parametrize("name", ["headers", "proxies"])
def test_a_value_of_the_wrong_type_is_refused(name: str) -> None:
    with pytest.raises(TypeError, match=f"{name} must be a dictionary"):
        sort({name: ["a"]})
    with pytest.raises(TypeError, match=f"{name} must be a dictionary"):
        own(**{name: ["a"]}).sorted()


RIGHT: list[tuple[str, Any]] = [
    ("max_retries", 0),
    ("max_retries", Whole(3)),
    ("max_retries", Index(3)),
    ("timeout", 0.5),
    ("timeout", Whole(3)),
    ("timeout", (1, None)),
    ("timeout", None),
    ("deadline", 1),
    ("deadline", None),
    ("rate_limit", 150),
    ("rate_limit", None),
    ("headers", types.MappingProxyType({"X": "1"})),
    ("headers", None),
    ("proxies", None),
]


@pytest.mark.parametrize(("name", "value"), RIGHT)
def test_a_value_in_range_is_accepted(name: str, value: Any) -> None:
    accepted = 3 if isinstance(value, Index) else value
    assert sort({name: value}).settings == {name: accepted}
    assert own(**{name: value}).sorted().settings[name] == accepted
    if name != "headers":  # the constructor stores them in client.headers
        assert asana.Client(**{name: value}).options[name] == value


def test_jsonp_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON"):
        sort({"opt_jsonp": "callback"})


# -- paging options, which listings and constructors check


WRONG_PAGING: list[tuple[str, Any]] = [
    ("page_size", 0),
    ("page_size", -1),
    ("page_size", "50"),
    ("page_size", 1.5),
    ("page_size", None),
    ("page_size", True),
    ("item_limit", -1),
    ("item_limit", 1.5),
    ("item_limit", "5"),
    ("item_limit", True),
    ("poll_interval", -1),
    ("poll_interval", float("nan")),
    ("poll_interval", float("inf")),
    ("poll_interval", "5"),
    ("poll_interval", None),
    ("iterator_type", "generator"),
    ("iterator_type", ["items"]),
]


@pytest.mark.parametrize(("name", "value"), WRONG_PAGING)
def test_a_listing_and_a_constructor_refuse_a_value_out_of_range(name: str, value: Any) -> None:
    client = asana.Client()
    with pytest.raises(ValueError, match=name):
        asana.Client(**{name: value})
    with pytest.raises(ValueError, match=name):
        client.get_collection("/x", **{name: value})
    client.options[name] = value
    with pytest.raises(ValueError, match=name):
        client.get_collection("/x")


RIGHT_PAGING: list[tuple[str, Any]] = [
    ("page_size", 1),
    ("page_size", 100),
    ("page_size", Whole(5)),
    ("item_limit", None),
    ("item_limit", 0),
    ("item_limit", 1000),
    ("item_limit", Whole(5)),
    ("poll_interval", 0),
    ("poll_interval", 0.5),
    ("poll_interval", fractions.Fraction(1, 2)),
    ("iterator_type", None),
    ("iterator_type", "items"),
    ("iterator_type", "pages"),
]


@pytest.mark.parametrize(("name", "value"), RIGHT_PAGING)
def test_a_listing_and_a_constructor_accept_a_value_in_range(
    connect: Connect, name: str, value: Any
) -> None:
    client, _ = connect(page([], None))
    nothing: list[Any] = [[]] if value == "pages" else []
    found: list[Any] = list(client.get_collection("/x", **{name: value}))
    assert found == nothing
    client, _ = connect(page([], None), **{name: value})
    assert client.options[name] == value
    assert [*found, *client.get_collection("/x")] == nothing * 2


@pytest.mark.parametrize("value", [0, -1, 1.5, True, "0", "101", "-1", "five", "", "５"])  # noqa: RUF001
def test_a_listing_refuses_a_limit_out_of_range(value: Any) -> None:
    client = asana.Client()
    refusals: list[Callable[[], Any]] = [
        lambda: client.get_collection("/x", limit=value),
        lambda: client.get_collection("/x", {"limit": value}),
        lambda: client.get_collection("/x", {"limit": value}, iterator_type=None),
    ]
    for refused in refusals:
        with pytest.raises(ValueError, match="limit must be a whole number from 1 to 100"):
            refused()
    client.options["limit"] = value
    with pytest.raises(ValueError, match="limit must be a whole number from 1 to 100"):
        client.get_collection("/x")


def test_a_listing_refuses_a_large_limit_among_its_parameters() -> None:
    with pytest.raises(ValueError, match="limit must be a whole number from 1 to 100"):
        asana.Client().get_collection("/x", {"limit": 101})


def test_a_large_limit_among_the_options_is_a_page_of_100(connect: Connect) -> None:
    client, server = connect(page([], None))
    with pytest.warns(UserWarning, match="limit=1000 is reduced to 100"):
        list(client.get_collection("/x", limit=1000))
    client.options["limit"] = 1000
    with pytest.warns(UserWarning, match="limit=1000 is reduced to 100"):
        list(client.get_collection("/x"))
    client.users.me()
    targets = [request.target.partition("?")[2] for request in server.requests]
    assert targets == ["limit=100", "limit=100", "limit=1000"]


def test_a_limit_of_the_client_cuts_no_search(connect: Connect) -> None:
    client, server = connect(page([], None), limit=2)
    list(client.tasks.search_tasks_for_workspace("1", text="a"))
    list(client.tasks.search_tasks_for_workspace("1", text="a", limit=2))
    targets = [request.target.partition("?")[2] for request in server.requests]
    assert targets == ["text=a&limit=100", "text=a&limit=2"]


@pytest.mark.parametrize("value", [1, 100, "7", "100", Whole(5)])
def test_a_listing_accepts_a_limit_as_a_number_or_text(connect: Connect, value: Any) -> None:
    client, server = connect(page([], None))
    list(client.get_collection("/x", limit=value))
    list(client.get_collection("/x", {"limit": value}))
    client.options["limit"] = value
    list(client.get_collection("/x"))
    assert [request.target for request in server.requests] == [f"/api/1.0/x?limit={value}"] * 3


def test_limit_none_falls_back_to_page_size(connect: Connect) -> None:
    client, server = connect(page([], None), page_size=7, limit=3)
    list(client.get_collection("/x", limit=None))
    assert server.requests[0].target == "/api/1.0/x?limit=7"


def test_only_listings_check_a_limit(connect: Connect) -> None:
    client, server = connect(page([], None))
    client.options["limit"] = 1000
    client.get("/users/me")
    client.put("/tasks/1", {"name": "x"})
    client.get("/x", {"limit": "any"})
    assert len(server.requests) == 3


# -- page_size above 100


@pytest.mark.parametrize("value", [1, 100, Whole(5)])
def test_page_size_returns_an_int(value: int) -> None:
    found = options.page_size(value)
    assert (found, type(found)) == (value, int)


def test_page_size_is_clamped_to_100_with_a_warning() -> None:
    with pytest.warns(UserWarning, match="page_size=1000 is reduced to 100") as caught:
        assert options.page_size(1000) == 100
    assert caught[0].filename == __file__


def test_a_clamped_page_size_of_a_call_warns_once_and_gives_all_items(connect: Connect) -> None:
    client, server = connect(page([{"gid": "1"}], "o"), page([{"gid": "2"}], None))
    with pytest.warns(UserWarning, match="reduced to 100, the maximum page size") as caught:
        assert len(list(client.get_collection("/x", page_size=1000))) == 2
    assert len(caught) == 1
    assert list(map(query, server.requests)) == [
        {"limit": "100"},
        {"limit": "100", "offset": "o"},
    ]


def test_a_clamped_page_size_of_a_client_warns_only_when_it_is_set(connect: Connect) -> None:
    with pytest.warns(UserWarning, match="reduced to 100, the maximum page size") as caught:
        client, server = connect(page([], None), page_size=1000)
    assert len(caught) == 1
    assert client.options["page_size"] == 100
    list(client.get_collection("/x"))
    with pytest.warns(UserWarning, match="reduced to 100, the maximum page size"):
        client.options["page_size"] = 101
    list(client.get_collection("/x"))
    assert [request.target for request in server.requests] == ["/api/1.0/x?limit=100"] * 2


@pytest.mark.parametrize("value", [0, -1, "50", 1.5, None, True])
def test_an_invalid_page_size_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="page_size must be a whole number from 1"):
        options.page_size(value)


# -- whole numbers


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (5, 5),
        (Whole(5), 5),
        (Index(5), 5),
        (True, None),
        (5.0, None),
        ("5", None),
        (None, None),
        (math.nan, None),
    ],
)
def test_a_whole_number_may_be_of_any_type(value: Any, expected: int | None) -> None:
    found = options.whole(value)
    assert (found, type(found)) == (expected, type(expected))


# -- lists of fields


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (["a", "b"], ["a", "b"]),
        (("b", "a"), ["b", "a"]),
        ({"b", "a"}, ["a", "b"]),
        (frozenset({"b", "a"}), ["a", "b"]),
        ({"b": 1, "a": 2}.keys(), ["b", "a"]),
        ((name for name in "ab"), ["a", "b"]),
        (map(str.upper, "ab"), ["A", "B"]),
        ([], []),
        ("a,b", "a,b"),
        (b"a,b", "a,b"),
        (True, True),
        (None, None),
    ],
)
def test_listed_makes_a_list_of_any_iterable(value: Any, expected: Any) -> None:
    assert options.listed(value) == expected


def test_listed_takes_what_can_only_be_indexed() -> None:
    class Row:
        def __getitem__(self, index: int) -> str:
            return "ab"[index]

    assert options.listed(Row()) == ["a", "b"]


def test_a_set_of_fields_has_an_order_whatever_is_in_it() -> None:
    assert options.listed({"b", 1, "a"}) == [1, "a", "b"]
    assert options.listed({f"f{n}" for n in range(20)}) == sorted(f"f{n}" for n in range(20))


def test_a_dictionary_is_no_list_of_fields() -> None:
    with pytest.raises(
        TypeError, match="fields must be a list or a comma-separated string, not a dictionary"
    ):
        options.listed({"name": 1})
    with pytest.raises(TypeError, match="cannot contain a dictionary"):
        options.listed([{"name": 1}])


@pytest.mark.parametrize("value", [[None], ("a", None), {None}, (each for each in ["a", None])])
def test_none_among_the_fields_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="cannot contain None"):
        options.listed(value)


@pytest.mark.parametrize(
    ("keyword", "meant"),
    [
        ("page_szie", "page_size"),
        ("itemlimit", "item_limit"),
        ("opt_field", "opt_fields"),
        ("time_out", "timeout"),
        ("workspace", None),
        ("assignee", None),
        ("completed_since", None),
        ("resource_type", None),
    ],
)
def test_misspelled_options_are_found(keyword: str, meant: str | None) -> None:
    assert options.misspelt(keyword) == meant


# -- the Options mapping


def test_unset_options_read_through_to_the_current_defaults() -> None:
    defaults = {**options.DEFAULTS}
    found = Options({"item_limit": 3}, defaults)
    assert (found["item_limit"], found["page_size"]) == (3, 100)
    assert found.sorted().settings["page_size"] == 100
    defaults["page_size"] = 50
    assert found["page_size"] == 50
    assert found.sorted().settings["page_size"] == 50
    assert found.own == {"item_limit": 3}


def test_defaults_may_be_a_chain_map() -> None:
    found = Options({}, ChainMap({"page_size": 50}, options.DEFAULTS))
    assert found.sorted().settings["page_size"] == 50
    assert found["item_limit"] is None


def test_deleting_an_option_restores_its_default() -> None:
    found = own()
    for value in (20, 30):
        found["page_size"] = value
        assert found["page_size"] == found.sorted().settings["page_size"] == value
    del found["page_size"]
    assert found["page_size"] == found.sorted().settings["page_size"] == 100
    del found["page_size"]  # deleting an unset option is allowed
    assert found.pop("item_limit") is None
    assert found.own == {}


def test_get_returns_its_default_for_what_nobody_has_set() -> None:
    assert own().get("item_limit", 7) == 7
    assert own().get("nothing", 7) == 7
    assert own().get("page_size", 7) == 100
    assert own(page_size=5).get("page_size", 7) == 5
    for name in ("fields", "opt_fields"):
        assert own(fields=None).get(name, 7) is None
        assert own().get(name, 7) == 7
        assert own(fields=["a"]).get(name, 7) == ["a"]


def test_setdefault_sets_what_nobody_has_set() -> None:
    for name in ("fields", "opt_fields"):
        found = own()
        assert found.setdefault(name, ["a"]) == ["a"]
        assert found.own == {"fields": ["a"]}
        assert own(fields=None).setdefault(name, 7) is None
        assert own(fields=["b"]).setdefault(name, 7) == ["b"]
    found = own()
    assert found.setdefault("page_size", 7) == 100
    assert found.own == {}


def test_clearing_restores_the_defaults() -> None:
    found = own(page_size=5)
    assert found.sorted().settings["page_size"] == 5
    found.clear()
    assert found.sorted().settings["page_size"] == 100


def test_options_need_no_defaults() -> None:
    assert Options({"a": 1}, {}).sorted().params == {"a": 1}
    assert Options({}, {}).sorted().params == {}


def test_a_parameter_may_have_any_name() -> None:
    found = own()
    found[5] = "x"  # type: ignore[index]
    assert found[5] == "x"  # type: ignore[index]


def test_an_unknown_name_raises_key_error() -> None:
    found = own()
    with pytest.raises(KeyError, match="workspace"):
        found["workspace"]
    with pytest.raises(KeyError, match="workspace"):
        found.pop("workspace")
    with pytest.raises(KeyError, match="workspace"):
        del found["workspace"]
    assert "workspace" not in found
    assert found.get("workspace", "none") == "none"


@pytest.mark.parametrize("name", options.API)
def test_an_option_and_its_alias_are_the_same(name: str) -> None:
    alias = f"opt_{name}"
    found = own(**{alias: "a"})
    assert found[name] == found[alias] == "a"
    assert alias in found
    found[alias] = "b"
    assert found.own == {name: "b"}
    assert found.sorted().api == {name: "b"}
    del found[alias]
    assert found[name] is found[alias] is None


def test_an_alias_overrides_the_other_name(connect: Connect) -> None:
    client, server = connect(page([], None), fields="a")
    client.options["opt_fields"] = "b"
    client.get("/x")
    client.get("/x", fields="c")
    assert [request.target for request in server.requests] == [
        "/api/1.0/x?opt_fields=b",
        "/api/1.0/x?opt_fields=c",
    ]


def test_sorted_has_all_settings_and_only_set_api_and_query_options() -> None:
    found = own(fields=["a"], expand=None, limit=5, sync=None, workspace_id=1, timeout=3).sorted()
    assert found.api == {"fields": ["a"]}
    assert found.query == {"limit": 5}
    assert found.params == {"workspace_id": 1}
    assert found.settings["timeout"] == 3
    settings = {name for name, each in options.OPTIONS.items() if each.part not in ("api", "query")}
    assert found.settings.keys() == settings


@pytest.mark.parametrize(
    "name",
    [
        "token",
        "access_token",
        "accessToken",
        "refresh_token",
        "personal_access_token",
        "auth_token",
        "oauth_token",
        "bearer_token",
        "id_token",
        "pat",
        "PAT",
        "secret",
        "client_secret",
        "password",
        "passwd",
        "api_key",
        "apikey",
        "API_KEY",
        "Authorization",
        "credentials",
    ],
)
def test_a_credential_is_refused_without_showing_it(name: str) -> None:
    found = own()
    refusals: list[Callable[[], Any]] = [
        lambda: found.__setitem__(name, "hunter2"),
        lambda: found.update({name: "hunter2"}),
        lambda: own(**{name: "hunter2"}),
        lambda: asana.Client().options.__setitem__(name, "hunter2"),
        lambda: setattr(asana.Client(), "options", {name: "hunter2"}),
    ]
    for refused in refusals:
        with pytest.raises(ValueError, match=f"{name} would be sent as a parameter") as caught:
            refused()
        assert "hunter2" not in str(caught.value)
    assert found.own == {}


@pytest.mark.parametrize(
    "name", ["workspace_id", "workspace", "client_id", "sync", "opt_fields", "path", "tokens_used"]
)
def test_other_parameters_are_not_taken_for_credentials(name: str) -> None:
    assert own(**{name: "5"})[name] == "5"


@pytest.mark.parametrize("name", ["fields", "opt_fields", "expand"])
def test_a_generator_of_fields_becomes_a_list_when_set(name: str) -> None:
    found = own(**{name: (field for field in ("a", "b"))})
    assert found[name] == ["a", "b"]
    found[name] = map(str, (1, 2))
    assert found[name] == ["1", "2"]
    given: dict[str, Any] = {name: iter(["a", "b"])}
    made = asana.Client(**given)
    assert made.options[name] == ["a", "b"]


def test_a_generator_of_fields_serves_every_request(connect: Connect) -> None:
    client, server = connect(page([], None))
    client.options["fields"] = (field for field in ("a", "b"))
    client.get("/x")
    client.get("/x")
    assert [r.target for r in server.requests] == ["/api/1.0/x?opt_fields=a,b"] * 2


def test_options_merge_with_dictionaries_on_either_side() -> None:
    found = own(page_size=20)
    assert found | {"page_size": 5, "a": 1} == {**options.DEFAULTS, "page_size": 5, "a": 1}
    assert {"page_size": 5, "a": 1} | found == {**options.DEFAULTS, "page_size": 20, "a": 1}
    assert {**found} == dict(found) == found.copy() == {**options.DEFAULTS, "page_size": 20}
    assert found.own == {"page_size": 20}


def test_the_module_copy_makes_a_dictionary_too() -> None:
    assert copy.copy(own(page_size=5)) == {**options.DEFAULTS, "page_size": 5}


def test_copy_returns_an_independent_dictionary() -> None:
    found = own(page_size=20)
    made = found.copy()
    assert type(made) is dict
    made["page_size"] = 5
    assert found["page_size"] == 20
    assert found == {**options.DEFAULTS, "page_size": 20}


def test_a_deep_copy_is_independent() -> None:
    found = own(fields=["a"])
    made = copy.deepcopy(found)
    made["fields"].append("b")
    assert (found["fields"], made["fields"]) == (["a"], ["a", "b"])


def test_own_returns_a_copy() -> None:
    found = own(page_size=20)
    found.own["page_size"] = 5
    assert found["page_size"] == 20


def test_repr_is_that_of_a_dictionary() -> None:
    assert repr(own(page_size=20)) == repr({**options.DEFAULTS, "page_size": 20})


def test_iteration_gives_each_name_once() -> None:
    found = own(page_size=20, opt_fields="a", workspace_id=5)
    assert sorted(found) == sorted([*options.OPTIONS, "workspace_id"])
    assert len(found) == len(options.OPTIONS) + 1
    assert dict(found.items())["fields"] == "a"


def test_the_given_dictionary_is_not_modified() -> None:
    given = {"opt_fields": "a", "page_size": 20}
    found = Options(given, options.DEFAULTS)
    found["page_size"] = 5
    assert given == {"opt_fields": "a", "page_size": 20}


# -- client.options


def test_client_options_can_be_replaced(connect: Connect) -> None:
    client, server = connect(page([], None), page_size=20, fields="a")
    client.options = {"base_url": server.base_url, "opt_expand": "b"}
    assert isinstance(client.options, Options)
    assert client.options.own == {"base_url": server.base_url, "expand": "b"}
    list(client.get_collection("/x"))
    assert query(server.requests[0]) == {"limit": "100", "opt_expand": "b"}


def test_replaced_options_get_the_default_base_url(monkeypatch: pytest.MonkeyPatch) -> None:
    client = asana.Client(base_url="http://127.0.0.1:1")
    client.options = {"page_size": 20}
    assert client.options["base_url"] == options.BASE_URL
    monkeypatch.setenv("ASANA_BASE_URL", "http://127.0.0.1:2")
    client.options = {}
    assert client.options["base_url"] == "http://127.0.0.1:2"


def test_assigning_the_options_of_another_client_copies_them() -> None:
    one, other = asana.Client(page_size=20), asana.Client()
    other.options = one.options
    other.options["page_size"] = 5
    assert (one.options["page_size"], other.options["page_size"]) == (20, 5)


def test_replacing_options_checks_them_like_setting_does() -> None:
    client = asana.Client(page_size=20)
    with pytest.warns(UserWarning, match="reduced to 100, the maximum page size"):
        client.options = {"page_size": 1000}
    with pytest.raises(ValueError, match="token would be sent"):
        client.options = {"token": "hunter2"}
    assert client.options["page_size"] == 100


def test_defaults_of_a_subclass_show_in_its_options() -> None:
    class Mine(asana.Client):
        DEFAULTS = {"page_size": 20}

    client = Mine()
    assert (client.options["page_size"], client.options["item_limit"]) == (20, None)
    Mine.DEFAULTS["page_size"] = 30
    assert client.options["page_size"] == 30


# -- datetimes in a query


def test_a_naive_datetime_in_a_query_is_sent_with_a_warning(connect: Connect) -> None:
    client, server = connect(page([], None))
    with pytest.warns(UserWarning, match="without a time zone"):
        client.get("/x", {"modified_since": datetime.datetime(2026, 11, 22)})
    aware = datetime.datetime(2026, 11, 22, tzinfo=datetime.timezone.utc)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        client.get("/x", modified_since=aware)
    assert [request.target for request in server.requests] == [
        "/api/1.0/x?modified_since=2026-11-22T00:00:00",
        "/api/1.0/x?modified_since=2026-11-22T00:00:00%2B00:00",
    ]
