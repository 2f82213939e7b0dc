"""docs/how-to/fleet.md is correct: its snippets run, and its database store works."""

import hmac
import inspect
import json
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import asana
from asana.sandbox import Sandbox
from asana.webhook import Receiver
from tests.docs.snippets import ROOT, snippets
from tests.fleet.conftest import RedisServer
from tests.fleet.postgres import running_postgres

PAGE = (ROOT / "docs/how-to/fleet.md").read_text(encoding="utf-8")
SNIPPETS = [each.text for each in snippets(ROOT / "docs/how-to/fleet.md", "python")]
SECRET = "0123456789abcdef" * 2


def test_every_snippet_runs(
    redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip("sqlalchemy", reason="not installed: pip install sqlalchemy")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(asana.Client, "DEFAULTS", dict(asana.Client.DEFAULTS))
    monkeypatch.setenv("REDIS_URL", redis_server.url)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert len(SNIPPETS) == 7
    with Sandbox(token="1/123:abc") as sandbox:
        monkeypatch.setenv("ASANA_BASE_URL", sandbox.base_url)
        names: dict[str, Any] = {}
        for number, code in enumerate(SNIPPETS, 1):
            exec(compile(code, f"<docs/how-to/fleet.md, snippet {number}>", "exec"), names)
        names["engine"].dispose()
    assert (tmp_path / "asana.db").exists()


def test_the_table_of_options_is_that_of_the_code() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\S*) ?\|", PAGE.partition("| option |")[2], re.MULTILINE)
    told = {name: default.strip("`").strip('"') for name, default in rows}
    parameters = inspect.signature(asana.stores.SharedRate).parameters
    assert told == {
        name: "" if each.default in (each.empty, None) else str(each.default)
        for name, each in parameters.items()
        if name != "url"
    }


# -- a database of your own


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    pytest.importorskip("sqlalchemy", reason="not installed: pip install sqlalchemy")
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'asana.db'}"
        return
    with running_postgres() as found:
        yield found


@pytest.fixture
def page(url: str) -> Iterator[Any]:
    """The names defined by the page's snippet, with an engine of the database."""
    import sqlalchemy

    names: dict[str, Any] = {}
    exec(SNIPPETS[-1].partition("\n\n\nengine =")[0], names)
    engine = names["engine"] = sqlalchemy.create_engine(url)
    names["KEPT"].metadata.create_all(engine)
    yield names
    engine.dispose()


def test_a_store_of_secrets_in_a_database(page: Any) -> None:
    first, second = (page["DatabaseStore"](page["engine"], "hooks") for _ in range(2))
    assert first.get("k") is None
    assert first.swap("k", None, None)
    assert first.swap("k", None, "")
    assert not second.swap("k", None, "")
    assert second.swap("k", "", SECRET)
    assert first.get("k") == SECRET
    assert first.swap("k", SECRET, SECRET)
    assert not first.swap("k", "other", None)
    assert page["DatabaseStore"](page["engine"], "feeds").get("k") is None
    receiver = Receiver(first, window=60)
    body = json.dumps({"events": [{"action": "added"}]}).encode()
    signature = hmac.new(SECRET.encode(), body, "sha256").hexdigest()
    assert receiver.handle({"X-Hook-Signature": signature}, body, "k").status == 200
    receiver.forget("k")
    assert second.get("k") is None


def test_of_many_threads_one_swaps(page: Any) -> None:
    store = page["DatabaseStore"](page["engine"], "hooks")
    start = threading.Barrier(8)

    def swap(number: int) -> bool:
        start.wait()
        return bool(store.swap("k", None, f"secret {number}"))

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(swap, range(8))) == 1


def test_a_store_of_sync_tokens_in_a_database(page: Any) -> None:
    with Sandbox() as sandbox:
        client = sandbox.client()
        workspace = client.users.me()["workspaces"][0]["gid"]
        project = client.projects.create_project(workspace=workspace, name="Followed")["gid"]
        feed = client.events.feed(project, page["DatabaseStore"](page["engine"], "feeds"))
        assert feed.poll()[0]["action"] == "resync"
        feed.commit()
        task = client.tasks.create_task(projects=[project], name="New")["gid"]
        again = client.events.feed(project, page["DatabaseStore"](page["engine"], "feeds"))
        assert task in {change["resource"]["gid"] for change in again.poll()}
