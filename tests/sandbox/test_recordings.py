"""Recordings of Asana, replayed against the sandbox."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from asana.sandbox.web.server import Sandbox
from tests.sandbox.conftest import Api, Clock
from tests.sandbox.recordings import ABSENT, RECORDINGS, Recording, Step


class Replay:
    """Sends recordings to one sandbox, with the gids of its objects."""

    def __init__(self, api: Api, plan: str) -> None:
        self.api = api
        self.known: dict[str, Any] = {}
        self.fill()
        if plan == "paid":
            self.fill_fields()

    def fill(self) -> None:
        api, known = self.api, self.known
        known["organization"], known["personal"] = (w["gid"] for w in api.get("/workspaces"))
        home = {"workspace": known["organization"]}
        for name in ("Project", "Empty"):
            known[name.lower()] = api.post("/projects", name=name, **home)["gid"]
        known["task"] = api.post("/tasks", name="Inside", projects=[known["project"]])["gid"]
        known["homeless"] = api.post("/tasks", name="Outside", assignee="me", **home)["gid"]
        known["gone"] = api.post("/tasks", name="Gone", **home)["gid"]
        api.delete(f"/tasks/{known['gone']}")
        section = api.post(f"/projects/{known['empty']}/sections", name="Section")["gid"]
        known["section"] = section
        known["in_section"] = {"project": known["empty"], "section": section}
        known["team"] = api.get(f"/workspaces/{known['organization']}/teams")[0]["gid"]
        file = {"file": ("a.txt", b"text")}
        reply = api.call("POST", f"/tasks/{known['task']}/attachments", files=file)
        known["attachment"] = reply.json()["data"]["gid"]

    def fill_fields(self) -> None:
        api, known = self.api, self.known
        for kind, more in (
            ("enum", {"enum_options": [{"name": "Low"}]}),
            ("date", {}),
            ("text", {}),
        ):
            made = api.post(
                "/custom_fields",
                name=f"A {kind}",
                workspace=known["organization"],
                resource_subtype=kind,
                **more,
            )
            known[f"{kind}_field"] = made["gid"]
            api.post(
                f"/projects/{known['project']}/addCustomFieldSetting",
                custom_field=made["gid"],
                insert_before=None,
            )
            if kind == "enum":
                value = made["enum_options"][0]["gid"]
                api.put(f"/tasks/{known['task']}", custom_fields={made["gid"]: value})
        text = {known["text_field"]: "A & B"}
        api.put(f"/tasks/{known['task']}", custom_fields=text)

    def fit(self, value: Any) -> Any:
        """Return a value with gids in place of their names in braces."""
        if isinstance(value, dict):
            return {self.fit(key): self.fit(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self.fit(each) for each in value]
        if not isinstance(value, str):
            return value
        if value[1:-1] in self.known and value == f"{{{value[1:-1]}}}":
            return self.known[value[1:-1]]
        return re.sub(r"\{(\w+)\}", lambda found: str(self.known[found[1]]), value)

    def send(self, request: Step | Recording) -> requests.Response:
        how = self.fit(request.how) if isinstance(request, Recording) else {}
        sent = self.fit(request.sent)
        if sent is not None:
            how = {"params": sent} if request.method == "GET" else {"json": {"data": sent}}
        return self.api.call(request.method, self.fit(request.path), **how)

    def prepare(self, step: Step) -> None:
        body = self.send(step).json()
        for name, place in step.keep.items():
            self.known[name] = at(body, place) if place in body else at(body["data"], place)


def at(body: Any, place: str) -> Any:
    """Return the value at a place of a body, such as `data.0.name`; ABSENT if there is none."""
    for name in place.split("."):
        try:
            body = body[int(name)] if isinstance(body, list) else body[name]
        except (KeyError, IndexError, TypeError):
            return ABSENT
    return body


def check(place: str, found: Any, expected: Any) -> None:
    if isinstance(expected, re.Pattern):
        assert isinstance(found, str), place
        assert expected.fullmatch(found), (place, found)
    else:
        assert found is expected if expected is ABSENT else found == expected, (place, found)


def replayed(plan: str) -> pytest.MarkDecorator:
    found = [recording for recording in RECORDINGS if recording.plan == plan]
    return pytest.mark.parametrize("recording", found, ids=str)


def compare(replay: Replay, recording: Recording) -> None:
    for step in recording.first:
        replay.prepare(step)
    reply = replay.send(recording)
    assert reply.status_code == recording.status, reply.text
    for name, expected in recording.headers.items():
        check(name, reply.headers.get(name, ABSENT), expected)
    body = reply.json()
    if recording.keys:
        assert set(body["data"]) == set(recording.keys.split())
    for place, expected in recording.facts.items():
        check(place, at(body, place), replay.fit(expected))


@pytest.fixture(scope="module")
def paid() -> Iterator[Replay]:
    yield from running("paid")


@pytest.fixture(scope="module")
def free() -> Iterator[Replay]:
    yield from running("free")


def running(plan: str) -> Iterator[Replay]:
    with Sandbox(plan=plan, clock=Clock()) as sandbox, requests.Session() as session:
        yield Replay(Api(sandbox.base_url, sandbox.access_token, session), plan)


@replayed("paid")
def test_the_paid_plan_answers_as_recorded(paid: Replay, recording: Recording) -> None:
    compare(paid, recording)


@replayed("free")
def test_the_free_plan_answers_as_recorded(free: Replay, recording: Recording) -> None:
    compare(free, recording)


def test_there_are_enough_recordings_and_each_is_dated() -> None:
    assert len(RECORDINGS) >= 40
    for recording in RECORDINGS:
        assert re.fullmatch(r"20\d\d(-\d\d|/20\d\d)?", recording.when), recording
        assert recording.facts or recording.keys or recording.headers or recording.plan == "free"
