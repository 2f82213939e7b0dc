"""The built site in Chromium: search, redirects, dark mode, and no requests to other hosts."""

import functools
import http.server
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytest.importorskip("selenium", reason="selenium is not installed")

from tests.docs.site import Site
from tests.sandbox.browser import CHROMIUM, DRIVER, Browser, chromium

pytestmark = pytest.mark.skipif(
    CHROMIUM is None or DRIVER is None, reason="there is no Chromium with its chromedriver"
)

LOADED = "return performance.getEntriesByType('resource').map(each => each.name)"
OLD = {
    "cli.html": "how-to/cli.html",
    "moving-from-5x.html": "moving/from-asana-5x.html",
    "sandbox.html#find-misspelled-names": "reference/sandbox.html#find-misspelled-names",
    "upgrading.html": "moving/from-python-asana.html",
}


@pytest.fixture(scope="module")
def running(built: Site) -> Iterator[Browser]:
    with (
        tempfile.TemporaryDirectory() as home,
        served(built.folder) as url,
        chromium(Path(home)) as driver,
    ):
        yield Browser(driver, url)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine; yield its URL."""
    handler = functools.partial(Files, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


class Files(http.server.SimpleHTTPRequestHandler):
    """Serves files, and an empty response for the icon that browsers request."""

    def do_GET(self) -> None:
        if self.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def browser(running: Browser) -> Iterator[Browser]:
    """A browser; afterwards it has loaded nothing from other hosts, and logged no error."""
    running.emulate()
    yield running
    assert [each for each in running.run(LOADED) if not each.startswith(running.url)] == []
    complaints = running.driver.get_log("browser")  # type: ignore[no-untyped-call]
    assert [each["message"] for each in complaints] == []


def test_search_finds_a_method(browser: Browser) -> None:
    browser.open("/index.html").fill("input[name=q]", "create_task")
    browser.one("input[name=q]").submit()
    link = "#search-results a[href*='reference/api/tasks.html']"
    browser.until(lambda: browser.one(link)).click()
    browser.until(lambda: "reference/api/tasks.html" in browser.driver.current_url)
    assert "client.tasks.create_task(" in browser.text("article")


@pytest.mark.parametrize(("old", "new"), OLD.items())
def test_an_old_address_leads_to_the_new_one(old: str, new: str, browser: Browser) -> None:
    browser.open(f"/{old}")
    browser.until(lambda: browser.driver.current_url == f"{browser.url}/{new}")
    browser.until(lambda: browser.one("h1"))
    anchor = new.partition("#")[2]
    if anchor:
        assert browser.one(f"[id='{anchor}']")


@pytest.mark.parametrize("page", ["index.html", "how-to/cli.html", "reference/api/tasks.html"])
def test_a_page_is_dark_where_the_system_is(page: str, browser: Browser) -> None:
    def brightness() -> int:
        color = browser.one("body").value_of_css_property("background-color")
        return int(color.partition("(")[2].partition(",")[0])

    browser.open(f"/{page}")
    assert brightness() > 200
    browser.emulate(dark=True)
    assert brightness() < 50
