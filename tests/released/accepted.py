"""The classes of differences from 3.2.3 that are meant: a predicate for each row of the table."""

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tests.operations import OPERATIONS
from tests.released.calls import Call
from tests.released.differences import MISSING, Outcome, Piece, pieces
from tests.released.values import TAG, Launch, Number

TABLE = Path(__file__).parents[1] / "data" / "accepted-differences.tsv"

API_OPTIONS = ("fields", "expand", "pretty", "client_name", "method")
ALIASES = {f"opt_{name}": name for name in API_OPTIONS}


class Case(NamedTuple):
    """A call, and what both libraries did with it."""

    call: Call
    theirs: Outcome
    ours: Outcome

    @property
    def settings(self) -> dict[str, Any]:
        """The options in force: of the class, of the client and of the call."""
        made: dict[str, Any] = self.call.make[2] if self.call.make else {}
        paging = ("limit", "offset")
        params = {name: value for name, value in self.params.items() if name in paging}
        layers = (self.call.defaults, made, self.call.options, self.call.kwargs, params)
        merged: dict[str, Any] = {}
        for layer in layers:
            merged.update(layer)
        return merged

    @property
    def params(self) -> dict[str, Any]:
        """The dictionary that the call was given."""
        given = [*self.call.args, self.call.kwargs.get("params"), self.call.kwargs.get("query")]
        return next((each for each in given if isinstance(each, dict) and TAG not in each), {})

    @property
    def our_error(self) -> dict[str, Any]:
        """Our exception; empty where there is none."""
        return self.ours.get("error", {})  # type: ignore[no-any-return]

    @property
    def their_error(self) -> dict[str, Any]:
        """The exception of 3.2.3; empty where there is none."""
        return self.theirs.get("error", {})  # type: ignore[no-any-return]

    @property
    def our_classes(self) -> tuple[str, ...]:
        """The classes of our exception."""
        error = self.our_error
        return (error["class"], *error["classes"]) if error else ()

    @property
    def refused(self) -> bool:
        """Whether ours raised ValueError or TypeError in the call and sent nothing."""
        known = self.our_error.get("class") in ("ValueError", "TypeError")
        return known and self.our_error["at"] == "call" and not self.ours.get("requests")

    @property
    def crashed(self) -> bool:
        """Whether 3.2.3 broke down with an exception that is neither Asana's nor the network's."""
        return bool(self.their_error) and not self.their_error["class"].startswith("asana.")

    @property
    def succeeded(self) -> bool:
        """Whether ours returned."""
        return not self.our_error

    @property
    def statuses(self) -> list[int]:
        """The statuses that the server was told to answer with, before its usual one."""
        return [answer["status"] for answer in self.call.faults]

    def verb(self, number: int = 0) -> str:
        """Return the verb of a request that 3.2.3 sent, or else ours did."""
        for sent in (self.theirs.get("requests", []), self.ours.get("requests", [])):
            if number < len(sent):
                return str(sent[number]["verb"])
        return ""

    def values(self) -> Iterator[Any]:
        """Yield every value that the call gives, also those within others."""
        yield from _within([self.call.args, self.call.kwargs, self.call.options])
        yield from _within([self.call.defaults, self.call.make])

    def holds(self, *tags: str) -> bool:
        """Tell whether a value with one of these tags is given."""
        return any(isinstance(each, dict) and each.get(TAG) in tags for each in self.values())


def _within(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, dict):
        for item in value.values():
            yield from _within(item)
    elif isinstance(value, list):
        for item in value:
            yield from _within(item)


Predicate = Callable[[Case, Piece], bool]
PREDICATES: dict[str, Predicate] = {}


def accepts(predicate: Predicate) -> Predicate:
    """Enter a predicate under the name that the table has for it."""
    PREDICATES[predicate.__name__] = predicate
    return predicate


class Row(NamedTuple):
    """One class of differences."""

    name: str
    rule: str
    reason: str


