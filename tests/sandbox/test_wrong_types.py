"""Every operation with a body responds to any body, and a rejected one changes nothing."""

import json
import random
import re
from typing import Any, cast

import pytest

from asana.sandbox.api import fields
from asana.sandbox.api.call import Call, LiveCall, Row
from asana.sandbox.api.messages import Body, Message
from asana.sandbox.api.operations import OPERATIONS
from asana.sandbox.data.beginning import Beginning
from asana.sandbox.data.history import perform
from asana.sandbox.records import values
from asana.sandbox.records.record import Record
from asana.sandbox.records.schema.table import TYPES
from asana.sandbox.web.server import Sandbox
from tests.sandbox.conftest import Clock

ROUNDS = 50  # bodies for each operation
# Operations for which no body succeeds here: they require records in a certain state.
UNREACHED = (
    *("/webhooks", "/access_requests", "/portfolios/{portfolio_gid}/removeCustomFieldSetting"),
    *("/goals/{goal_gid}/removeCustomFieldSetting", "/goals/{goal_gid}/removeSupportingWork"),
    "/goals/{goal_gid}/addSubgoal",
)
NESTED: Any = "deep"
for _ in range(60):
    NESTED = [NESTED]
WORDS = (
    *("", " ", "x", "me", "null", "true", "-1", "10", "x" * 5000, "<body>rich</body>", "<body>"),
    *("2026-02-30", "2026-03-09", "2026-03-15", "2026-03-09T10:00:00Z", "tom@example.com", "a@"),
    *("a\0b", "a\x0bb", "a\x1fb", "\ud800", "a\uffffb", "😀", "external:1", "1" * 40, "hours"),
    *("admin", "editor", "project", "task", "day", "task_subtasks,notes", "http://127.0.0.1:1/"),
)
NUMBERS = (0, 1, -1, 1.5, 10**400, -(10**400), float("nan"), float("inf"), 2**53, True, False)
SHAPES: tuple[Any, ...] = (
    *(None, [], {}, [[]], [{}], [None], [1], {"gid": 1}, {"name": {}}, NESTED, {"a\0": "\ud800"}),
    *([{"name": "x"}, 5], [{"gid": None, "value": []}], {"date": 10**400}, {"date_time": []}),
)
# Values that suit a name or a parser.
GIVEN: dict[str, Any] = {
    **{"resource_subtype": "number", "type": "number", "actions": [{"method": "GET"}]},
    **{"start_date": "2026-03-09", "end_date": "2026-03-15"},
    **{"duration_minutes": 5, "action_data": {}, "name": "A name", "rate": 5},
    "enum_options": [{"name": "Option"}],
    "export_request_parameters": [{"resource_type": "task"}],
}
# The types of the records in fields that no table has.
KINDS = {
    **{"members": "user", "member": "user", "item": "project", "subgoal": "goal"},
    **{"before_section": "section", "after_section": "section", "dependencies": "task"},
    **{"before_enum_option": "enum_option", "after_enum_option": "enum_option"},
    **{"supporting_work": "project", "dependents": "task", "target": "project"},
}
PARSED: tuple[tuple[Any, Any], ...] = (
    *((values.boolean, True), (values.number, 5), (values.day, "2026-03-09"), (values.mapping, {})),
    *((values.rich_text, "<body>Text</body>"), (values.array, [])),
)
CHANGING = [row for row in OPERATIONS if row.verb in ("POST", "PUT")]


class Fuzzer:
    """Sends bodies to one operation, and learns the expected names from its handler."""

    def __init__(self, sandbox: Sandbox, row: Row[LiveCall]) -> None:
        self.sandbox = sandbox
        self.row = row
        self.random = random.Random(f"{row.name} {row.path}")
        self.names: dict[str, None] = {}
        self.sent: tuple[str, Any] = ("", {})
        self.base: dict[str, Any] = {}
        self.done = False  # whether the base is a valid body

    def path(self) -> str:
        """Return the path of the operation with records of the right types."""
        names = re.findall(r"{(\w+)_gid}", self.row.path)
        chosen = {f"{name}_gid": self.random.choice(self.gids(name)) for name in names}
        return self.row.path.format(**chosen)

    def gids(self, kind: str) -> list[str]:
        kind = {"project_status": "status_update", "organization": "workspace"}.get(kind, kind)
        return [record.gid for record in self.sandbox.store.all(kind)]

    def value(self, depth: int = 0) -> Any:
        """Return any value."""
        kind = self.random.randrange(7 if depth < 2 else 4)
        if kind == 0:
            return self.random.choice(WORDS)
        if kind == 1:
            return self.random.choice(NUMBERS)
        if kind == 2:
            return self.random.choice(SHAPES)
        if kind in (3, 4):
            return self.random.choice(self.sandbox.store.records()).gid
        if kind == 5:
            return [self.value(depth + 1) for _ in range(self.random.randrange(3))]
        keys = [*self.names, "gid", "value", "type", "resource_type"]
        return {self.random.choice(keys): self.value(depth + 1) for _ in range(2)}

    def suitable(self, name: str) -> Any:
        """Return a value that suits a field of this name in most places."""
        if name in GIVEN:
            return GIVEN[name]
        if name in ("workspace", "organization"):
            return self.gids("workspace")[0]
        found = [field for each in TYPES.values() if (field := each.fields.get(name))]
        kinds = " ".join([*(field.refers for field in found), KINDS.get(name, name)]).split()
        gids = [gid for kind in kinds if kind in TYPES for gid in self.gids(kind)]
        if gids:
            return self.random.choice(gids)
        parsers = [field.parse for field in found]
        return next((given for parse, given in PARSED if parse in parsers), "Text")

    def mend(self, message: str) -> None:
        """Change the base according to an error message."""
        words = re.search(r"(?:is not one of|should specify one of) ([\w, ]+)", message)
        name = message.partition(":")[0]
        if name == "file":
            self.base["resource_subtype"] = "external"
        if words and " is not " in message:
            self.base[name] = self.random.choice(words[1].split(", "))
        elif words:
            (self.base.pop(each, None) for each in words[1].split(", "))
            name = self.random.choice(words[1].split(", "))
            self.base[name] = self.suitable(name)
        elif self.random.random() < 0.2:
            self.base.pop(name, None)
        elif self.random.random() < 0.3:
            self.base[name] = self.random.choice(self.sandbox.store.records()).gid
        else:
            self.base[name] = self.suitable(name)

    def body(self) -> dict[str, Any]:
        """Return the base with wrong values in some fields."""
        names = list(self.names)
        chosen = self.random.sample(names, min(len(names), self.random.randrange(1, 3)))
        return {**self.base, **{name: self.value() for name in chosen}}

    def send(self, body: dict[str, Any]) -> tuple[int, Any]:
        data = Looked(self.names, body)
        self.sent = (self.path(), dict(body))
        message = Message(
            self.row.verb, self.sent[0], self.sandbox.access_token, body=Body(data, {}, {})
        )
        reply = self.sandbox._application.dispatcher.reply(message)
        return reply.status, reply.payload


class Looked(dict[str, Any]):
    """A body that records the names that a handler reads."""

    def __init__(self, names: dict[str, None], values: dict[str, Any]) -> None:
        super().__init__(values)
        self.names = names

    def get(self, name: str, default: Any = None) -> Any:
        self.names[name] = None
        return super().get(name, default)

    def __contains__(self, name: object) -> bool:
        self.names[str(name)] = None
        return super().__contains__(name)

    def __getitem__(self, name: str) -> Any:
        self.names[name] = None
        return super().__getitem__(name)

    def pop(self, name: str, *default: Any) -> Any:
        self.names[name] = None
        return super().pop(name, *default)


def prepare(sandbox: Sandbox) -> None:
    """Add records of types that are missing or unchangeable in the demo data."""
    store, me = sandbox.store, sandbox.user
    home, task = store.all("workspace")[0], store.all("task")[0]
    role = {"name": "Role", "description": "What", "base_role_type": "guest"}
    perform(store, me, "create_role", workspace=home.gid, **role)
    perform(store, me, "create_time_tracking_entry", task, duration_minutes=5)
    for project in store.all("project"):
        wanted = Record(project.gid, "project_name", {})
        store.create("access_request", requester=me, wanted=project, target=wanted)
    for kind in ("role", "time_tracking_entry"):
        store.change(store.all(kind)[0], **store.all(kind)[-1].values)
    store.create("webhook", resource=task, target="http://127.0.0.1:1/", owner=me, workspace=home)
    handler = next(row.handler for row in OPERATIONS if row.name == "get_user_task_list_for_user")
    handler(cast(LiveCall, Call(store, me, {"user": me}, query={"workspace": home.gid})))
    sandbox._beginning = Beginning(store, sandbox._services, me)


@pytest.fixture(scope="module")
def fresh() -> Sandbox:
    sandbox = Sandbox(clock=Clock())
    prepare(sandbox)
    return sandbox


def state(sandbox: Sandbox) -> str:
    """Return everything that a request can change, as text that can be compared."""
    log = sandbox._services.streams.log
    beside = (log.next_number, len(log.newest(9999)), len(sandbox._services.audit.events()))
    text = json.dumps([sandbox.dump(), beside], allow_nan=False, ensure_ascii=False)
    assert text.encode()
    return text


def play(fuzzer: Fuzzer, sandbox: Sandbox) -> None:
    """Alternate bodies with wrong values and bodies that are closer to a valid one."""
    before = state(sandbox)
    reached = fuzzer.row.path not in UNREACHED
    rounds = 0
    while rounds < ROUNDS or (reached and not fuzzer.done and rounds < 20 * ROUNDS):
        rounds += 1
        mending = not fuzzer.done and rounds % 2 == 1
        status, payload = fuzzer.send(fuzzer.base if mending else fuzzer.body())
        assert status < 500, fuzzer.sent
        json.dumps(payload, allow_nan=False)
        after = state(sandbox)
        if status >= 400:
            assert after == before, (fuzzer.sent, payload)
            if mending:
                fuzzer.mend(payload["errors"][0]["message"])
        else:
            fuzzer.done = fuzzer.done or mending
            sandbox.reset()
            before = state(sandbox)
    assert fuzzer.done or not reached, fuzzer.base


@pytest.mark.parametrize("row", CHANGING, ids=lambda row: f"{row.verb} {row.path}")
def test_row_67_no_body_fails_the_sandbox_and_a_refusal_changes_nothing(
    fresh: Sandbox, row: Row[LiveCall], monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh.reset()
    fuzzer = Fuzzer(fresh, row)
    read = fields._read

    def note(call: Any, type_name: str, *rest: Any, **more: Any) -> Any:
        fuzzer.names.update(dict.fromkeys(TYPES[type_name].fields))
        return read(call, type_name, *rest, **more)

    monkeypatch.setattr(fields, "_read", note)
    play(fuzzer, fresh)
