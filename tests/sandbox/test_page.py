"""The pages over HTTP, without a browser: contents, headers, and access."""

import html
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests

from asana.sandbox.changes.webhooks import MAX_DELIVERIES
from asana.sandbox.web.pages.site import PAGES
from asana.sandbox.web.pages.visit import path_of
from asana.sandbox.web.server import Sandbox
from tests.sandbox.conftest import Api, Clock
from tests.sandbox.receiver import Receiver

NASTY = "<script>alert('x')</script> & \"quotes\" {{ 7 * 191 }}"
CURL = shutil.which("curl")


@pytest.fixture(scope="module")
def fresh() -> Iterator[Sandbox]:
    with Sandbox(clock=Clock(), rate_limit=1500) as sandbox:
        yield sandbox


@pytest.fixture(autouse=True)
def _fresh(fresh: Sandbox) -> None:
    fresh.reset()


@pytest.fixture
def maya(fresh: Sandbox) -> Iterator[Api]:
    with requests.Session() as session:
        yield Api(fresh.base_url, fresh.access_token, session)


def get(sandbox: Sandbox, path: str = "/", **how: Any) -> requests.Response:
    return requests.get(sandbox.url.rstrip("/") + path, timeout=10, **how)


def look(sandbox: Sandbox, path: str = "/", **query: str) -> str:
    """The text of a page, without its tags."""
    reply = get(sandbox, path, params=query)
    assert reply.status_code == 200, reply.text
    return words(reply.text)