def rows() -> list[Row]:
    """Return the table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [Row(**row) for row in csv.DictReader(file, delimiter="\t")]


def explanations(call: Call, theirs: Outcome, ours: Outcome) -> tuple[list[Piece], set[str]]:
    """Return what differs and no class explains, and the classes that explain something."""
    case = Case(call, theirs, ours)
    unexplained, used = [], set()
    for piece in pieces(theirs, ours):
        names = {row.name for row in rows_once() if PREDICATES[row.name](case, piece)}
        used |= names
        if not names:
            unexplained.append(piece)
    return unexplained, used


_rows: list[Row] = []


def rows_once() -> list[Row]:
    """Return the table, which is read once."""
    if not _rows:
        _rows.extend(rows())
    return _rows


# -- pages


def _sized(case: Case) -> bool:
    """Tell whether the call or its client say how many items a request asks for."""
    given = case.settings.get("page_size", case.settings.get("limit"))
    return given is not None or case.settings.get("iterator_type", "items") != "items"


def _with_pages_of_100(seen: list[Any]) -> list[Any]:
    """Return what an overridden `request` has seen, with the page size that is the default now."""
    return [
        [verb, method, path, {"params": {**options["params"], "limit": 100}}]
        for verb, method, path, options in seen
    ]


@accepts
def default_page_size(case: Case, piece: Piece) -> bool:
    """Where nobody gives a size, requests differ in limit and offset, and in nothing else."""
    if _sized(case):
        return False
    if piece.place == ("seen",):
        return case.call.overridden == "request" and piece.ours == _with_pages_of_100(piece.theirs)
    if piece.place[0] == "requests":
        same = case.theirs.get("result") == case.ours.get("result")
        return same and bool(piece.theirs > piece.ours)
    if piece.place[0] != "query" or MISSING in (piece.theirs, piece.ours):
        return False
    if piece.place[2] == "limit":
        return int(piece.theirs[0]) < int(piece.ours[0]) <= 100
    return bool(piece.place[2] == "offset")


UNPAGED = [row.path for row in OPERATIONS if row.shape == "list"]


def _matches(path: str, template: str) -> bool:
    parts, names = path.split("/"), template.split("/")
    return len(parts) == len(names) and all(
        name.startswith("{") or name == part for part, name in zip(parts, names, strict=True)
    )


@accepts
def page_sizes_above_100(case: Case, piece: Piece) -> bool:
    """A page size above 100 is 100, the most that Asana gives."""
    sizes = piece.place[0] == "query" and piece.place[2] == "limit"
    if case.settings.get("limit") == 1000:
        return sizes and bool(piece.ours == ["100"])
    return sizes and (piece.theirs, piece.ours) == (["1000"], ["100"])


def _begins_with(longer: Any, shorter: Any) -> bool:
    lists = isinstance(longer, list) and isinstance(shorter, list)
    return lists and bool(longer[: len(shorter)] == shorter)


@accepts
def unpaged_listings(case: Case, piece: Piece) -> bool:
    """What has no pages gives all it has, up to 100; 3.2.3 asked for one page, of 50 at most."""
    if case.verb() != "GET" or not case.ours.get("requests"):
        return False
    path = case.ours["requests"][0]["path"]
    if not any(_matches(path, template) for template in UNPAGED):
        return False
    if piece.place[0] == "query":
        return bool(piece.place[2] == "limit" and piece.ours in (MISSING, ["100"]))
    if piece.place == ("requests",):
        return bool(case.theirs.get("result") == case.ours.get("result"))
    return piece.place == ("result",) and _begins_with(piece.ours, piece.theirs)


def _number(value: Any) -> int | None:
    """Return the number that an option stands for; None if it is not set."""
    if isinstance(value, dict):
        value = Number[value["v"]] if value[TAG] == "number" else value["v"]
    return None if value is None else int(value)


@accepts
def limit_of_a_listing(case: Case, piece: Piece) -> bool:
    """The option `limit` is the size of all pages; 3.2.3 put the page size in its place."""
    limit = _number(case.settings.get("limit"))
    if limit is None or case.theirs.get("result") != case.ours.get("result"):
        return False
    if piece.place[0] == "requests":
        return "items" in case.call.serve
    if piece.place[0] != "query" or MISSING in (piece.theirs, piece.ours):
        return False
    if piece.place[2] == "limit":
        return bool(piece.theirs[0].isdecimal() and piece.ours == [str(limit)])
    return bool(piece.place[2] == "offset")


@accepts
def limit_of_a_search(case: Case, piece: Piece) -> bool:
    """A search sends the `limit` of its call; 3.2.3 put the page size in its place."""
    limit = _number(case.call.kwargs.get("limit"))
    sent = case.ours.get("requests") or [{"path": ""}]
    if limit is None or not sent[0]["path"].endswith(("/tasks/search", "/typeahead")):
        return False
    if piece.place == ("result",):
        return bool(piece.ours == piece.theirs[:limit])
    return piece.place == ("query", 0, "limit") and bool(piece.ours == [str(limit)])


@accepts
def page_size_of_one_page(case: Case, piece: Piece) -> bool:
    """With `iterator_type=None` the page size of the call is that of the page."""
    size = _number(case.call.kwargs.get("page_size"))
    if size is None or case.settings.get("iterator_type", 0) is not None:
        return False
    if piece.place == ("result",):
        return bool(piece.ours == piece.theirs[:size])
    sized = piece.place == ("query", 0, "limit") and piece.theirs is MISSING
    return sized and bool(piece.ours == [str(min(size, 100))])


@accepts
def listing_of_users(case: Case, piece: Piece) -> bool:
    """`users.get_users` returns an iterator, as the other listings do."""
    if case.call.target != "users.get_users":
        return False
    if piece.place == ("iterator",):
        return (piece.theirs, piece.ours) == (False, True)
    if piece.place[0] == "requests":
        return bool(case.theirs.get("result") == case.ours.get("result"))
    if piece.place[0] != "query" or piece.place[2] != "limit":
        return False
    size = _number(case.settings.get("page_size")) or 100
    most = _number(case.settings.get("item_limit")) or 100
    return piece.theirs is MISSING and bool(piece.ours == [str(min(size, most, 100))])


@accepts
def item_limit_of_one_page(case: Case, piece: Piece) -> bool:
    """With `iterator_type=None` an item_limit cuts the page."""
    if case.settings.get("iterator_type", 0) is not None or "item_limit" not in case.settings:
        return False
    limit = case.settings["item_limit"]
    if limit is None or isinstance(limit, dict):
        return False
    if piece.place == ("result",):
        return _begins_with(piece.theirs, piece.ours) and len(piece.ours) == limit
    return piece.place == ("requests",) and limit == 0


@accepts
def endless_listing(case: Case, piece: Piece) -> bool:
    """3.2.3 asked for the same page again and again where the offset was in `params`."""
    endless = "more requests than any call needs" in case.their_error.get("text", "")
    return endless and "offset" in case.settings and case.succeeded


@accepts
def pages_type(case: Case, piece: Piece) -> bool:
    """`iterator_type="pages"` is new."""
    unknown = "Unknown value" in case.their_error.get("text", "")
    return unknown and case.settings.get("iterator_type") == "pages" and case.succeeded


# -- queries


@accepts
def lists_in_queries(case: Case, piece: Piece) -> bool:
    """A list is one parameter with commas; 3.2.3 repeated the parameter."""
    if piece.place[0] != "query" or MISSING in (piece.theirs, piece.ours):
        return False
    return bool(len(piece.theirs) > 1 and piece.ours == [",".join(piece.theirs)])


@accepts
def booleans_in_lists(case: Case, piece: Piece) -> bool:
    """A boolean in a list is `true`, as one by itself."""
    if piece.place[0] != "query" or MISSING in (piece.theirs, piece.ours):
        return False
    words = {"True": "true", "False": "false"}
    joined = ",".join(words.get(value, value) for value in piece.theirs)
    return not words.keys().isdisjoint(piece.theirs) and bool(piece.ours == [joined])


EMPTY = ([], *({TAG: kind, "v": []} for kind in ("tuple", "set", "generator", "keys")))


@accepts
def empty_lists(case: Case, piece: Piece) -> bool:
    """An empty list in a query is an empty parameter; 3.2.3 left the parameter out."""
    if piece.place[0] != "query" or (piece.theirs, piece.ours) != (MISSING, [""]):
        return False
    return {**case.settings, **case.params}.get(piece.place[2]) in EMPTY


@accepts
def none_in_lists(case: Case, piece: Piece) -> bool:
    """A list in a query cannot hold None; 3.2.3 left it out."""
    nones = any(isinstance(each, list) and None in each for each in case.values())
    return case.refused and nones and "None" in case.our_error["text"]


@accepts
def enums(case: Case, piece: Piece) -> bool:
    """The member of an enum is its value in paths and queries; 3.2.3 could send its name."""
    if piece.place[0] not in ("path", "query") or not case.holds("launch", "number"):
        return False
    named = str(piece.theirs)
    for kind in (Launch, Number):
        for member in kind:
            named = named.replace(f"{kind.__name__}.{member.name}", str(member.value))
    return named == str(piece.ours) != str(piece.theirs)


@accepts
def mappings_in_queries(case: Case, piece: Piece) -> bool:
    """A query cannot hold a dictionary; 3.2.3 sent its keys."""
    given = {**case.settings, **case.params}
    filled = [each for each in given.values() if each and isinstance(each, dict | list)]
    nested = any(isinstance(each, dict) and TAG not in each for each in _within(filled))
    return case.refused and nested and "dictionary" in case.our_error["text"]


MOMENT = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d)")


@accepts
def times_in_queries(case: Case, piece: Piece) -> bool:
    """A time is written with a T between date and hour; 3.2.3 wrote a blank."""
    if piece.place[0] != "query" or not case.holds("datetime"):
        return False
    if MISSING in (piece.theirs, piece.ours):
        return False
    return bool(piece.ours == [MOMENT.sub(r"\1T\2", text) for text in piece.theirs])


@accepts
def parameters_of_deletes(case: Case, piece: Piece) -> bool:
    """What a DELETE is given goes out in its query; 3.2.3 dropped it."""
    return piece.place[0] == "query" and piece.theirs is MISSING and case.verb() == "DELETE"


PAGING = ("limit", "offset", "sync")


@accepts
def paging_of_writes(case: Case, piece: Piece) -> bool:
    """`limit`, `offset` and `sync` of a POST or PUT go out in its query; 3.2.3 dropped them."""
    if piece.place[0] != "query" or case.verb() not in ("POST", "PUT"):
        return False
    name = piece.place[2]
    if piece.theirs is not MISSING or name not in PAGING or name not in case.call.kwargs:
        return False
    value = case.call.kwargs[name]
    return bool(piece.ours == [str(_number(value) if name == "limit" else value)])


# -- bodies


UPLOAD = "attachments.create_attachment_for_task"


@accepts
def wrapped_bodies(case: Case, piece: Piece) -> bool:
    """A body that comes in its envelope is sent as it is; 3.2.3 put it in another one."""
    inner = case.params.get("data")
    if piece.place[0] != "body" or not isinstance(inner, dict):
        return False
    place = piece.place[2:]
    if place[:1] == ("options",):
        return True
    return place[:1] == ("data",) and (place[1:2] in (("data",), ("options",)) or place[1] in inner)


@accepts
def opt_names_in_bodies(case: Case, piece: Piece) -> bool:
    """`opt_fields` and the like are options in a body too; 3.2.3 made them fields of the data."""
    given = {**case.settings, **case.params}
    names = [name for name in ALIASES if name in given]
    if piece.place[0] != "body" or not names:
        return False
    place = piece.place[2:]
    if place[:1] == ("data",) and place[1:2] and place[1] in names:
        return piece.ours is MISSING
    moved = {ALIASES[name] for name in names}
    if place == ("options",):
        return piece.theirs is MISSING and set(piece.ours) <= moved
    return place[:1] == ("options",) and place[1] in moved


@accepts
def data_within_data(case: Case, piece: Piece) -> bool:
    """A body that cannot be unwrapped, but holds `data`, is refused."""
    return case.refused and '{"data"' in case.our_error["text"] and "data" in case.params


@accepts
def options_that_are_none(case: Case, piece: Piece) -> bool:
    """An option that is None is not set; 3.2.3 sent null in the options of a body."""
    if piece.place[0] != "body" or piece.place[2:3] != ("options",):
        return False
    sent = piece.theirs if isinstance(piece.theirs, dict) else {"": piece.theirs}
    return piece.ours is MISSING and set(sent.values()) == {None}


@accepts
def numbers_without_json(case: Case, piece: Piece) -> bool:
    """NaN and infinity are not JSON."""
    return case.refused and case.holds("float")


@accepts
def bodies_of_request(case: Case, piece: Piece) -> bool:
    """`request` sends every body as JSON in an envelope."""
    if case.call.target != "request" or case.verb() not in ("POST", "PUT", "PATCH"):
        return False
    if piece.place[0] == "type":
        return piece.theirs in ("", MISSING)
    if piece.place[0] != "body":
        return False
    theirs = case.theirs["requests"][0].get("body", {})
    ours = case.ours["requests"][0].get("body")
    return bool("data" not in theirs and ours == {"data": theirs})


@accepts
def bodies_of_reads(case: Case, piece: Piece) -> bool:
    """`request` refuses a body for a GET or a DELETE."""
    method = case.call.kwargs.get("method", *case.call.args[:1])
    given = case.call.target == "request" and bool(case.call.kwargs.get("data"))
    return given and method in ("get", "delete") and case.refused and _says(case, "has no body")


def _says(case: Case, words: str) -> bool:
    return words in case.our_error["text"]


# -- gids


FORBIDDEN = set("/?#%")


def _is_bad_gid(value: Any) -> bool:
    if isinstance(value, str):
        if value.startswith("external:"):
            return False
        odd = any(char in FORBIDDEN or char.isspace() or not char.isprintable() for char in value)
        return odd or value in ("", ".", "..")
    if isinstance(value, dict):
        return value.get(TAG) in (None, "bytes")
    return isinstance(value, bool | float | list) or value is None


@accepts
def bad_gids(case: Case, piece: Piece) -> bool:
    """What cannot be a gid is refused; 3.2.3 put it into the path."""
    ends = [*case.call.args[:1], *case.call.args[-1:]]
    odd = case.call.kind in ("odd gid", "upload") and any(map(_is_bad_gid, ends))
    return odd and case.refused and "gid" in case.our_error["text"]


@accepts
def numbers_as_gids(case: Case, piece: Piece) -> bool:
    """A number is a gid everywhere; 3.2.3 took strings only in the methods of today's names."""
    if not case.crashed or "replace() argument 2" not in case.their_error["text"]:
        return False
    gid = case.call.args[-1]
    if isinstance(gid, dict) and gid.get(TAG) in ("number", "intlike", "decimal"):
        gid = _number(gid)
    if not isinstance(gid, int) or isinstance(gid, bool):
        return False
    return case.succeeded and str(gid) in case.ours["requests"][0]["path"].split("/")


# -- answers

# Where an answer makes a difference, whatever was asked for.
AFTERWARDS = ("error", "items", "iterator", "notices", "requests", "result", "waits")


@accepts
def writes_after_5xx(case: Case, piece: Piece) -> bool:
    """A POST is not sent again after a 5xx."""
    unknown = case.our_error.get("class") == "asana.UnknownOutcomeError"
    if piece.place[0] not in AFTERWARDS:
        return False
    return unknown and case.verb() == "POST" and any(status >= 500 for status in case.statuses)


@accepts
def status_of_server_errors(case: Case, piece: Piece) -> bool:
    """The status of a ServerError is that of the response; 3.2.3 said 500."""
    if piece.place != ("error", "status") or piece.theirs != 500:
        return False
    return bool(piece.ours == case.our_error.get("response"))


@accepts
def longer_waits(case: Case, piece: Piece) -> bool:
    """A wait that Asana has not asked for is up to a tenth longer."""
    if piece.place != ("waits",) or len(piece.theirs) != len(piece.ours):
        return False
    return max(case.statuses) >= 500 and all(
        their <= our <= their * 1.1 for their, our in zip(piece.theirs, piece.ours, strict=True)
    )


@accepts
def waits_without_retry_after(case: Case, piece: Piece) -> bool:
    """A 429 without Retry-After is waited out; 3.2.3 raised KeyError."""
    unasked = "retry-after" in case.their_error.get("text", "") and 429 in case.statuses
    return unasked and piece.place[0] in AFTERWARDS


