import html
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from asana.sandbox.web.server import Sandbox
from tests.sandbox.conftest import Api, Clock

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
NASTY = "<script>alert('x')</script> & \"quotes\""


@pytest.fixture(scope="module")
def fresh() -> Iterator[Sandbox]:
    with Sandbox(clock=Clock()) as sandbox:
        yield sandbox


@pytest.fixture(autouse=True)
def _fresh(fresh: Sandbox) -> None:
    fresh.reset()


@pytest.fixture
def maya(fresh: Sandbox) -> Iterator[Api]:
    with requests.Session() as session:
        yield Api(fresh.base_url, fresh.access_token, session)


def look(sandbox: Sandbox) -> str:
    """The text of the page, without its tags."""
    reply = requests.get(sandbox.url, timeout=10)
    assert reply.status_code == 200
    body = re.sub(r"(?s)<(style|script)>.*?</\1>", "", reply.text)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


def test_it_shows_what_there_is(fresh: Sandbox) -> None:
    text = look(fresh)
    assert f"ASANA_BASE_URL={fresh.base_url}" in text
    assert "main user Maya Lindqvist" in text
    assert "Harbour Lights Coffee Organization, 4 people" in text
    assert "Maya's allotment Workspace, 1 person No projects." in text
    assert "Open Pier Street 5 of 19 done · Second café · due 1 Apr 2026" in text
    assert "Install the espresso machine Priority: High Job number: PIER-8 TO 11 Mar 2026" in text
    assert "3 subtasks" in text
    assert "Second tasting with the café crew Tom Okafor 4 Mar 2026" in text
    assert "In no project Prepare the talk with the bank" in text
    assert "Latest requests None yet." in text
    assert "Latest events None yet." in text


def test_it_shows_what_happens(fresh: Sandbox, maya: Api) -> None:
    project = fresh.store.all("project")[1].gid
    task = maya.post("/tasks", name="New here", projects=[project])
    maya.put(f"/tasks/{task['gid']}", due_on="2026-02-01")
    fresh.faults.add("drop_before", times=1)
    with pytest.raises(requests.ConnectionError):
        maya.get("/users/me")
    text = look(fresh)
    assert f"Latest requests none GET /users/me 200 PUT /tasks/{task['gid']} 201 POST" in text
    assert "Maya Lindqvist changed the due on of task New here" in text
    assert "Maya Lindqvist added task New here in Autumn blends" in text
    assert '<span class="due late">1 Feb 2026</span>' in requests.get(fresh.url, timeout=10).text


def test_looking_is_no_request(fresh: Sandbox) -> None:
    look(fresh)
    assert fresh.requests == []


def test_everything_is_escaped(fresh: Sandbox, maya: Api) -> None:
    organization = fresh.store.all("workspace")[0].gid
    field = maya.post("/custom_fields", name=NASTY, workspace=organization, resource_subtype="text")
    project = maya.post("/projects", name=NASTY, workspace=organization, notes=NASTY)
    path = f"/projects/{project['gid']}"
    maya.post(f"{path}/addCustomFieldSetting", custom_field=field["gid"])
    maya.post(f"{path}/sections", name=NASTY)
    values = {field["gid"]: NASTY}
    maya.post("/tasks", name=NASTY, projects=[project["gid"]], custom_fields=values)
    maya.call("GET", f"/{NASTY}")
    page = requests.get(fresh.url, timeout=10).text
    assert page.count(html.escape(NASTY).replace("&quot;", "&#34;").replace("&#x27;", "&#39;")) > 5
    assert "<script>alert" not in page


def test_names_may_be_empty_and_lists_long(fresh: Sandbox, maya: Api) -> None:
    organization = fresh.store.all("workspace")[0].gid
    tasks = [{"name": ""}, *({"name": f"Task {n}"} for n in range(204))]
    fresh.load(
        {
            "projects": [
                {"name": "", "sections": ["First", "Second"]},
                {"name": "Board", "default_view": "board"},
                {"name": "Empty"},
            ],
            "tasks": [
                *({**task, "projects": [""]} for task in tasks),
                *({**task, "projects": ["Board"]} for task in tasks),
                {"name": "", "assignee": "me"},
            ],
        }
    )
    text = look(fresh)
    assert "(no name) 0 of 205 done First · 205 (no name) Task 0" in text
    assert text.count("and 5 more") == 2
    assert "Empty 0 of 0 done" in text
    assert organization


def test_it_loads_nothing_from_elsewhere(fresh: Sandbox) -> None:
    reply = requests.get(fresh.url, timeout=10)
    assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
    assert not re.findall(r"""(?:src|href)=["'](?!#)""", reply.text)


def test_it_is_for_this_machine_only(fresh: Sandbox) -> None:
    reply = requests.get(fresh.url, headers={"Host": "elsewhere.example.com"}, timeout=10)
    assert (reply.status_code, reply.text) == (
        403,
        "The sandbox is for this machine only: call it localhost, not 'elsewhere.example.com', "
        "or start it with that name as an allowed host.\n",
    )


@pytest.mark.parametrize("verb", ["POST", "PUT", "DELETE"])
def test_it_is_only_for_looking(fresh: Sandbox, verb: str) -> None:
    assert requests.request(verb, fresh.url, timeout=10).status_code == 404


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
def test_a_browser_shows_it(fresh: Sandbox, maya: Api, tmp_path: Path) -> None:
    project = fresh.store.all("project")[1].gid
    maya.post("/tasks", name=NASTY, projects=[project])
    dom = browse(fresh, tmp_path, "--dump-dom").decode()
    assert html.escape(NASTY, quote=False) in dom
    assert "Install the espresso machine" in dom
    assert "201" in dom[dom.index('id="requests"') :]
    shot = tmp_path / "page.png"
    browse(fresh, tmp_path, "--window-size=1300,2400", f"--screenshot={shot}")
    content = shot.read_bytes()
    assert content.startswith(b"\x89PNG\r\n")
    assert len(content) > 50_000  # an empty page has a tenth of that


def browse(sandbox: Sandbox, home: Path, *arguments: str) -> bytes:
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={home}", *arguments, sandbox.url]
    done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout
