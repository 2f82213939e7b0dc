"""The pages in Chromium: actions, blocked scripts, and appearance."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

pytest.importorskip("selenium", reason="selenium is not installed")

from selenium.webdriver.common.keys import Keys

from asana.sandbox.records.record import Record
from asana.sandbox.web.server import Sandbox
from tests.sandbox.browser import CHROMIUM, DRIVER, Browser, chromium
from tests.sandbox.conftest import Api, Clock

pytestmark = pytest.mark.skipif(
    CHROMIUM is None or DRIVER is None, reason="there is no Chromium with its chromedriver"
)

TASK = "Install the espresso machine"
PROJECT = "Open Pier Street"
LONG = "W" * 300
PASTE = "navigator.clipboard.readText().then(arguments[0], () => arguments[0](null))"


@pytest.fixture(scope="module")
def fresh() -> Iterator[Sandbox]:
    with Sandbox(clock=Clock(), rate_limit=1500) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def exposed() -> Iterator[Sandbox]:
    with Sandbox(host="0.0.0.0", token="t" * 16, control_token="c" * 16) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def running(fresh: Sandbox) -> Iterator[Browser]:
    with tempfile.TemporaryDirectory() as home, chromium(Path(home)) as driver:
        yield Browser(driver, fresh.url)


@pytest.fixture
def browser(fresh: Sandbox, running: Browser) -> Iterator[Browser]:
    """A browser on a fresh sandbox, without console messages at the end."""
    fresh.reset()
    running.emulate()
    running.driver.get_log("browser")  # type: ignore[no-untyped-call]
    yield running
    complaints = running.driver.get_log("browser")  # type: ignore[no-untyped-call]
    assert [each["message"] for each in complaints if "429" not in each["message"]] == []


@pytest.fixture
def maya(fresh: Sandbox) -> Iterator[Api]:
    with requests.Session() as session:
        yield Api(fresh.base_url, fresh.access_token, session)


def named(sandbox: Sandbox, kind: str, name: str) -> Record:
    return next(each for each in sandbox.store.all(kind) if each["name"] == name)


def task_path(sandbox: Sandbox, name: str = TASK) -> str:
    task = named(sandbox, "task", name)
    return f"/1/{task['workspace'].gid}/task/{task.gid}"


def list_path(sandbox: Sandbox, view: str = "list") -> str:
    return f"/0/{named(sandbox, 'project', PROJECT).gid}/{view}"


# Actions


def test_open_a_task_from_the_overview(browser: Browser) -> None:
    browser.open()
    browser.driver.find_element("link text", PROJECT).click()
    browser.until(lambda: browser.heading() == PROJECT)
    browser.driver.find_element("link text", TASK).click()
    browser.until(lambda: browser.heading() == TASK)


def test_edit_a_task(fresh: Sandbox, browser: Browser) -> None:
    browser.open(task_path(fresh))
    browser.click("#edit summary")
    browser.fill("#edit-name", "Install it ❤ <b>")
    browser.choose("#edit-assignee", "Priya Nair")
    browser.run("document.querySelector('#edit-due').value = '2026-05-09'")
    browser.fill("#edit-notes", "First\n\nSecond")
    browser.click("#edit .main")
    browser.notice("Saved.")
    assert browser.heading() == "Install it ❤ <b>"
    task = named(fresh, "task", "Install it ❤ <b>")
    assert (task["assignee"]["name"], task["due_on"]) == ("Priya Nair", "2026-05-09")
    assert task["notes"] == "First\n\nSecond"
    assert fresh.requests[-1].method == "PUT"


def test_only_what_was_changed_is_sent(fresh: Sandbox, maya: Api, browser: Browser) -> None:
    gid = named(fresh, "task", TASK).gid
    maya.put(f"/tasks/{gid}", html_notes="<body>\n<strong>A</strong></body>")
    fresh.requests.clear()
    browser.open(task_path(fresh))
    browser.click("#edit summary")
    browser.click("#edit .main")
    browser.notice("Nothing was changed.")
    assert fresh.requests == []
    browser.choose("#edit-assignee", "Nobody")
    browser.run("document.querySelector('#edit-due').value = ''")
    browser.click("#edit .main")
    browser.notice("Saved.")
    assert fresh.requests[-1].body == {"data": {"assignee": None, "due_on": None}}
    assert named(fresh, "task", TASK)["html_notes"] == "<body>\n<strong>A</strong></body>"


def test_edit_custom_fields(fresh: Sandbox, maya: Api, browser: Browser) -> None:
    task, project = named(fresh, "task", TASK), named(fresh, "project", PROJECT)
    kinds = {"Priority": "enum", "Cost": "number", "Note": "text", "Day": "date"}
    for name in ("Note", "Day"):
        given = {"workspace": project["workspace"].gid, "resource_subtype": kinds[name]}
        field = maya.post("/custom_fields", name=name, **given)["gid"]
        maya.post(f"/projects/{project.gid}/addCustomFieldSetting", custom_field=field)
    ids = {name: f"#field-{named(fresh, 'custom_field', name).gid}" for name in kinds}
    browser.open(task_path(fresh))
    browser.click("#edit summary")
    browser.choose(ids["Priority"], "Low")
    browser.fill(ids["Cost"], "12.5")
    browser.fill(ids["Note"], "<b>")
    browser.run("document.querySelector(arguments[0]).value = '2026-05-09'", ids["Day"])
    browser.click("#edit .main")
    browser.notice("Saved.")
    values = {
        field["name"]: field["display_value"]
        for field in maya.get(f"/tasks/{task.gid}")["custom_fields"]
    }
    assert (
        values.items()
        >= {**{"Priority": "Low", "Cost": "€12.50", "Note": "<b>", "Day": "2026-05-09"}}.items()
    )
    browser.click("#edit summary")
    browser.choose(ids["Priority"], "")
    browser.fill(ids["Cost"], "")
    browser.click("#edit .main")

    def saved() -> list[Any]:  # the notice of the first change may still be shown
        return [each.body for each in fresh.requests if each.method == "PUT"]

    browser.until(lambda: len(saved()) == 2)
    assert list(saved()[1]["data"]["custom_fields"].values()) == [None, None]


def test_a_refusal_is_shown_and_what_was_typed_stays(fresh: Sandbox, browser: Browser) -> None:
    browser.open(task_path(fresh))
    browser.click("#edit summary")
    browser.fill("#edit-name", "Kept")
    fresh.faults.add(status=429, retry_after=3, message="<img src=x>")
    browser.click("#edit .main")
    browser.notice("429: <img src=x> (retry after 3 s)")
    assert browser.one("#edit-name").get_property("value") == "Kept"
    fresh.faults.clear()
    browser.click("#edit .main")
    browser.notice("Saved.")
    assert browser.heading() == "Kept"


@pytest.mark.parametrize("fault", ["drop_before", "garbage_body", "cut_body"])
def test_a_broken_response_is_shown(fresh: Sandbox, running: Browser, fault: str) -> None:
    fresh.reset()
    running.open(task_path(fresh))
    fresh.faults.add(fault)
    running.fill("#comment", "Lost?")
    running.one("#comment").submit()
    running.until(lambda: "failed" in (running.one("#notice").get_attribute("class") or ""))
    assert running.text("#notice")
    assert running.one("#comment").get_property("value") == "Lost?"
    running.driver.get_log("browser")  # type: ignore[no-untyped-call]


def test_complete_and_reopen_a_task_in_a_list(fresh: Sandbox, browser: Browser) -> None:
    gid = named(fresh, "task", TASK).gid
    browser.open(list_path(fresh))
    browser.click(f"#check-{gid}")
    browser.notice("Completed.")
    assert named(fresh, "task", TASK)["completed"]
    assert browser.one(f"#check-{gid}").get_attribute("aria-pressed") == "true"
    assert browser.run("return document.activeElement.id") == f"check-{gid}"
    browser.click(f"#check-{gid}")
    browser.notice("Reopened.")
    assert not named(fresh, "task", TASK)["completed"]


def test_create_a_task_in_a_section(fresh: Sandbox, browser: Browser) -> None:
    browser.open(list_path(fresh))
    browser.click("#new summary")
    browser.fill("#new-name", "Buy cups")
    browser.choose("#new-place", "People")
    browser.click("#new .main")
    browser.notice("Created.")
    (membership,) = named(fresh, "task", "Buy cups")["memberships"]
    assert membership["section"]["name"] == "People"
    assert browser.driver.find_element("link text", "Buy cups")


def test_comment_and_add_a_subtask(fresh: Sandbox, browser: Browser) -> None:
    browser.open(task_path(fresh))
    browser.fill("#comment", "Done by\nThursday?")
    browser.one("#comment").submit()
    browser.notice("Commented.")
    assert browser.text(".stories .rich") == "Done by\nThursday?"
    browser.fill("#sub-name", "Clean the steam wand")
    browser.press(Keys.ENTER)
    browser.notice("Created.")
    names = [each["name"] for each in named(fresh, "task", TASK)["subtasks"]]
    assert names[-1] == "Clean the steam wand"


def test_move_a_task_to_another_section(fresh: Sandbox, browser: Browser) -> None:
    browser.open(task_path(fresh))
    browser.choose("select[name=section]", "Opening day")
    browser.one("select[name=section]").submit()
    browser.notice("Moved.")
    (membership,) = named(fresh, "task", TASK)["memberships"]
    assert membership["section"]["name"] == "Opening day"


def test_drag_a_card_to_another_column(fresh: Sandbox, browser: Browser) -> None:
    browser.open(list_path(fresh, "board"))
    card = browser.one(f".card[data-task='{named(fresh, 'task', TASK).gid}']")
    lane = browser.one(f".lane[data-section='{named(fresh, 'section', 'People').gid}']")
    browser.run(
        """
        const transfer = new DataTransfer();
        const send = (element, type) => element.dispatchEvent(new DragEvent(
            type, {bubbles: true, cancelable: true, dataTransfer: transfer}));
        send(arguments[0], "dragstart"); send(arguments[1], "dragover"); send(arguments[1], "drop");
        """,
        card,
        lane,
    )
    browser.notice("Moved.")
    (membership,) = named(fresh, "task", TASK)["memberships"]
    assert membership["section"]["name"] == "People"


def test_search(fresh: Sandbox, browser: Browser) -> None:
    browser.open()
    browser.fill("#q", "espresso")
    browser.press(Keys.ENTER)
    browser.until(lambda: browser.heading() == "Search")
    browser.driver.find_element("link text", TASK).click()
    browser.until(lambda: browser.heading() == TASK)
    browser.fill("#q", named(fresh, "task", "Paint the walls").gid)
    browser.press(Keys.ENTER)
    browser.until(lambda: browser.heading() == "Paint the walls")


def test_switch_the_user(fresh: Sandbox, browser: Browser) -> None:
    browser.open(task_path(fresh))
    browser.choose("#as", "Tom Okafor")
    browser.click(".actor button")
    browser.until(lambda: "as=" in browser.driver.current_url)
    assert browser.text("label[for=comment]") == "Comment as Tom Okafor"
    browser.fill("#comment", "It is Tom.")
    browser.one("#comment").submit()
    browser.notice("Commented.")
    story = next(each for each in fresh.store.all("story") if each["text"] == "It is Tom.")
    assert story["created_by"]["name"] == "Tom Okafor"
    browser.driver.find_element("link text", PROJECT).click()
    browser.until(lambda: browser.heading() == PROJECT)
    assert browser.run("return document.querySelector('#as').selectedOptions[0].text") == (
        "Tom Okafor"
    )


def test_inspect_a_request(fresh: Sandbox, maya: Api, browser: Browser) -> None:
    maya.call("POST", "/tasks?opt_fields=name", json={"data": {"name": "No place"}})
    browser.open("/requests")
    assert "400 Error" in browser.text(".log")
    browser.driver.find_element("link text", "POST /tasks").click()
    browser.until(lambda: browser.heading() == "POST /tasks")
    assert '"name": "No place"' in browser.text()
    assert "opt_fields" in browser.text()


def test_follow_the_requests_as_they_come(fresh: Sandbox, maya: Api, browser: Browser) -> None:
    browser.open("/requests")
    assert "None yet." in browser.text()
    browser.click("input[data-live]")
    maya.get("/users/me")
    browser.until(lambda: "GET /users/me" in browser.text())


def test_copy(fresh: Sandbox, browser: Browser) -> None:
    granted = {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    browser.driver.execute_cdp_cmd("Browser.grantPermissions", granted)
    gid = named(fresh, "task", TASK).gid
    browser.open(task_path(fresh))
    for label, copied in (
        ("Copy gid", gid),
        ("Copy as curl", f'"$ASANA_BASE_URL"/tasks/{gid}'),
        ("Copy as Python", f'client.tasks.get_task("{gid}")'),
    ):
        browser.driver.find_element("xpath", f"//button[text()='{label}']").click()
        browser.notice("Copied.")
        assert copied in browser.driver.execute_async_script(PASTE)
        browser.run("document.querySelector('#notice').textContent = ''")


def test_show_json(fresh: Sandbox, browser: Browser) -> None:
    browser.open(task_path(fresh))
    browser.click("details[data-json] summary")
    browser.until(lambda: f'"gid": "{named(fresh, "task", TASK).gid}"' in browser.text("aside pre"))
    assert fresh.requests[-1].path == f"/tasks/{named(fresh, 'task', TASK).gid}"
    browser.open(f"/record/{fresh.store.all('portfolio')[0].gid}")
    browser.until(lambda: '"resource_type": "portfolio"' in browser.text("pre"))


def test_add_a_fault_and_see_a_client_survive_it(fresh: Sandbox, browser: Browser) -> None:
    browser.open("/faults")
    browser.fill("#times", "1")
    browser.fill("#route", "get_user")
    browser.fill("#retry_after", "0")
    browser.click("form.fields .main")
    browser.notice("Added.")
    assert "0 of 1 hits" in browser.text()
    assert fresh.client().users.me()["name"] == "Maya Lindqvist"
    browser.open("/faults")
    assert "1 of 1 hits Used up" in browser.text().replace("\n", " ")
    browser.open("/requests")
    assert "Fault: rate_limit" in browser.text()
    browser.open("/faults")
    browser.click("#clear")
    browser.notice("No faults are left.")
    assert list(fresh.faults) == []


def test_each_part_of_the_form_of_a_fault_is_sent(fresh: Sandbox, browser: Browser) -> None:
    browser.open("/faults")
    browser.run("document.querySelector('#fault').value = ''")
    for field, words in {
        **{"status": "503", "latency": "0.25", "route": "POST /tasks", "times": "3"},
        **{"probability": "0.5", "retry_after": "7", "message": "Busy", "seed": "1"},
    }.items():
        browser.fill(f"#{field}", words)
    browser.click("#effect")
    browser.click("form.fields .main")
    browser.notice("Added.")
    (fault,) = fresh.faults
    assert fault.as_json() == {
        **{"id": fault.id, "fault": None, "status": 503, "latency": 0.25, "route": "POST /tasks"},
        **{"times": 3, "probability": 0.5, "retry_after": 7, "message": "Busy", "effect": True},
        "hits": 0,
    }
    browser.click(f"#remove-{fault.id}")
    browser.notice("Removed.")
    browser.fill("#route", "nothing")
    browser.click("form.fields .main")
    browser.until(lambda: "there is no method 'nothing'" in browser.text("#notice"))
    browser.driver.get_log("browser")  # type: ignore[no-untyped-call]


def test_reset(fresh: Sandbox, maya: Api, browser: Browser) -> None:
    maya.post(
        "/tasks", name="Gone soon", assignee="me", workspace=maya.get("/workspaces")[0]["gid"]
    )
    browser.open()
    assert "Gone soon" in browser.text()
    browser.click("#reset")
    browser.driver.switch_to.alert.dismiss()
    assert "Gone soon" in browser.text()
    browser.click("#reset")
    browser.driver.switch_to.alert.accept()
    browser.notice("The initial state is restored.")
    assert "Gone soon" not in browser.text()
    assert fresh.requests == []


@pytest.mark.parametrize("what", ["offsets", "sync", "access"])
def test_expire(fresh: Sandbox, maya: Api, browser: Browser, what: str) -> None:
    listing = maya.call(
        "GET",
        list_path(fresh).replace("/0/", "/projects/").replace("list", "tasks"),
        params={"limit": 1},
    ).json()
    browser.open()
    browser.click(f"#expire-{what}")
    browser.notice("are expired.")
    again = maya.call("GET", listing["next_page"]["path"])
    assert again.status_code == (400 if what == "offsets" else 200)


def test_save(tmp_path: Path, running: Browser) -> None:
    path = tmp_path / "state.json"
    with Sandbox(data=path, save=True) as sandbox:
        browser = Browser(running.driver, sandbox.url).open()
        browser.click("#save")
        browser.notice("Saved.")
        assert path.stat().st_size > 10_000


def test_5000_tasks_are_paged(fresh: Sandbox, browser: Browser) -> None:
    tasks = [{"name": f"Task {n}", "project": "Long"} for n in range(5000)]
    fresh.load({"projects": [{"name": "Long"}], "tasks": tasks})
    browser.open(f"/0/{named(fresh, 'project', 'Long').gid}/list")
    assert len(browser.all(".row")) == 99
    browser.driver.find_element("link text", "Next").click()
    browser.until(lambda: "Page 2 of 51" in browser.text())
    browser.driver.find_element("link text", "Last").click()
    browser.until(lambda: "Page 51 of 51" in browser.text())
    assert browser.all(".row .what a")[-1].text == "Task 4999"


def test_the_control_token_is_asked_for_where_others_can_reach_it(
    exposed: Sandbox, running: Browser
) -> None:
    browser = Browser(running.driver, exposed.url).open("/requests")
    browser.fill("#token", "wrong")
    browser.press(Keys.ENTER)
    browser.notice("This is not the control token.")
    browser.fill("#token", exposed.control_token)
    browser.press(Keys.ENTER)
    browser.until(lambda: browser.heading() == "Requests")
    browser.open()
    browser.click("#expire-sync")
    browser.notice("are expired.")


# The keyboard


def test_everything_is_done_with_the_keyboard(fresh: Sandbox, browser: Browser) -> None:
    browser.open()
    browser.tab_to(".skip")
    assert browser.run("return document.activeElement.getBoundingClientRect().top >= 0")
    browser.press(Keys.ENTER)
    browser.tab_to(".project a")
    browser.press(Keys.ENTER)
    browser.until(lambda: browser.heading() == PROJECT)
    browser.tab_to("#new summary")
    browser.press(Keys.ENTER)
    browser.tab_to("#new-name")
    browser.press("By keyboard", Keys.ENTER)
    browser.notice("Created.")
    task = named(fresh, "task", "By keyboard")
    browser.tab_to(f".card a[href*='{task.gid}']")
    browser.press(Keys.ENTER)
    browser.until(lambda: browser.heading() == "By keyboard")
    browser.tab_to(f"#check-{task.gid}")
    browser.press(Keys.SPACE)
    browser.notice("Completed.")
    browser.tab_to("#comment")
    browser.press("Typed")
    browser.tab_to("#comment ~ *, form.fields .main")
    browser.press(Keys.ENTER)
    browser.notice("Commented.")
    browser.tab_to("select[name=section]")
    browser.press("Opening day")
    browser.tab_to("aside button")
    browser.press(Keys.ENTER)
    browser.notice("Moved.")
    (membership,) = task["memberships"]
    assert membership["section"]["name"] == "Opening day"
    assert [each["text"] for each in fresh.store.all("story") if each["type"] == "comment"][-1] == (
        "Typed"
    )


def every_page(sandbox: Sandbox, maya: Api) -> list[str]:
    """All kinds of pages, each with content that is as long as possible."""
    task, project = named(sandbox, "task", TASK), named(sandbox, "project", PROJECT)
    for path in (f"/tasks/{task.gid}", f"/projects/{project.gid}"):
        maya.put(path, name=f"{LONG} {TASK}")
    maya.put(f"/tasks/{task.gid}", notes=f"{LONG}\n{LONG}", due_on="2026-02-01")
    maya.post(f"/tasks/{task.gid}/stories", text=LONG)
    maya.post(f"/tasks/{task.gid}/subtasks", name=LONG)
    upload = {"file": (f"{LONG[:100]}.txt", b"x", "text/plain")}
    maya.call("POST", "/attachments", data={"parent": task.gid}, files=upload)
    maya.call("GET", f"/tasks/{LONG}")
    sandbox.faults.add("rate_limit", route="get_workspace", message=LONG)
    place = f"/1/{task['workspace'].gid}"
    return [
        *("/", "/requests", f"/requests/{sandbox.requests[-1].id}", "/events", "/webhooks"),
        *("/faults", f"/search?q={LONG[:20]}", list_path_of(project), f"/0/{project.gid}/board"),
        *(f"{place}/task/{task.gid}", place, f"{place}/alone", f"/record/{project.gid}"),
        *(f"/0/profile/{sandbox.user.gid}", "/record/1"),
    ]


def list_path_of(project: Record) -> str:
    return f"/0/{project.gid}/list"


IN_THE_TREE = """
const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
const broken = (name) => [...document.querySelectorAll(`[${name}]`)].filter(
    (each) => !document.getElementById(each.getAttribute(name)));
return {
    headings: document.querySelectorAll("h1").length,
    landmarks: ["header", "nav", "main", "footer"].filter((each) => !document.querySelector(each)),
    twice: ids.filter((each, n) => ids.indexOf(each) !== n),
    broken: [...broken("for"), ...broken("aria-labelledby"), ...broken("aria-describedby")].length,
    language: document.documentElement.lang,
}
"""


def test_a_screen_reader_finds_its_way(fresh: Sandbox, maya: Api, browser: Browser) -> None:
    for path in every_page(fresh, maya):
        browser.open(path)
        expected = {"headings": 1, "landmarks": [], "twice": [], "broken": 0, "language": "en"}
        assert browser.run(IN_THE_TREE) == expected, path
        browser.unfold()
        controls = browser.all("button, input:not([type=hidden]), select, textarea, summary, meter")
        assert [
            each.get_attribute("outerHTML") for each in controls if not each.accessible_name
        ] == []
    browser.driver.get_log("browser")  # type: ignore[no-untyped-call]


def test_the_focus_is_visible(fresh: Sandbox, browser: Browser) -> None:
    browser.open(task_path(fresh))
    for _ in range(80):
        browser.press(Keys.TAB)
        focused = browser.driver.switch_to.active_element
        if focused.tag_name == "body":  # after the last one
            return
        style = browser.run("return getComputedStyle(arguments[0]).outlineStyle", focused)
        assert style != "none", focused.get_attribute("outerHTML")
    raise AssertionError("Tab never comes to the end")


# Appearance


@pytest.mark.parametrize("width", [320, 360])
def test_nothing_is_wider_than_the_window(
    fresh: Sandbox, maya: Api, browser: Browser, width: int
) -> None:
    browser.emulate(width, 780)
    for path in every_page(fresh, maya):
        browser.open(path)
        browser.unfold()
        found = browser.run("return [document.documentElement.scrollWidth, window.innerWidth]")
        assert found == [width, width], path
    browser.driver.get_log("browser")  # type: ignore[no-untyped-call]


# The lowest contrast of any text with its background, and that text.
CONTRAST = """
const hidden = ".hidden, noscript, script";
const light = (rgb) => rgb.map((c) => c / 255).map(
    (c) => c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4
).reduce((sum, c, n) => sum + c * [.2126, .7152, .0722][n], 0);
const parse = (color) => (color.match(/[\\d.]+/g) || []).map(Number);
const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
        const color = parse(getComputedStyle(each).backgroundColor);
        if (color.length === 3 || color[3] === 1) return color.slice(0, 3);
    }
    return [255, 255, 255];
};
let worst = [21, ""];
for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !element.checkVisibility() || element.closest(hidden)) continue;
    const front = parse(getComputedStyle(element).color).slice(0, 3);
    const [a, b] = [light(front), light(behind(element))];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < worst[0]) worst = [ratio, element.outerHTML.slice(0, 200)];
}
return worst;
"""


@pytest.mark.parametrize("dark", [False, True])
def test_all_text_is_legible(fresh: Sandbox, maya: Api, browser: Browser, dark: bool) -> None:
    browser.emulate(dark=dark)
    for path in every_page(fresh, maya):
        browser.open(path)
        ratio, element = browser.run(CONTRAST)
        assert ratio >= 4.5, (path, element)
    background = browser.run("return getComputedStyle(document.body).backgroundColor")
    assert (background == "rgb(23, 24, 26)") is dark
    browser.driver.get_log("browser")  # type: ignore[no-untyped-call]


# Blocked scripts

RUN = "window.ran=1"
NASTY = [
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f'"><svg/onload={RUN}>',
    f"' autofocus onfocus={RUN} x='",
    f"</textarea></title></pre><script>{RUN}</script>",
    f"javascript:{RUN}",
    f"{{{{ [].constructor.constructor('{RUN}')() }}}}",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'>",
]
RICH = f"""<body><script>{RUN}</script><img src="x" onerror="{RUN}"/><a href="javascript:{RUN}"
onclick="{RUN}">words</a><svg onload="{RUN}"/><iframe src="javascript:{RUN}"/>
<form action="/"><button formaction="javascript:{RUN}">go</button></form></body>"""


def load_nasty(sandbox: Sandbox, maya: Api, words: str) -> list[str]:
    """Put the text everywhere possible, and return the pages that show it."""
    place = sandbox.store.all("workspace")[0].gid
    subtype = {"resource_subtype": "text"}
    field = maya.post("/custom_fields", name=words, workspace=place, **subtype)["gid"]
    project = maya.post("/projects", name=words, workspace=place, html_notes="<body/>")["gid"]
    maya.post(f"/projects/{project}/addCustomFieldSetting", custom_field=field)
    maya.post(f"/projects/{project}/sections", name=words)
    tag = maya.post("/tags", name=words, workspace=place)["gid"]
    fields: dict[str, Any] = {"projects": [project], "tags": [tag], "custom_fields": {field: words}}
    task = maya.post("/tasks", name=words, notes=words, **fields)["gid"]
    maya.post(f"/tasks/{task}/subtasks", name=words)
    story = maya.post(f"/tasks/{task}/stories", text=words)["gid"]
    upload = {"file": (words, b"x", "text/html")}
    maya.call("POST", "/attachments", data={"parent": task}, files=upload)
    record = sandbox.store.get("task", task)
    sandbox.store.create("attachment", name=words, parent=record, url=f"javascript:{RUN}")
    for kind, gid, name in (("task", task, "html_notes"), ("story", story, "html_text")):
        found = sandbox.store.get(kind, gid)
        assert found is not None
        sandbox.store.change(found, **{name: RICH})  # bypassing the checks of the API
    sandbox.store.change(sandbox.user, name=words)
    sandbox.faults.add(status=404, message=words, times=1)
    maya.call("GET", f"/{words}", params={words: words})
    number = sandbox.requests[-1].id
    return [
        *("/", f"/1/{place}", f"/0/{project}/list", f"/0/{project}/board", f"/1/1/task/{task}"),
        *(f"/0/{tag}/list", "/search?q=ran", "/events", "/requests", f"/requests/{number}"),
        *(
            f"/requests/{number - 2}",
            "/faults",
            f"/record/{project}",
            f"/0/profile/{sandbox.user.gid}",
        ),
    ]


@pytest.mark.parametrize("words", [" ".join(NASTY), NASTY[-1]])
def test_nothing_that_a_task_contains_runs(
    fresh: Sandbox, maya: Api, browser: Browser, words: str
) -> None:
    for path in load_nasty(fresh, maya, words):
        browser.open(path)
        browser.unfold()
        for link in browser.all("main a"):
            assert (link.get_attribute("href") or "").startswith(("http", "mailto:")), path
        browser.run("document.querySelectorAll('main [tabindex]').forEach((each) => each.focus())")
        assert browser.run("return window.ran") is None, path
        assert browser.all("main iframe, main svg, main script, main img, main [onclick]") == []
    # The policy has blocked nothing, because nothing reached it.
    log = browser.driver.get_log("browser")  # type: ignore[no-untyped-call]
    assert [each["message"] for each in log] == []


def test_the_policy_would_stop_what_came_that_far(fresh: Sandbox, running: Browser) -> None:
    running.open()
    running.run(
        "const script = document.createElement('script'); script.textContent = 'window.ran = 1';"
        "document.body.append(script)"
    )
    assert running.run("return window.ran") is None
    (blocked,) = running.driver.get_log("browser")  # type: ignore[no-untyped-call]
    assert "Content Security Policy" in blocked["message"]