UNKNOWN_STATUSES = {409, 413, 422, 451}


@accepts
def statuses_unknown_to_it(case: Case, piece: Piece) -> bool:
    """An error status that 3.2.3 took for a success raises a subclass of AsanaError."""
    typed = "asana.AsanaError" in case.our_classes
    silent = case.crashed or not case.theirs.get("result")  # an audit log just ended
    known = silent and typed and piece.place[0] in AFTERWARDS
    return bool(known and UNKNOWN_STATUSES & set(case.statuses))


@accepts
def answers_without_sense(case: Case, piece: Piece) -> bool:
    """A success that does not hold `data` raises; one of a PUT or DELETE may be empty."""
    senseless = any(_is_senseless(case, answer) for answer in case.call.faults)
    if not senseless or piece.place[0] not in AFTERWARDS:
        return False
    empty = case.succeeded and case.verb() in ("PUT", "DELETE") and case.statuses == [204]
    typed = ("asana.InvalidResponseError", "asana.UnknownOutcomeError")
    return empty or case.our_error.get("class") in typed


def _is_senseless(case: Case, answer: dict[str, Any]) -> bool:
    if answer["status"] not in (200, 201, 204):
        return False
    body = answer.get("body")
    if not isinstance(body, dict) or "data" not in body:
        return True
    return "items" in case.call.serve and not isinstance(body["data"], list)


