"""Feeds and mirrors with gids that are not strings."""

import enum
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import asana
from asana.feed import FileTokens
from asana.mirror import SqliteTasks
from tests.faults import reply
from tests.old_code.test_gids import Int64
from tests.old_code.work import Connect, targets

EVENT = reply(200, b'{"data": [{"n": 1}], "sync": "S2"}')
LATER = reply(200, b'{"data": [{"n": 2}], "sync": "S3"}')


class Projects(enum.Enum):
    LAUNCH = "12"


GIDS: list[Any] = [12, Int64(12), Decimal(12), Projects.LAUNCH, "12"]

every_gid = pytest.mark.parametrize("gid", GIDS, ids=lambda gid: type(gid).__name__)


@every_gid
def test_a_feed_goes_on_where_an_earlier_one_was(
    connect: Connect, tmp_path: Path, gid: Any
) -> None:
    tokens = tmp_path / "tokens.json"
    tokens.write_text('{"12": "S1"}', encoding="utf-8")
    client, server = connect(EVENT, LATER)
    for number in (1, 2):
        feed = client.events.feed(gid, tokens)
        assert next(feed) == {"n": number}
        feed.commit()
    assert json.loads(tokens.read_text(encoding="utf-8")) == {"12": "S3"}
    assert targets(server) == [
        "/events?resource=12&sync=S1",
        "/events?resource=12&sync=S2",
    ]


@every_gid
def test_a_feed_keeps_its_place_under_the_text_of_a_gid(connect: Connect, gid: Any) -> None:
    client, _ = connect(EVENT)
    store = {"12": "S1"}
    feed = client.events.feed(gid, store)
    next(feed)
    feed.commit()
    assert store == {"12": "S2"}


@pytest.mark.parametrize("kind", [str, int, Int64, Decimal])
@pytest.mark.parametrize("persistent", [False, True])
def test_a_mirror_keeps_a_task_that_has_changed(
    asana_client: asana.Client, tmp_path: Path, kind: Any, persistent: bool
) -> None:
    workspace = next(iter(asana_client.workspaces.get_workspaces()))["gid"]
    project = asana_client.projects.create_project(name="x", workspace=workspace)["gid"]
    gids = [
        asana_client.tasks.create_task(name=str(number), projects=[project])["gid"]
        for number in range(3)
    ]
    gid: Any = kind(int(project)) if kind is Int64 else kind(project)
    store: Any = tmp_path / "tasks.sqlite" if persistent else {}
    mirror = asana_client.events.mirror(gid, store)
    mirror.update()
    assert set(mirror.tasks) == set(gids)
    asana_client.tasks.update_task(gids[0], name="changed")
    mirror.update()
    assert set(mirror.tasks) == set(gids)
    assert mirror.tasks[gids[0]]["name"] == "changed"


@every_gid
def test_a_dictionary_may_have_the_gid_as_a_number(connect: Connect, gid: Any) -> None:
    client, server = connect(EVENT)
    store: Any = {12: "S1"}
    next(client.events.feed(gid, store))
    assert targets(server) == ["/events?resource=12&sync=S1"]


@pytest.mark.parametrize("gid", [None, True, 1.5, b"12", {"gid": "12"}, ["12"]])
def test_what_is_no_gid_has_no_feed(connect: Connect, gid: Any) -> None:
    client, _ = connect(EVENT)
    for make in (client.events.feed, client.events.mirror):
        with pytest.raises(TypeError):
            make(gid, {})


@pytest.mark.parametrize("gid", [12, Int64(12), Decimal(12)])
def test_a_store_has_the_text_of_a_gid(tmp_path: Path, gid: Any) -> None:
    path = tmp_path / "tokens.json"
    tokens = FileTokens(path)
    for number in (gid, "12"):
        tokens.save(number, "S1")
        assert tokens.load(number) == "S1"
    assert path.read_text(encoding="utf-8") == '{"12": "S1"}'
    tasks: Any = SqliteTasks(tmp_path / "tasks.sqlite", gid)
    tasks["1"] = {"gid": "1"}
    assert SqliteTasks(tmp_path / "tasks.sqlite", "12")["1"] == {"gid": "1"}


@pytest.mark.parametrize("how", ["opt_fields", "client"])
def test_fields_of_tasks_are_not_fields_of_events(asana_client: asana.Client, how: str) -> None:
    workspace = next(iter(asana_client.workspaces.get_workspaces()))["gid"]
    project = asana_client.projects.create_project(name="x", workspace=workspace)["gid"]
    task = asana_client.tasks.create_task(name="a", projects=[project])["gid"]
    if how == "client":
        asana_client.options["fields"] = ["name"]
    given: dict[str, Any] = {}
    if how == "opt_fields":
        given["opt_fields"] = (name for name in ["name"])
    mirror = asana_client.events.mirror(project, {}, **given)
    mirror.update()
    asana_client.tasks.update_task(task, name="changed")
    assert mirror.update().changes
    assert mirror.tasks[task]["name"] == "changed"
    if how == "opt_fields":
        assert mirror.tasks[task].keys() == {"gid", "name", "projects"}


@pytest.mark.parametrize("given", [[], "", None])
def test_a_mirror_may_keep_no_fields_and_refuses_none(connect: Connect, given: Any) -> None:
    client, _ = connect(EVENT)
    fields: Any = given
    if given is None:
        with pytest.raises(TypeError):
            client.events.mirror("12", {}, fields=fields)
    else:
        assert client.events.mirror("12", {}, fields=fields)._options["fields"] == ["projects"]


@pytest.mark.parametrize(
    "fields", ["name,due_on", "name, due_on", ["name", "due_on"], ("name", "due_on")]
)
def test_a_mirror_takes_its_fields_in_any_form(asana_client: asana.Client, fields: Any) -> None:
    workspace = next(iter(asana_client.workspaces.get_workspaces()))["gid"]
    project = asana_client.projects.create_project(name="x", workspace=workspace)["gid"]
    task = asana_client.tasks.create_task(name="a", projects=[project])["gid"]
    mirror = asana_client.events.mirror(project, {}, fields=fields)
    mirror.update()
    assert mirror.tasks[task]["name"] == "a"
