import gc
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import requests

from asana.sandbox.data import files as data_files
from asana.sandbox.data.problems import DataError
from asana.sandbox.web.server import Sandbox
from tests.sandbox.conftest import Api, Clock
from tests.sandbox.test_written import TINY, WRITTEN, names

ROOT = Path(__file__).parents[2]


def test_a_dump_comes_back_the_same() -> None:
    sandbox = Sandbox()
    state = sandbox.dump()
    again = Sandbox(data=json.loads(json.dumps(state)))
    assert again.dump() == state
    assert again.user["name"] == sandbox.user["name"]
    assert list(again.store.tokens) == [again.access_token, again.service_account_token]


def test_what_was_written_comes_back_from_its_dump() -> None:
    state = Sandbox(data=WRITTEN).dump()
    again = Sandbox(data=state)
    assert again.dump() == state
    assert again.token_for("ada@example.com") == "ada-token"


def test_a_used_sandbox_comes_back(clock: Clock) -> None:
    with Sandbox(clock=clock) as sandbox, requests.Session() as session:
        api = Api(sandbox.base_url, sandbox.access_token, session)
        organization = api.get("/workspaces")[0]["gid"]
        task = api.post("/tasks", name="Kept", workspace=organization)
        upload = {"data": {"parent": task["gid"]}, "files": {"file": ("a.txt", b"content")}}
        attachment = api._data(api.call("POST", "/attachments", **upload))
        job = api.post(f"/tasks/{task['gid']}/duplicate", name="Copy")
        api.delete(f"/tasks/{job['new_task']['gid']}")  # the job still refers to it
        service = Api(sandbox.base_url, sandbox.service_account_token, session)
        service.post("/tasks", name="By nobody", workspace=organization, assignee=sandbox.user.gid)
        state = json.loads(json.dumps(sandbox.dump()))
        assert state["gone"]["task"][0]["gid"] == job["new_task"]["gid"]
        sandbox.reset()
        assert api.call("GET", f"/tasks/{task['gid']}").status_code == 404
        sandbox.load(state)
        assert sandbox.dump() == state
        link = api.get(f"/attachments/{attachment['gid']}")["download_url"]
        assert requests.get(link, timeout=10).content == b"content"
        assert api.get(f"/jobs/{job['gid']}")["new_task"]["name"] == "Copy"


def test_files_go_with_a_sandbox_that_was_never_started() -> None:
    state = Sandbox().dump() | {"files": {"kept-1": ""}}
    sandbox = Sandbox(data=state)
    directory = sandbox._services.storage.directory
    assert (directory / "kept-1").exists()
    del sandbox
    gc.collect()
    assert not directory.exists()


def test_webhooks_are_left_out(clock: Clock) -> None:
    sandbox = Sandbox(clock=clock)
    project = sandbox.store.all("project")[0]
    hook = sandbox.store.create(
        "webhook",
        resource=project,
        target="http://127.0.0.1/",
        owner=sandbox.user,
        workspace=project["workspace"],
    )
    assert hook.gid not in json.dumps(sandbox.dump()["records"])


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"asana_sandbox": 2}, "asana_sandbox: expected 1, the version of the format"),
        ({"extra": 1}, "extra: expected one of asana_sandbox, files, "),
        ({"me": "5"}, "me: expected the gid of a user among the records"),
        ({"next_gid": "x"}, "next_gid: expected a number"),
        ({"records": []}, "records: expected an object"),
        ({"records": {"tusk": []}}, "records.tusk: expected 'task' instead"),
        ({"records": {"task": {}}}, "records.task: expected a list of records"),
        ({"records": {"task": [1]}}, "records.task[0]: expected an object"),
        ({"records": {"task": [{"gid": 7}]}}, "records.task[0].gid: expected a string of digits"),
        (
            {"records": {"tag": [{"gid": "7"}, {"gid": "7"}]}},
            "records.tag[1].gid: expected a unique gid, but 7 is already used",
        ),
        (
            {"records": {"task": [{"gid": "7", "tags": [{"$ref": "8"}]}]}},
            "records.task[0].tags[0].$ref: expected the gid of a record, but there is no 8",
        ),
        (
            {"records": {"task": [{"gid": "7", "assignee": "ada@example.com"}]}},
            'records.task[0].assignee: expected a reference such as {"$ref": ',
        ),
        (
            {"records": {"task": [{"gid": "7", "tags": "urgent"}]}},
            'records.task[0].tags: expected references such as {"$ref": ',
        ),
        (
            {"records": {"project_template": [{"gid": "7", "plan": {"$plan": "x"}}]}},
            "records.project_template[0].plan: expected a plan from a dump",
        ),
        ({"files": []}, "files: expected an object"),
        ({"files": {"../x": ""}}, "files.../x: expected a name from a dump"),
        ({"files": {"kept-1": "?"}}, "files.kept-1: expected base64"),
    ],
)
def test_mistakes_in_dumps_are_explained(change: dict[str, Any], problem: str) -> None:
    user = {"gid": "3", "name": "Ada", "email": "ada@example.com"}
    state = {"asana_sandbox": 1, "me": "3", "records": {"user": [user]}, **change}
    with pytest.raises(DataError) as caught:
        Sandbox(data=state)
    assert str(caught.value).startswith(problem)


