"""How the outcomes of writes are determined: which record belongs to which write."""

from collections.abc import Iterator
from typing import Any

import pytest

from asana._importing import settle as settling
from asana._importing.journal import Journal, Kept, Write
from asana._importing.settle import settle, settle_by_hand
from asana.error import ForbiddenError, NotFoundError

AMBIGUOUS = (
    "it is unknown whether it was created: there {} that may be the result: {}; delete what should "
    "not exist, or pass the outcome to importer.settle(), then run the import again"
)


class Listed:
    """Tags or sections by name."""

    def __init__(self, found: dict[str, Any]) -> None:
        self.found, self.refreshed = found, 0

    def refresh(self) -> None:
        self.refreshed += 1
        if isinstance(self.found, Exception):
            raise self.found

    def find(self, name: str) -> str | None:
        found = self.found.get(name)
        if isinstance(found, Exception):
            raise found
        return found


class World:
    """A project, and a client that lists records; the listings are recorded."""

    def __init__(self, records: Any = (), tags: Any = None) -> None:
        self.records = records
        self.tags = self.sections = Listed(tags)
        self.listed: list[Any] = []
        self.journal = Journal(None, "1")
        self.journal.begin("5", ["100"])
        self.journal.clock = lambda: 1000.0

    def recent(self, began: float, fields: Any) -> Any:
        self.listed.append((began, list(fields)))
        return self._found()

    def get_collection(self, path: Any, query: Any, **options: Any) -> Any:
        self.listed.append((str(path), query, options["fields"]))
        return self._found()

    def _found(self) -> Any:
        if isinstance(self.records, Exception):
            raise self.records
        return iter(self.records)

    def settle(self, *writes: Write) -> dict[str, Any]:
        """Return the gid, the reason, or the state of each write."""
        for each in writes:
            self.journal.intend(each)
        opened = self.journal.open_writes()
        world: Any = self
        done = [each.id for each in settle(world, world, self.journal, opened)]
        found: dict[str, Any] = {}
        for each in writes:
            kept = self.journal.writes.get(each.id)
            found[each.id] = kept and (kept.gid or kept.reason or kept.state)
        assert sorted(done) == sorted(id for id in found if self.journal.is_done(id))
        return found


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    yield made
    made.journal.close()


def task(id: str, **body: Any) -> Write:
    sent = {"body": {"name": "A", **body}, "fields": {"name": id}, "parts": {"ids": [id]}}
    return Write(id, "task", id, sent)


def comment(id: str, text: str = "x", on: str = "1") -> Write:
    return Write(id, "comment", id, {"task": on, "text": text})


def file(id: str, name: str = "f", size: int = 1, on: str = "1") -> Write:
    return Write(id, "attachment", id, {"task": on, "name": name, "size": size})