@accepts
def words_of_notices(case: Case, piece: Piece) -> bool:
    """The warning about an announced change has the same subject and other words."""
    if piece.place != ("notices",) or len(piece.theirs) != len(piece.ours):
        return False
    return all(
        their.split('"')[1] == our.split('"')[1]
        for their, our in zip(piece.theirs, piece.ours, strict=True)
    )


@accepts
def results_that_were_dropped(case: Case, piece: Piece) -> bool:
    """A few methods of 3.2.3 lacked their `return`."""
    forgotten = (
        "custom_fields.add_enum_option",
        "custom_fields.reorder_enum_option",
        "project_statuses.create",
    )
    return piece.place[0] == "result" and piece.theirs is None and case.call.target in forgotten


@accepts
def paths_without_a_slash(case: Case, piece: Piece) -> bool:
    """The path of a verb begins with a slash."""
    return case.refused and "begin with a slash" in case.our_error["text"]


@accepts
def uploads_without_a_name(case: Case, piece: Piece) -> bool:
    """An uploaded file has a name."""
    return case.refused and "not a file name" in case.our_error["text"] and case.call.args[2] == ""


@accepts
def folders_of_uploads(case: Case, piece: Piece) -> bool:
    """The name of an uploaded file is its last part, without folders."""
    if piece.place[0] != "body" or piece.place[-1] != "filename":
        return False
    return isinstance(piece.theirs, str) and bool(piece.theirs.rpartition("/")[2] == piece.ours)


