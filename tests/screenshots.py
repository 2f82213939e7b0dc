"""Take the screenshots for docs/reference/sandbox.md in Chromium: python -m tests.screenshots."""

import tempfile
from pathlib import Path

import requests

from asana.sandbox import Sandbox
from asana.sandbox.records.record import Record
from tests.sandbox.browser import Browser, chromium
from tests.sandbox.conftest import Api, Clock

PICTURES = Path(__file__).parents[1] / "docs/reference"
NOTES = (
    "<body>Three <strong>groups</strong>, the <em>white</em> one.\n"
    '<ul><li>Ask for <a href="https://example.com/offer">the offer</a></li>'
    '<li>Water: <code>3/4"</code>, from the left</li></ul>'
    "<blockquote>Delivery takes two weeks.</blockquote></body>"
)


def main() -> None:
    """Fill a sandbox with data, and take all screenshots."""
    with (
        tempfile.TemporaryDirectory() as home,
        Sandbox(clock=Clock(), rate_limit=150) as sandbox,
        chromium(Path(home)) as driver,
        requests.Session() as session,
    ):
        browser = Browser(driver, sandbox.url)
        maya = Api(sandbox.base_url, sandbox.access_token, session)
        task = _named(sandbox, "task", "Install the espresso machine")
        project = _named(sandbox, "project", "Open Pier Street")
        _fill(sandbox, maya, task.gid, project.gid)
        path = f"/1/{task['workspace'].gid}/project/{project.gid}/task/{task.gid}"
        _take(browser, "task", path)
        _take(browser, "board", f"/0/{project.gid}/board", dark=True)
        _take(browser, "requests", "/requests", height=520)
        _take(browser, "phone", path, width=360, height=740)


def _fill(sandbox: Sandbox, maya: Api, task: str, project: str) -> None:
    maya.put(f"/tasks/{task}", html_notes=NOTES)
    maya.post(f"/tasks/{task}/stories", text="The plumber comes on Thursday.")
    maya.post("/tasks", name="Buy cups", projects=[project])
    sandbox.faults.add("rate_limit", route="get_user", times=1, retry_after=1)
    maya.call("GET", "/users/me")
    maya.get("/users/me")
    maya.call("GET", "/tasks/1199999999999999", params={"opt_fields": "name"})


def _take(
    browser: Browser,
    name: str,
    path: str,
    width: int = 1200,
    height: int = 720,
    dark: bool = False,
) -> None:
    browser.emulate(width, height, dark)
    browser.open(path).picture(PICTURES / f"sandbox-{name}.png")


def _named(sandbox: Sandbox, kind: str, name: str) -> Record:
    return next(each for each in sandbox.store.all(kind) if each["name"] == name)


if __name__ == "__main__":
    main()