def test_a_dump_without_a_workspace_has_no_service_account() -> None:
    user = {"gid": "3", "name": "Ada", "email": "ada@example.com"}
    sandbox = Sandbox(data={"asana_sandbox": 1, "me": "3", "records": {"user": [user]}})
    assert list(sandbox.store.tokens) == [sandbox.access_token]


# Files


def test_a_file(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.write_text(json.dumps(TINY), encoding="utf-8")
    for given in (path, str(path)):
        assert names(Sandbox(data=given).store.all("project")) == ["One"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'{\n "tasks": [,]\n}', ", line 2, column 12: expected JSON, Expecting value"),
        (b"[]", ": expected a JSON object"),
        (b'{"a": "\xff"}', ": expected UTF-8, "),
        (b'{"tasks": 1}', ": tasks: expected a list"),
    ],
)
def test_bad_files_are_explained(tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "state.json"
    path.write_bytes(content)
    with pytest.raises(DataError) as caught:
        Sandbox(data=path)
    assert str(caught.value).startswith(f"{path}{problem}")


def test_a_missing_file_is_explained(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"cannot read .*nothing: No such file"):
        Sandbox(data=tmp_path / "nothing")


def test_the_state_is_saved_when_it_stops(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    with Sandbox(data=path, save=True) as sandbox:  # which does not exist yet
        workspace = sandbox.store.all("workspace")[0].gid
        sandbox.client().tasks.create_task({"name": "Kept", "workspace": workspace})
        assert not path.exists()
    path.chmod(0o640)
    with Sandbox(data=path, save=True) as sandbox:
        assert "Kept" in names(sandbox.store.all("task"))
    assert path.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in tmp_path.iterdir()] == ["state.json"]


def test_a_failed_save_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.write_text("old")
    with pytest.raises(TypeError):
        data_files.write(path, {"a": object()})
    path.unlink()
    path.mkdir()
    with pytest.raises(OSError, match=r"state\.json"):
        data_files.write(path, {})
    assert [each.name for each in tmp_path.iterdir()] == ["state.json"]


def test_row_67_a_sandbox_that_cannot_save_keeps_running(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "state.json"
    path.write_text("{}")
    sandbox = Sandbox(data=path, save=True).start()
    sandbox.client().users.me()

    def refuse(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        with pytest.raises(OSError, match=r"No space left on device .*still running.*state\.json"):
            sandbox.stop()
    assert path.read_text() == "{}"
    assert [each.name for each in tmp_path.iterdir()] == ["state.json"]
    workspace = sandbox.store.all("workspace")[0].gid
    sandbox.client().tasks.create_task({"name": "Kept", "workspace": workspace})
    sandbox.stop()
    assert names(Sandbox(data=path).store.all("task")) == ["Kept"]


def test_row_67_a_directory_that_is_not_writable_is_found_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # the superuser can write anywhere
    with pytest.raises(ValueError, match=r"cannot save .*: the directory is not writable"):
        Sandbox(data=tmp_path / "state.json", save=True)


_SAVING = """
import sys
from asana.sandbox.data import files
states = [{"which": n, "filling": ["x" * 100] * 20_000} for n in range(2)]
print("ready", flush=True)
while True:
    for state in states:
        files.write(sys.argv[1], state)
"""


def test_row_67_a_killed_process_leaves_the_old_or_the_new_state(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    for delay in (0.0, 0.02, 0.05, 0.1, 0.2):
        command = [sys.executable, "-c", _SAVING, str(path)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            time.sleep(delay)
            process.kill()
        if path.exists():
            assert len(json.loads(path.read_text())["filling"]) == 20_000
    assert path.exists()


def test_row_67_a_state_with_any_text_can_be_saved(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    data_files.write(path, {"text": "\ud800 \\ud800 é 😀 \x00"})
    assert data_files.read(path)[0] == {"text": "\ud800 \\ud800 é 😀 \x00"}


@pytest.mark.parametrize("data", [None, TINY])
def test_only_files_are_saved(data: Any) -> None:
    with pytest.raises(ValueError, match="save requires a file: pass its path as data"):
        Sandbox(data=data, save=True)


def test_a_file_is_never_one_of_elsewhere(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    with Sandbox() as sandbox:
        task = sandbox.store.all("task")[0]
        sandbox.store.create("attachment", name="x", parent=task, file=str(secret))
        client = sandbox.client()
        (found,) = client.attachments.get_attachments_for_object(parent=task.gid)
        url = client.attachments.get_attachment(found["gid"])["download_url"]
        assert url
        assert requests.get(url, timeout=10).status_code == 404
        client.attachments.delete_attachment(found["gid"])
    assert secret.exists()


# Load and reset


def test_bad_data_change_nothing(sandbox: Sandbox) -> None:
    before = sandbox.dump()
    with pytest.raises(DataError):
        sandbox.load({"tasks": [{"name": "x"}, {"nmae": "y"}]})
    assert sandbox.dump() == before


def test_load_and_reset() -> None:
    with Sandbox() as sandbox, requests.Session() as session:
        api = Api(sandbox.base_url, sandbox.access_token, session)
        began = sandbox.dump()
        sandbox.load(WRITTEN)
        assert api.get("/users/me")["name"] == "cy"
        assert Api(sandbox.base_url, "ada-token", session).get("/users/me")["name"] == "Ada"
        sandbox.faults.add(status=503)
        sandbox.deprecations.announce("change", "https://example.com")
        sandbox.reset()
        assert sandbox.requests == []
        reply = api.call("GET", "/users/me")
        assert reply.json()["data"]["name"] == sandbox.user["name"] == "Maya Lindqvist"
        assert "Asana-Change" not in reply.headers
        assert "ada-token" not in sandbox.store.tokens
        assert sandbox.dump() == began


def test_reset_undoes_everything() -> None:
    with Sandbox() as sandbox, requests.Session() as session:
        api = Api(sandbox.base_url, sandbox.access_token, session)
        began = sandbox.dump()
        service = Api(sandbox.base_url, sandbox.service_account_token, session)
        organization = sandbox.store.all("workspace")[0].gid
        audit = f"/workspaces/{organization}/audit_log_events"
        history = service.get(audit)
        project = sandbox.store.all("project")[0].gid
        sync = api.call("GET", "/events", params={"resource": project}).json()["sync"]
        offset = api.call("GET", f"/projects/{project}/tasks", params={"limit": 1}).json()
        api.put(f"/projects/{project}", name="Another name")
        api.post(f"/projects/{project}/sections", name="More")
        api.delete(f"/tasks/{sandbox.store.all('task')[0].gid}")
        sandbox.reset()
        assert sandbox.dump() == began
        assert service.get(audit) == history
        lost = api.call("GET", "/events", params={"resource": project, "sync": sync})
        assert lost.status_code == 412
        again = {"limit": 1, "offset": offset["next_page"]["offset"]}
        assert api.refusal("GET", f"/projects/{project}/tasks", **again)[0] == 400


def test_reset_brings_back_the_files_of_the_data(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    with Sandbox(data=path, save=True) as sandbox:
        workspace = sandbox.store.all("workspace")[0].gid
        client = sandbox.client()
        task = client.tasks.create_task({"name": "Kept", "workspace": workspace})
        client.attachments.create_attachment_for_object(
            {"parent": task["gid"]}, file=b"1", file_name="one"
        )
    with Sandbox(data=path) as sandbox:
        sandbox.reset()
        client = sandbox.client()
        (found,) = client.attachments.get_attachments_for_object(parent=task["gid"])
        client.attachments.download(client.attachments.get_attachment(found["gid"]), tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == b"1"
    assert sandbox.dump().get("files") is None  # removed with it