@accepts
def files_sent_again(case: Case, piece: Piece) -> bool:
    """A file is sent again from its beginning; 3.2.3 sent nothing of it the second time."""
    again = piece.place[0] == "body" and piece.place[1] > 0 and piece.place[-1] == "content"
    return bool(
        again
        and piece.theirs == ""
        and piece.ours == case.ours["requests"][0]["body"][0]["content"]
    )


@accepts
def keywords_of_request(case: Case, piece: Piece) -> bool:
    """Keywords of `request` and of uploads go out; 3.2.3 dropped them if they were no options."""
    own = case.call.target in ("request", "attachments.create_on_task", UPLOAD)
    return own and piece.place[0] == "query" and piece.place[2] in case.call.kwargs


# -- what broke down


@accepts
def refused_by_both(case: Case, piece: Piece) -> bool:
    """What broke down in 3.2.3 raises ValueError or TypeError here, maybe another than there."""
    return case.crashed and case.refused


@accepts
def forms_without_a_body(case: Case, piece: Piece) -> bool:
    """The verbs of the client can be called without a dictionary."""
    missing = case.crashed and case.their_error["class"] == "TypeError"
    verbs = ("get", "get_collection", "post", "put", "delete")
    given = case.call.args[1:2]
    return missing and case.call.target in verbs and given == [None] and case.succeeded