def record(gid: str, **fields: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {
        "assignee": None,
        "completed": False,
        "due_on": None,
        "start_on": None,
        "notes": "",
        "custom_fields": [],
    }
    return {"gid": gid, "name": "a", "created_by": {"gid": "5"}, **empty, **fields}


def story(gid: str, text: str = "x", **fields: Any) -> dict[str, Any]:
    return {"gid": gid, "type": "comment", "text": text, **fields}


def upload(gid: str, name: str = "f", size: int | None = 1) -> dict[str, Any]:
    return {"gid": gid, "name": name, "size": size}


def unclear(*gids: str) -> str:
    count = "is one record" if len(gids) == 1 else f"are {len(gids)} records"
    return AMBIGUOUS.format(count, ", ".join(gids))


ASSIGNED: list[tuple[list[Write], list[dict[str, Any]], list[Any]]] = [
    ([task("t")], [], [None]),
    ([task("t")], [record("7")], ["7"]),
    ([task("t")], [record("7"), record("7")], ["7"]),
    ([task("t")], [record("7"), record("8")], [unclear("7", "8")]),
    ([task("t"), task("u")], [record("7")], ["7", None]),
    ([task("t"), task("u")], [record("7"), record("8")], ["7", "8"]),
    ([task("t"), task("u")], [record(gid) for gid in "789"], [unclear(*"789")] * 2),
    ([task("t", name="B")], [record("7")], [None]),
    ([task("t"), task("u", name="B")], [record("7"), record("8", name="b ")], ["7", "8"]),
    # Another content
    ([task("t", notes="n")], [record("7")], [unclear("7")]),
    ([task("t", notes="n")], [record("7"), record("8", notes="n")], ["8"]),
    ([task("t", notes="n"), task("u", notes="n")], [record("7"), record("8", notes="n")],
     [unclear("8", "7")] * 2),
    ([task("t", notes="n"), task("u", notes="m")], [record("8", notes="m"), record("7", notes="n")],
     ["7", "8"]),
    ([task("t", notes="n"), task("u", notes="m")], [record("7", notes="n")], ["7", None]),
    ([task("t", notes="n"), task("u", notes="m")], [record("7", notes="o")], [unclear("7")] * 2),
    # A task with additions, if no other write has them
    ([task("t")], [record("7", notes="added")], ["7"]),
    ([task("t"), task("u", notes="n")], [record("7", notes="n")], [None, "7"]),
    ([task("t"), task("u", notes="n")], [record("7", notes="n"), record("8")], ["8", "7"]),
    ([task("t"), task("u", completed=True)], [record("7", completed=True, notes="added")],
     [unclear("7")] * 2),
    # Who has created it
    ([task("t")], [record("7", created_by={"gid": "6"})], [None]),
    ([task("t")], [record("7", created_by=None)], ["7"]),
    ([task("t")], [record("100")], [None]),
    # Comments
    ([comment("t")], [], [None]),
    ([comment("t")], [story("7")], ["7"]),
    ([comment("t")], [story("7", type="system")], [None]),
    ([comment("t")], [story("7", "y")], [unclear("7")]),
    ([comment("t"), comment("u", "y")], [story("7", "y"), story("8")], ["8", "7"]),
    ([comment("t"), comment("u", "y")], [story("7", "y")], [None, "7"]),
    ([comment("t"), comment("u")], [story("7"), story("8", "y")], [unclear("7", "8")] * 2),
    ([comment("t"), comment("u")], [story("7"), story("8")], ["7", "8"]),
    # Files
    ([file("t")], [upload("7")], ["7"]),
    ([file("t")], [upload("7", size=2)], [unclear("7")]),
    ([file("t"), file("u", size=2)], [upload("7", size=2), upload("8")], ["8", "7"]),
    ([file("t"), file("u", size=2)], [upload("7", size=None)], [unclear("7")] * 2),
    ([file("t"), file("u", name="g")], [upload("7", "g")], [None, "7"]),
]  # fmt: skip


@pytest.mark.parametrize(("writes", "records", "expected"), ASSIGNED, ids=repr)
def test_records_belong_to_writes(
    world: World, writes: list[Write], records: Any, expected: list[Any]
) -> None:
    world.records = records
    assert [*world.settle(*writes).values()] == expected
    for write, gid in zip(writes, expected, strict=True):
        kept = world.journal.rows.get(write.key)
        if write.kind == "task" and gid and gid.isdigit():
            assert kept == Kept(gid, {"name": write.id}, {"ids": [write.id]}, False)
        else:
            assert kept is None


def test_an_object_belongs_to_one_write(world: World) -> None:
    world.records = [record("7")]
    assert world.settle(task("t")) == {"t": "7"}
    assert world.settle(task("u")) == {"u": None}
    world.records = [record("7"), record("8")]
    assert world.settle(task("v")) == {"v": "8"}


@pytest.mark.parametrize(
    ("write", "listed"),
    [
        (comment("t", on="9"), ("/tasks/9/stories", {}, "COMMENT")),
        (file("t", on="9"), ("/attachments", {"parent": "9"}, "FILE")),
    ],
)
@pytest.mark.parametrize(
    ("failure", "outcome"), [(NotFoundError(), None), (ForbiddenError(), "intent")]
)
def test_what_cannot_be_listed(
    world: World, write: Write, listed: Any, failure: Exception, outcome: Any
) -> None:
    """A task that was deleted has no parts; otherwise the outcome stays unknown."""
    world.records = failure
    assert world.settle(write) == {"t": outcome}
    path, query, fields = listed
    assert world.listed == [(path, query, list(getattr(settling, fields)))]


@pytest.mark.parametrize("failure", [NotFoundError(), ForbiddenError()])
def test_tasks_that_cannot_be_listed(world: World, failure: Exception) -> None:
    world.records = failure
    expected = None if isinstance(failure, NotFoundError) else "intent"
    assert world.settle(task("t")) == {"t": expected}


def below(parent: str, id: str, **body: Any) -> Write:
    return task(id, parent=parent, **body)


@pytest.mark.parametrize(
    ("writes", "found", "expected"),
    [
        ([below("1", "t")], {"1": []}, {"t": None}),
        ([below("1", "t")], {"1": [record("7")]}, {"t": "7"}),
        ([below("1", "t")], {"1": [record("7", name="B")]}, {"t": None}),
        ([below("1", "t")], {"1": [record("7", created_by={"gid": "6"})]}, {"t": None}),
        (
            [below("1", "t"), below("2", "u"), below("2", "v", notes="n"), below("1", "w")],
            {"1": [record("7")], "2": [record("8"), record("9", notes="n")]},
            {"t": "7", "u": "8", "v": "9", "w": None},
        ),
        (
            [below("1", "t"), below("2", "u")],
            {"1": [], "2": [record("8"), record("9")]},
            {"t": None, "u": unclear("8", "9")},
        ),
        ([below("1", "t")], ForbiddenError(), {"t": "intent"}),
    ],
)
@pytest.mark.parametrize("top", [False, True])
def test_subtasks_are_looked_up_below_their_parents(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    writes: list[Write],
    found: Any,
    expected: dict[str, Any],
    top: bool,
) -> None:
    asked: list[Any] = []

    def subtasks_of(client: Any, gids: list[str], options: Any) -> Any:
        asked.append((client, gids, options["fields"], options["item_limit"]))
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setattr(settling, "subtasks_of", subtasks_of)
    world.records = [record("20")]
    also = [task("top")] if top else []
    assert world.settle(*writes, *also) == {**expected, **({"top": "20"} if top else {})}
    parents = list(dict.fromkeys(each.sent["body"]["parent"] for each in writes))
    assert asked == [(world, parents, list(settling.TASK), None)]
    assert len(world.listed) == top


def test_the_tasks_since_the_first_write_are_listed(world: World) -> None:
    for now, write in ((30.0, task("t")), (10.0, task("u")), (20.0, task("v"))):
        world.journal.clock = lambda now=now: now  # type: ignore[misc]
        world.journal.intend(write)
    world.records = []
    world.settle()
    [(began, fields)] = world.listed
    assert began == 10.0
    assert fields == [
        *("name", "created_at", "created_by.gid", "resource_subtype", "assignee.gid"),
        *("completed", "due_on", "due_at", "start_on", "start_at", "notes", "html_notes"),
        *("parent.gid", "memberships.section.gid", "tags.gid", "custom_fields"),
    ]
    assert world.journal.open_writes() == []


def test_each_task_is_listed_once(world: World) -> None:
    world.records = []
    world.settle(comment("t"), comment("u", on="2"), comment("v"), file("w"), file("x", on="3"))
    assert [each[:2] for each in world.listed] == [
        ("/tasks/1/stories", {}),
        ("/tasks/2/stories", {}),
        ("/attachments", {"parent": "1"}),
        ("/attachments", {"parent": "3"}),
    ]


@pytest.mark.parametrize("kind", ["tag", "section"])
@pytest.mark.parametrize(
    ("found", "expected", "refreshed"),
    [
        ({"n": "7"}, ["7", None], 1),
        ({"m": "8"}, [None, "8"], 1),
        ({"n": LookupError("two"), "m": "8"}, ["two", "8"], 1),
        (ForbiddenError(), ["intent", "intent"], 1),
    ],
)
def test_names_are_looked_up(
    world: World, kind: str, found: Any, expected: list[Any], refreshed: int
) -> None:
    world.tags = world.sections = Listed(found)
    writes = [Write(f"{kind}:{name}", kind, name, {"name": name}) for name in "nm"]
    assert [*world.settle(*writes).values()] == expected
    assert world.tags.refreshed == refreshed


def test_writes_that_can_be_repeated_are_forgotten(world: World) -> None:
    kinds = ("dependencies", "place", "update")
    writes = [Write(f"{kind}:{number}", kind, "k", {}) for kind in kinds for number in range(2)]
    assert world.settle(*writes) == dict.fromkeys(each.id for each in writes)
    assert world.listed == []


def test_the_user_gives_the_outcome_of_all_writes_of_a_row(world: World) -> None:
    journal = world.journal
    other = comment("other")
    for write in (task("t"), Write("c", "comment", "t", {"task": "1", "text": "x"}), other):
        journal.intend(write)
    with pytest.raises(LookupError) as raised:
        settle_by_hand(journal, "nothing", "7")
    assert str(raised.value) == "nothing about the row 'nothing' is unsettled"
    with pytest.raises(ValueError, match="gid"):
        settle_by_hand(journal, "t", "a/b")
    settle_by_hand(journal, "t", "7")
    assert (journal.gid("t"), journal.gid("c"), journal.rows["t"].gid) == ("7", "7", "7")
    assert journal.rows["t"] == Kept("7", {"name": "t"}, {"ids": ["t"]}, False)
    assert [each.id for each in journal.open_writes()] == ["other"]
    settle_by_hand(journal, "other", None)
    assert journal.open_writes() == []
    assert "other" not in journal.writes
    with pytest.raises(LookupError):
        settle_by_hand(journal, "t", None)
