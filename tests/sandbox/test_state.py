from datetime import datetime, timedelta, timezone

from asana.sandbox.data.demo import populate
from asana.sandbox.records.store import FIRST_GID, Change, Store


def test_gids_count_up_from_the_first() -> None:
    store = Store()
    gids = [store.create("tag", name=name).gid for name in "ab"]
    assert gids == [str(FIRST_GID), str(FIRST_GID + 1)]
    assert store.find(gids[1]) is store.get("tag", gids[1])


def test_every_change_is_told_with_old_and_new_values() -> None:
    store = Store()
    changes: list[Change] = []
    store.listeners.append(changes.append)
    tag = store.create("tag", name="a")
    store.change(tag, name="b", notes="")
    store.change(tag, name="b")
    store.delete(tag)
    assert [change.action for change in changes] == ["added", "changed", "deleted"]
    assert changes[1].fields == {"name": ("a", "b")}
    assert store.find(tag.gid) is None
    assert store.all("tag") == []


def test_defaults_are_not_shared() -> None:
    store = Store()
    first, second = store.create("tag"), store.create("tag")
    first["followers"].append(first)
    assert second["followers"] == []


def test_the_clock_can_stand_still() -> None:
    store = Store()
    moment = datetime(2020, 2, 3, 4, 5, 6, 7890, tzinfo=timezone(timedelta(hours=1)))
    with store.at(moment):
        assert store.create("tag")["created_at"] == "2020-02-03T03:05:06.007Z"
    assert abs(store.now() - datetime.now(timezone.utc)) < timedelta(minutes=1)


def test_records_say_what_they_are() -> None:
    store = Store()
    assert repr(store.create("tag", name="a")) == f"<tag {FIRST_GID} 'a'>"


def test_the_demo_is_worth_looking_at() -> None:
    store = Store()
    user = populate(store)
    assert user["email"] == "maya@example.com"
    tasks = store.all("task")
    assert len(tasks) >= 40
    assert len(store.all("project")) == 3
    assert len(store.all("user")) == 4
    for wanted in ("assignee", "due_on", "parent", "tags", "dependencies", "completed"):
        assert any(task[wanted] for task in tasks), wanted
        assert not all(task[wanted] for task in tasks), wanted
    assert any(story["type"] == "comment" for story in store.all("story"))
    assert all(task["created_at"] <= store.timestamp() for task in tasks)


def test_the_demo_is_fictional() -> None:
    store = Store()
    populate(store)
    assert all(user["email"].endswith("example.com") for user in store.all("user"))