@accepts
def names_of_arguments(case: Case, piece: Piece) -> bool:
    """The methods of events take their dictionary as `params` and as `query`."""
    unknown = case.crashed and "required positional argument" in case.their_error["text"]
    return unknown and {"params", "query"} & case.call.kwargs.keys() != set() and not case.refused


@accepts
def fields_named_as_arguments(case: Case, piece: Piece) -> bool:
    """A field can have the name of an argument: `project=` beside the project of the path."""
    return "multiple values for argument" in case.their_error.get("text", "") and case.succeeded


@accepts
def methods_in_capitals(case: Case, piece: Piece) -> bool:
    """`request` takes "GET" too."""
    capitals = case.call.args[:1] == ["GET"] or case.call.kwargs.get("method") == "GET"
    return case.crashed and capitals and case.succeeded


LISTS = ("set", "keys", "generator")


def _as_json(value: Any) -> Any:
    """Return what a body holds for a value that JSON has no form for."""
    return list(value["v"]) if value[TAG] in LISTS else value["v"]


@accepts
def bodies_of_more_types(case: Case, piece: Piece) -> bool:
    """A body can hold dates, times with a time zone, any iterable, and numbers like numpy's."""
    if "not JSON serializable" not in case.their_error.get("text", "") or not case.succeeded:
        return False
    tags = ("date", "datetime", "intlike", *LISTS)
    odd = [each for each in case.values() if isinstance(each, dict) and each.get(TAG) in tags]
    sent = list(_within(case.ours["requests"][0]["body"]))
    return all(_as_json(each) in sent for each in odd)


@accepts
def values_of_headers(case: Case, piece: Piece) -> bool:
    """A header may hold a number or a list."""
    return "must be of type str or bytes" in case.their_error.get("text", "") and case.succeeded


@accepts
def missing_options(case: Case, piece: Piece) -> bool:
    """An option that was deleted has its default."""
    deleted = bool(case.call.without) and case.their_error.get("class") == "KeyError"
    return deleted and case.succeeded


# -- the rest


@accepts
def unknown_names_in_constructors(case: Case, piece: Piece) -> bool:
    """A constructor refuses an option that it does not know."""
    refused = case.our_error.get("at") == "constructor"
    return refused and "has no option" in case.our_error["text"]


@accepts
def options_checked_early(case: Case, piece: Piece) -> bool:
    """A constructor refuses the value of an option, which 3.2.3 raised for in the call."""
    early = case.our_error.get("at") == "constructor" and bool(case.call.make)
    unused = "page_size must be a whole number" in case.our_error.get("text", "")
    raised = case.our_error.get("class") in ("ValueError", "TypeError")
    return early and raised and (case.crashed or unused)


@accepts
def data_of_deletes(case: Case, piece: Piece) -> bool:
    """What a DELETE is given is a dictionary."""
    wrong = case.refused and "must be a dictionary" in case.our_error["text"]
    return wrong and case.call.target == "delete"


@accepts
def tokens_as_bytes(case: Case, piece: Piece) -> bool:
    """A token may be bytes; 3.2.3 sent their repr."""
    made = case.call.make[1:2]
    odd = made == [[{TAG: "bytes", "v": "T"}]]
    return odd and piece.place[0] == "headers" and piece.ours == "Bearer T"


@accepts
def white_space_around_tokens(case: Case, piece: Piece) -> bool:
    """White space around a token, such as a file's last new line, is removed."""
    made = case.call.make[1:2] == [[" T\n"]]
    return made and (case.crashed or piece.place[0] == "headers") and case.succeeded


@accepts
def calls_without_a_token(case: Case, piece: Piece) -> bool:
    """A client without its token raises NoAuthorizationError and sends nothing."""
    unsent = not case.ours.get("requests") and case.our_error.get("at") == "call"
    return bool(case.call.make) and "asana.NoAuthorizationError" in case.our_classes and unsent


@accepts
def options_of_events(case: Case, piece: Piece) -> bool:
    """The methods of events send their options; 3.2.3 dropped them."""
    own = case.call.target in ("events.get", "events.get_next", "events.get_iterator")
    return own and piece.place[0] == "query" and piece.theirs is MISSING


@accepts
def item_limit_of_events(case: Case, piece: Piece) -> bool:
    """An iterator of events ends at its item_limit; 3.2.3 could go past it."""
    own = case.call.target == "events.get_iterator" and "item_limit" in case.settings
    if piece.place[0] not in ("requests", "waits", "error", "items", "result"):
        return False
    return own and case.succeeded and len(case.ours["result"]) == case.settings["item_limit"]


@accepts
def dictionaries_of_the_caller(case: Case, piece: Piece) -> bool:
    """The dictionaries that a call is given are not changed."""
    return piece.place == ("written",) and not piece.ours


@accepts
def queries_of_overridden_get(case: Case, piece: Piece) -> bool:
    """For a listing, an overridden `get` has keywords and the page in its query."""
    if case.call.overridden != "get" or piece.place != ("seen",) or "items" not in case.call.serve:
        return False
    added = {"limit", "offset", *case.call.kwargs}
    return len(piece.theirs) == len(piece.ours) and all(
        [*their[:2], their[3]] == [*our[:2], our[3]]
        and our[2].items() >= their[2].items()
        and our[2].keys() - their[2].keys() <= added
        for their, our in zip(piece.theirs, piece.ours, strict=True)
    )


@accepts
def headers_among_options(case: Case, piece: Piece) -> bool:
    """The option `headers` of a client holds for POST and PUT too."""
    where = {**case.call.defaults, **case.call.options, **(case.call.make or [0, 0, {}])[2]}
    given = {name.lower() for name in where.get("headers") or {}}
    return piece.place[0] == "headers" and piece.place[2] in given and piece.theirs is MISSING


@accepts
def content_type_of_the_client(case: Case, piece: Piece) -> bool:
    """A content type among a client's headers holds for JSON bodies, and not for uploads."""
    own = "content-type" in {name.lower() for name in case.call.headers}
    given = own or any("content-type" in str(value).lower() for value in case.settings.values())
    if piece.place[0] == "headers":
        return given and piece.place[2] == "content-type"
    upload = case.call.target == "attachments.create_on_task"
    return given and upload and piece.place[0] in ("type", "body")


@accepts
def types_of_uploads(case: Case, piece: Piece) -> bool:
    """The type of an uploaded file is taken from its name, if the call does not give it."""
    part = piece.place[0] == "body" and piece.place[-1] == "type"
    return part and piece.theirs is MISSING and isinstance(piece.ours, str)