def words(source: str) -> str:
    body = source.partition('tabindex="-1">')[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


def links(sandbox: Sandbox, path: str, **query: str) -> list[str]:
    source = get(sandbox, path, params=query).text
    return [html.unescape(each) for each in re.findall(r'href="(/[^"]*)"', source)]


def gid_of(sandbox: Sandbox, kind: str, name: str) -> str:
    return next(each.gid for each in sandbox.store.all(kind) if each["name"] == name)


def filled(sandbox: Sandbox, count: int, **project: Any) -> str:
    """Load a project with many tasks; return its gid."""
    sandbox.load(
        {
            "projects": [{"name": "Long", "sections": ["First", "Empty", "Last"], **project}],
            "tasks": [
                {"name": f"Task {n}", "project": "Long", "section": "Last" if n > 2 else "First"}
                for n in range(count)
            ],
        }
    )
    return gid_of(sandbox, "project", "Long")


# The overview


def test_the_overview_shows_what_there_is(fresh: Sandbox) -> None:
    text = look(fresh)
    assert f"export ASANA_BASE_URL={fresh.base_url}" in text
    assert f"export ASANA_ACCESS_TOKEN={fresh.access_token}" in text
    assert "Requests in the last minute 0 of 1500" in text
    assert "Harbour Lights Coffee Organization, 4 people" in text
    assert "Maya's allotment Workspace, 1 person No projects." in text
    assert "Open Pier Street 5 of 19 done · Second café · due 1 Apr 2026" in text
    assert "In no project Prepare the talk with the bank" in text


def test_the_gauge_counts_what_the_acting_user_has_sent(fresh: Sandbox, maya: Api) -> None:
    maya.get("/users/me")
    maya.get("/users/me")
    assert "Requests in the last minute 2 of 1500" in look(fresh)
    tom = gid_of(fresh, "user", "Tom Okafor")
    assert "Requests in the last minute 0 of 1500" in look(fresh, **{"as": tom})


def test_without_a_limit_there_is_no_gauge_and_without_a_file_no_button_to_save() -> None:
    with Sandbox() as sandbox:
        text = look(sandbox)
    assert "No limit." in text
    assert "Reset" in text
    assert "Save" not in text


def test_a_sandbox_with_a_file_can_save(tmp_path: Any) -> None:
    with Sandbox(data=tmp_path / "state.json", save=True) as sandbox:
        assert "Save" in look(sandbox)


# Permalinks


def test_permalinks_open_the_page_of_their_record(fresh: Sandbox, maya: Api) -> None:
    for kind in ("task", "project", "tag", "team", "portfolio", "project_brief"):
        for record in fresh.store.all(kind)[:3]:
            collection = {"project_brief": "project_briefs"}.get(kind, f"{kind}s")
            link = maya.get(f"/{collection}/{record.gid}", opt_fields="permalink_url")
            path = link["permalink_url"].removeprefix("https://app.asana.com")
            name = record.get("name") or record.get("title") or ""
            assert name in look(fresh, path), path


def test_every_record_has_a_page(fresh: Sandbox) -> None:
    with requests.Session() as session:
        for record in fresh.store.records():
            for path in (path_of(record), f"/record/{record.gid}"):
                reply = session.get(fresh.url.rstrip("/") + path, timeout=10)
                expected = 404 if record.type == "template_role" else 200  # a part of its template
                assert reply.status_code == expected, (record, path)


def test_a_page_reads_the_body_that_it_does_not_need(fresh: Sandbox) -> None:
    with requests.Session() as session:
        for path in ("", "search", "-/static/page.css", "0/1/list", ""):
            reply = session.get(fresh.url + path, data=b"GET /other HTTP/1.1", timeout=10)
            assert reply.text.lower().startswith(("<!doctype html>", ":root"))


@pytest.mark.parametrize(
    "form",
    [
        *("/1/{ws}/task/{task}", "/1/{ws}/project/{project}/task/{task}", "/0/{project}/{task}"),
        *("/0/{project}/{task}/f", "/0/0/{task}", "/1/{ws}/inbox/1/item/{task}"),
    ],
)
def test_every_address_of_a_task_opens_it(fresh: Sandbox, form: str) -> None:
    names = {
        "ws": fresh.store.all("workspace")[0].gid,
        "project": gid_of(fresh, "project", "Open Pier Street"),
        "task": gid_of(fresh, "task", "Install the espresso machine"),
    }
    assert "Overview / Open Pier Street / Fit-out Install the espresso machine" in look(
        fresh, form.format(**names)
    )


@pytest.mark.parametrize("view", ["", "/list", "/board", "/list/120000", "/board/120000"])
@pytest.mark.parametrize("start", ["/0/{}", "/1/1200000000000001/project/{}"])
def test_every_address_of_a_project_opens_it(fresh: Sandbox, start: str, view: str) -> None:
    project = gid_of(fresh, "project", "Open Pier Street")
    assert "Open Pier Street 19 tasks" in look(fresh, start.format(project) + view)


# Projects


@pytest.mark.parametrize("count", [0, 1, 98, 99, 250])
def test_a_list_of_any_length_is_paged_and_hides_nothing(fresh: Sandbox, count: int) -> None:
    project = filled(fresh, count)
    found: list[str] = []
    path, pages = f"/0/{project}/list", 0
    while path:
        source = get(fresh, path).text
        found += re.findall(r">(Task \d+)</a>", source)
        following = re.search(r'rel="next" href="([^"]+)"', source)
        path, pages = html.unescape(following[1]) if following else "", pages + 1
    assert found == [f"Task {n}" for n in range(count)]
    assert pages == max(-(-(count + 4) // 100), 1)  # the headings of sections count as rows


def test_a_page_of_a_list_names_its_section_again(fresh: Sandbox) -> None:
    project = filled(fresh, 250)
    first = look(fresh, f"/0/{project}/list")
    assert "Long 250 tasks" in first
    assert "First 3 Task 0" in first
    assert "Empty 0 No tasks. Last 247 Task 3" in first
    assert first.endswith("Page 1 of 3 Next Last")
    assert "Last, continued 247 Task 97" in look(fresh, f"/0/{project}/list?page=2")


@pytest.mark.parametrize("page", ["0", "-1", "x", "99", "1e9", "٣", "9" * 5000, ""])
def test_any_page_number_leads_somewhere(fresh: Sandbox, page: str) -> None:
    assert "Long" in look(fresh, f"/0/{filled(fresh, 150)}/list", page=page)


def test_a_section_has_a_list_of_its_own(fresh: Sandbox) -> None:
    project = filled(fresh, 30)
    section = gid_of(fresh, "section", "First")
    text = look(fresh, f"/0/{project}/list", section=section)
    assert "Task 2" in text
    assert "Task 3" not in text


def test_a_board_shows_some_of_each_section_and_leads_to_all_of_it(fresh: Sandbox) -> None:
    project = filled(fresh, 30)
    text = look(fresh, f"/0/{project}/board")
    assert text.count("Task ") == 3 + 20
    assert "All 27 tasks" in text
    section = gid_of(fresh, "section", "Last")
    (path,) = [each for each in links(fresh, f"/0/{project}/board") if section in each]
    assert look(fresh, path).count("Task ") == 27


def test_a_board_of_many_sections_is_paged(fresh: Sandbox) -> None:
    project = filled(fresh, 1, sections=[f"Section {n}" for n in range(45)] + ["First"])
    found = [
        name
        for page in "123"
        for name in re.findall(
            r"Section \d+", look(fresh, f"/0/{project}/board", page=page).partition("task Name")[2]
        )
        if name
    ]
    assert found[-5:] == [f"Section {n}" for n in range(40, 45)]
    assert "Page 3 of 3" in look(fresh, f"/0/{project}/board", page="3")


def test_a_page_of_a_project_with_5000_tasks_shows_a_hundred_rows(fresh: Sandbox) -> None:
    project = filled(fresh, 5000)
    text = look(fresh, f"/0/{project}/list", page="51")
    assert "Task 4999" in text
    assert text.endswith("Page 51 of 51")
    assert "Long 5,000 tasks" in look(fresh)


def test_people_tags_and_workspaces_have_pages(fresh: Sandbox) -> None:
    tom = gid_of(fresh, "user", "Tom Okafor")
    assert "Install the espresso machine" in look(fresh, f"/0/profile/{tom}")
    workspace = fresh.store.all("workspace")[0].gid
    text = look(fresh, f"/1/{workspace}")
    assert "Jonas Weber Guest" in text
    assert "urgent" in text
    assert "Read the tax letter" in look(fresh, f"/1/{workspace}/alone")
    assert "Renew the liability" in look(fresh, f"/0/{gid_of(fresh, 'tag', 'urgent')}/list")


# Tasks


def test_a_task_shows_all_there_is_about_it(fresh: Sandbox, maya: Api) -> None:
    gid = gid_of(fresh, "task", "Install the espresso machine")
    maya.put(f"/tasks/{gid}", html_notes="<body>The <strong>white</strong> one</body>")
    maya.post(f"/tasks/{gid}/stories", html_text="<body>On <em>Thursday</em></body>")
    upload = {"file": ("plan.txt", b"the plan", "text/plain")}
    maya.call("POST", "/attachments", data={"parent": gid}, files=upload)
    source = get(fresh, f"/1/1/task/{gid}").text
    for part in ("<strong>white</strong>", "On <em>Thursday</em>", f'data-copy="{gid}"'):
        assert part in source
    text = words(source)
    for part in (
        "Subtasks 3 Book the technician",
        "Attachments 1 plan.txt 8 Bytes",
        "Assignee TO Tom Okafor Due 11 Mar 2026 Priority High",
        "Tags urgent Followers ML Maya Lindqvist TO Tom Okafor",
        "Blocked by Install water and power at the bar Blocks Doors open",
        "Section in Open Pier Street",
        "Maya Lindqvist changed the description",
    ):
        assert part in text, part


def test_an_attachment_is_downloaded_and_never_shown(fresh: Sandbox, maya: Api) -> None:
    gid = gid_of(fresh, "task", "Install the espresso machine")
    upload = {"file": ("<b>.html", b"<script>alert(1)</script>", "text/html")}
    maya.call("POST", "/attachments", data={"parent": gid}, files=upload)
    (path,) = [each for each in links(fresh, f"/1/1/task/{gid}") if "/attachment/" in each]
    reply = get(fresh, path)
    assert reply.content == b"<script>alert(1)</script>"
    assert reply.headers["Content-Disposition"].startswith("attachment;")
    assert reply.headers["Content-Security-Policy"] == "sandbox"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", " vbscript:x", "//x.y"])
def test_an_attachment_elsewhere_is_a_link_only_to_the_web(fresh: Sandbox, url: str) -> None:
    gid = gid_of(fresh, "task", "Install the espresso machine")
    task = fresh.store.get("task", gid)
    fresh.store.create("attachment", name="Elsewhere", parent=task, url=url)
    source = get(fresh, f"/1/1/task/{gid}").text
    assert html.escape(url) in source  # as text
    assert f'href="{html.escape(url)}"' not in source


def test_long_histories_and_many_subtasks_are_paged(fresh: Sandbox, maya: Api) -> None:
    gid = gid_of(fresh, "task", "Read the tax letter")
    for n in range(60):
        maya.post(f"/tasks/{gid}/stories", text=f"Comment {n}.")
    for n in range(101):
        maya.post(f"/tasks/{gid}/subtasks", name=f"Step {n}.")
    latest = look(fresh, f"/1/1/task/{gid}")
    assert "Comment 59." in latest
    assert "Comment 0." not in latest
    assert "Comment 0." in look(fresh, f"/1/1/task/{gid}", stories="2")
    assert "Step 100." not in latest
    assert "Step 100." in look(fresh, f"/1/1/task/{gid}", subtasks="2")


def test_a_workspace_with_too_many_people_to_choose_from(fresh: Sandbox) -> None:
    people = [{"name": f"P{n}", "email": f"p{n}@example.com"} for n in range(250)]
    fresh.load({"users": people, "tasks": [{"name": "Crowded", "assignee": "p0@example.com"}]})
    source = get(fresh, f"/1/1/task/{gid_of(fresh, 'task', 'Crowded')}").text
    assert source.count("<option") == 200  # the acting users
    assert 'placeholder="Email address or gid"' in source


# Acting as other users


def test_each_user_sees_what_the_api_shows_them(fresh: Sandbox) -> None:
    workspace = gid_of(fresh, "workspace", "Maya's allotment")
    tom = gid_of(fresh, "user", "Tom Okafor")
    reply = get(fresh, f"/1/{workspace}", params={"as": tom})
    assert reply.status_code == 403
    assert "Tom Okafor cannot see this workspace." in words(reply.text)
    assert "Maya's allotment" not in look(fresh, **{"as": tom})
    assert fresh.token_for(tom) in get(fresh, "/", params={"as": tom}).text


def test_links_keep_the_acting_user(fresh: Sandbox) -> None:
    tom = gid_of(fresh, "user", "Tom Okafor")
    project = gid_of(fresh, "project", "Open Pier Street")
    for path in ("/", f"/0/{project}/list", "/requests", "/search?q=the"):
        found = [each for each in links(fresh, path, **{"as": tom}) if "/-/" not in each]
        assert found
        assert {each for each in found if f"as={tom}" not in each} == set(), path
    assert not [each for each in links(fresh, "/") if "as=" in each]


def test_an_unknown_acting_user_is_the_main_user(fresh: Sandbox) -> None:
    assert fresh.access_token in get(fresh, "/", params={"as": "1"}).text


# Searching


def test_the_search_finds_names_and_notes_of_what_one_sees(fresh: Sandbox) -> None:
    text = look(fresh, "/search", q="ESPRESSO")
    assert "Order the espresso machine" in text
    assert "Install the espresso machine" in text
    assert "project Open Pier Street" in look(fresh, "/search", q="pier street")
    assert "Register the food business" in look(fresh, "/search", q="hygiene")
    tom = gid_of(fresh, "user", "Tom Okafor")
    hidden = look(fresh, "/search", q="tax letter", **{"as": tom})
    assert "No object visible to Tom Okafor" in hidden
    assert "Type words" in look(fresh, "/search")


def test_the_search_opens_a_gid_or_an_address(fresh: Sandbox) -> None:
    gid = gid_of(fresh, "task", "Install the espresso machine")
    workspace = fresh.store.all("workspace")[0].gid
    for q in (gid, f" {gid} ", f"https://app.asana.com/1/{workspace}/task/{gid}"):
        reply = get(fresh, "/search", params={"q": q})
        assert reply.history[0].status_code == 302
        assert reply.url == f"{fresh.url}1/{workspace}/task/{gid}"


@pytest.mark.parametrize(
    "q",
    [
        *("https://app.asana.com//evil.example", "https://evil.example/1", "//evil.example"),
        *("1234567", "https://["),
    ],
)
def test_the_search_leads_nowhere_else(fresh: Sandbox, q: str) -> None:
    reply = get(fresh, "/search", params={"q": q}, allow_redirects=False)
    assert reply.status_code == 200
    assert "No object visible to" in words(reply.text)


# Requests, events, webhooks and faults


def test_requests_show_what_happened_to_them(fresh: Sandbox, maya: Api) -> None:
    maya.post("/tasks", name="New", workspace=fresh.store.all("workspace")[0].gid)
    maya.call("GET", "/tasks/1199999999999999", params={"opt_fields": "name"})
    fresh.faults.add("drop_before", times=1)
    with pytest.raises(requests.ConnectionError):
        maya.get("/users/me")
    text = look(fresh, "/requests")
    assert re.search(r"No response GET /users/me Fault: drop_before [\d.]+ ms 09:00:00", text)
    assert "404 Error GET /tasks/1199999999999999 task: " in text
    assert "201 OK POST /tasks" in text
    assert "POST" not in look(fresh, "/requests", kind="failed").partition("Filter")[2]
    assert "404" not in look(fresh, "/requests", kind="writes").partition("Filter")[2]
    assert "201" not in look(fresh, "/requests", kind="faults").partition("Filter")[2]
    assert "201" in look(fresh, "/requests", q="POST /t").partition("Filter")[2]


def test_one_request_shows_its_query_body_response_and_events(fresh: Sandbox, maya: Api) -> None:
    workspace = fresh.store.all("workspace")[0].gid
    given = {"data": {"name": "A", "workspace": workspace}}
    maya.call("POST", "/tasks?opt_fields=name", json=given)
    text = look(fresh, f"/requests/{fresh.requests[-1].id}")
    assert "Status 201 OK" in text
    assert "Route POST /tasks" in text
    assert "Query opt_fields name" in text
    assert '"name": "A"' in text.partition("Body")[2].partition("Response")[0]
    assert '"gid"' in text.partition("Response")[2]
    assert "Maya Lindqvist added task A" in text.partition("Events")[2]


def test_many_requests_are_paged(fresh: Sandbox, maya: Api) -> None:
    for _ in range(60):
        maya.get("/users/me")
    assert look(fresh, "/requests").count("200 OK") == 50
    assert look(fresh, "/requests", page="2").count("200 OK") == 10


def test_a_request_that_is_gone(fresh: Sandbox) -> None:
    reply = get(fresh, "/requests/12345")
    assert reply.status_code == 404
    assert "There is no request 12345 in the log." in words(reply.text)


def test_events_are_grouped_by_request(fresh: Sandbox, maya: Api) -> None:
    project = gid_of(fresh, "project", "Autumn blends")
    task = maya.post("/tasks", name="New here", projects=[project])["gid"]
    maya.put(f"/tasks/{task}", due_on="2026-02-01")
    actions = [
        {"method": "put", "relative_path": f"/tasks/{task}", "data": {"name": name}}
        for name in ("Once", "Twice")
    ]
    maya.post("/batch", actions=actions)
    text = look(fresh, "/events")
    groups = ("POST /batch", f"PUT /tasks/{task}", "POST /tasks ")
    batch, put, post = (text.index(each) for each in groups)
    assert batch < put < post
    assert text[batch:put].count("changed the name of task") == 2
    assert "changed the due on of task" in text[put:post]
    assert "added task Twice in Autumn blends" in text[post:]


@pytest.mark.parametrize("place", ["Maya's allotment", "Harbour Lights Coffee"])
def test_an_event_of_what_one_does_not_see(fresh: Sandbox, maya: Api, place: str) -> None:
    task = maya.post("/tasks", name="Secret", workspace=gid_of(fresh, "workspace", place))["gid"]
    tom = gid_of(fresh, "user", "Tom Okafor")
    maya.put(f"/tasks/{task}", due_on="2026-02-01")
    assert "Secret" in look(fresh, "/events")
    assert "Secret" not in look(fresh, "/events", **{"as": tom})
    maya.delete(f"/tasks/{task}")
    assert "deleted task Secret" in look(fresh, "/events")
    assert "Secret" not in look(fresh, "/events", **{"as": tom})


def test_an_event_that_no_request_caused(fresh: Sandbox) -> None:
    get(fresh, "/-/oauth_authorize")
    fresh.store.change(fresh.store.all("task")[0], name="In the background")
    assert "No request in the log" in look(fresh, "/events")
    text = look(fresh, f"/requests/{fresh.requests[-1].id}")
    assert "In the background" not in text
    assert text.endswith("Events None.")


def test_webhooks_show_their_deliveries(fresh: Sandbox, maya: Api) -> None:
    project = gid_of(fresh, "project", "Autumn blends")
    with Receiver() as receiver:
        maya.post("/webhooks", resource=project, target=receiver.url)
        fresh.webhooks.flush()
        maya.post("/tasks", name="Announced", projects=[project])
        fresh.webhooks.flush()
        receiver.status = 500
        maya.post("/tasks", name="Lost", projects=[project])
        fresh.webhooks.flush()
        text = look(fresh, "/webhooks")
    assert receiver.url in text
    assert "Resource project Autumn blends Owner ML Maya Lindqvist State Active" in text
    failed, delivered, beat = (text.index(each) for each in ("Failed", "Delivered", "Heartbeat"))
    assert failed < delivered < beat
    assert '"action": "added"' in text[delivered:beat]


def test_the_latest_deliveries_of_a_webhook_are_kept(fresh: Sandbox, maya: Api) -> None:
    with Receiver() as receiver:
        project = gid_of(fresh, "project", "Autumn blends")
        hook = maya.post("/webhooks", resource=project, target=receiver.url)["gid"]
        for _ in range(MAX_DELIVERIES + 5):
            fresh.webhooks.heartbeat()
        assert look(fresh, "/webhooks").count("Heartbeat") == MAX_DELIVERIES
        maya.delete(f"/webhooks/{hook}")
        assert "No webhooks." in look(fresh, "/webhooks")


def test_faults_are_listed_with_their_hits(fresh: Sandbox, maya: Api) -> None:
    fresh.faults.add("rate_limit", route="get_user", times=2, retry_after=7)
    fresh.faults.add(status=503, message=NASTY, probability=0.5, effect=True, latency=0.001)
    maya.call("GET", "/users/me")
    text = look(fresh, "/faults")
    assert "rate_limit get_user Retry-After 7 s 1 of 2 hits Remove" in text
    assert "503 any request 0.001 s delay probability 0.5 with effect" in text
    assert NASTY in text


# Security


def test_everything_is_escaped(fresh: Sandbox, maya: Api) -> None:
    organization = fresh.store.all("workspace")[0].gid
    field = maya.post("/custom_fields", name=NASTY, workspace=organization, resource_subtype="text")
    project = maya.post("/projects", name=NASTY, workspace=organization, notes=NASTY)["gid"]
    path = f"/projects/{project}"
    maya.post(f"{path}/addCustomFieldSetting", custom_field=field["gid"])
    maya.post(f"{path}/sections", name=NASTY)
    values = {field["gid"]: NASTY}
    tag = maya.post("/tags", name=NASTY, workspace=organization)["gid"]
    given = {"projects": [project], "custom_fields": values, "notes": NASTY, "tags": [tag]}
    task = maya.post("/tasks", name=NASTY, **given)["gid"]
    maya.post(f"/tasks/{task}/stories", text=NASTY)
    maya.call("GET", f"/{NASTY}")
    number = fresh.requests[-1].id
    for address in (
        *("/", f"/0/{project}/list", f"/0/{project}/board", f"/1/1/task/{task}", "/requests"),
        *(f"/requests/{number}", f"/requests/{number - 1}", "/events", f"/1/{organization}"),
        *(f"/search?q={NASTY}", f"/0/{tag}/list", f"/record/{project}", f"/record/{tag}"),
    ):
        source = get(fresh, address).text
        assert "&lt;script&gt;alert(" in source, address
        assert "<script>alert" not in source, address
        assert "1337" not in words(source), address


PATHS = [rule for rule, _ in PAGES if "<" not in rule]


@pytest.mark.parametrize("path", [*PATHS, "/search", "/nothing", "/record/1", "/-/static/page.css"])
def test_a_page_loads_nothing_from_elsewhere_and_runs_only_its_script(
    fresh: Sandbox, path: str
) -> None:
    reply = get(fresh, path)
    if path == "/nothing":  # which is not a page
        assert reply.json()["errors"]
        return
    policy = reply.headers["Content-Security-Policy"].split("; ")
    assert policy == [
        *("default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:"),
        *("connect-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"),
    ]
    assert reply.headers["Cache-Control"] in ("no-store", "no-cache")
    assert reply.headers["Referrer-Policy"] == "no-referrer"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert not [name for name in reply.headers if name.startswith("Access-Control")]
    assert "Set-Cookie" not in reply.headers
    assert not re.findall(r"""(?:src|href|action)=["'](?!/(?!/)|#)""", reply.text)
    assert not re.findall(r"<script>|<style|\sstyle=|\son\w+=", reply.text)


def test_pages_with_tokens_are_not_stored(fresh: Sandbox) -> None:
    reply = get(fresh)
    assert fresh.access_token in reply.text
    assert fresh.control_token in reply.text
    assert reply.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("headers", [{"Host": "elsewhere.example.com"}, {"Origin": "https://x.y"}])
@pytest.mark.parametrize("path", ["/", "/requests", "/-/static/page.js"])
def test_pages_are_for_this_machine_only(
    fresh: Sandbox, path: str, headers: dict[str, str]
) -> None:
    reply = get(fresh, path, headers=headers)
    assert reply.status_code == 403
    assert reply.text.startswith("The sandbox is for this machine only")
    assert fresh.access_token not in reply.text


@pytest.mark.parametrize("verb", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["", "requests", "faults", "search"])
def test_pages_are_only_for_looking(fresh: Sandbox, verb: str, path: str) -> None:
    assert requests.request(verb, fresh.url + path, timeout=10).status_code in (404, 405)


def test_looking_is_no_request_and_changes_nothing(fresh: Sandbox) -> None:
    before = json.dumps(fresh.dump(), sort_keys=True)
    for path in PATHS:
        look(fresh, path)
    assert fresh.requests == []
    assert json.dumps(fresh.dump(), sort_keys=True) == before


def test_only_the_files_of_the_pages_are_served(fresh: Sandbox) -> None:
    assert get(fresh, "/-/static/page.js").headers["Content-Type"].startswith("text/javascript")
    for name in ("../app.py", "%2e%2e/app.py", "..%2fapp.py", "nothing.js"):
        assert get(fresh, f"/-/static/{name}").status_code == 404


# Access from other machines


@pytest.fixture(scope="module")
def exposed() -> Iterator[Sandbox]:
    with Sandbox(host="0.0.0.0", token="t" * 16, control_token="c" * 16) as sandbox:
        yield sandbox


def test_an_exposed_sandbox_shows_nothing_without_the_control_token(exposed: Sandbox) -> None:
    project = exposed.store.all("project")[0].gid
    for path in (*PATHS, "/search?q=the", f"/0/{project}/list", "/attachment/1"):
        for cookie in ({}, {"Cookie": f"asana-sandbox-{exposed.port}=é"}):
            reply = get(exposed, path, headers={k: v.encode() for k, v in cookie.items()})
            assert reply.status_code == 401
            assert (
                "require the control token" in reply.text or "need the control token" in reply.text
            )
            assert exposed.control_token not in reply.text
            assert exposed.access_token not in reply.text
            assert "Open Pier Street" not in reply.text


def test_the_control_token_opens_an_exposed_sandbox(exposed: Sandbox) -> None:
    with requests.Session() as session:
        url = f"{exposed.url}-/enter"
        for token in ("", "wrong", exposed.access_token):
            headers = {"Authorization": f"Bearer {token}"}
            assert session.post(url, headers=headers, timeout=10).status_code == 401
        assert session.post(url, timeout=10).status_code == 401
        headers = {"Authorization": f"Bearer {exposed.control_token}"}
        reply = session.post(url, headers=headers, timeout=10)
        assert reply.status_code == 204
        cookie = reply.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert exposed.control_token not in cookie
        assert "Open Pier Street" in session.get(exposed.url, timeout=10).text
    assert get(exposed).status_code == 401


# Snippets


def snippet(sandbox: Sandbox, path: str, label: str) -> str:
    source = get(sandbox, path).text
    found = re.search(rf'data-copy="([^"]*)">{label}<', source)
    assert found is not None
    return html.unescape(found[1])


def run(sandbox: Sandbox, command: list[str]) -> str:
    exports = {
        "ASANA_BASE_URL": sandbox.base_url,
        "ASANA_ACCESS_TOKEN": sandbox.access_token,
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    done = subprocess.run(
        command, env=os.environ | exports, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


Sent = Callable[[Api, str], Any]
SENT: dict[str, Sent] = {
    "a query": lambda maya, gid: maya.call("GET", f"/tasks/{gid}?opt_fields=name,notes"),
    "JSON": lambda maya, gid: maya.put(f"/tasks/{gid}", name='It\'s "$HOME" `x` \\ é\n!'),
    "options": lambda maya, gid: maya.call(
        "PUT", f"/tasks/{gid}", json={"data": {"name": "N"}, "options": {"fields": ["name"]}}
    ),
    "a form": lambda maya, gid: maya.call("PUT", f"/tasks/{gid}", data={"name": "a&b=c d"}),
}


@pytest.mark.parametrize("kind", SENT)
@pytest.mark.parametrize("label", ["Copy as curl", "Copy as Python"])
def test_a_copied_request_is_the_same_request(
    fresh: Sandbox, maya: Api, kind: str, label: str
) -> None:
    if label == "Copy as curl" and CURL is None:
        pytest.skip("there is no curl on this machine")
    gid = gid_of(fresh, "task", "Install the espresso machine")
    SENT[kind](maya, gid)
    copied = snippet(fresh, f"/requests/{fresh.requests[-1].id}", label)
    shell = ["sh", "-c", f"{copied} -sS"] if "curl" in label else [sys.executable, "-c", copied]
    run(fresh, shell)
    first, again = fresh.requests[-2:]
    assert (again.method, again.path, again.status) == (first.method, first.path, 200)
    assert again.query == first.query
    assert _data(again.body) == _data(first.body)


def _data(body: Any) -> Any:
    if not isinstance(body, dict) or not body:
        return None
    return {"data": body, "options": {}} if "data" not in body else {"options": {}, **body}


def test_a_task_is_copied_as_a_call_of_its_method(fresh: Sandbox) -> None:
    gid = gid_of(fresh, "task", "Install the espresso machine")
    run(fresh, [sys.executable, "-c", snippet(fresh, f"/1/1/task/{gid}", "Copy as Python")])
    assert fresh.requests[-1].path == f"/tasks/{gid}"


def test_a_deadline_is_late_by_the_clock_of_the_sandbox() -> None:
    clock = Clock()
    with Sandbox(clock=clock) as sandbox:
        gid = gid_of(sandbox, "task", "Install the espresso machine")
        assert "Overdue" not in look(sandbox, f"/1/1/task/{gid}")
        clock.moment += timedelta(days=10)
        assert "Overdue" in look(sandbox, f"/1/1/task/{gid}")
