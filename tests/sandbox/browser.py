"""Headless Chromium, driven by selenium, for the tests and screenshots of the pages."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

T = TypeVar("T")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DRIVER = shutil.which("chromedriver")
FLAGS = [
    *("headless=new", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run"),
    *("disable-background-networking", "disable-component-update", "disable-sync"),
    *("force-device-scale-factor=1", "hide-scrollbars", "lang=en-US"),
]
PATIENCE = 20  # seconds before a condition that is not met fails the test


class Browser:
    """The actions of a user of the pages."""

    def __init__(self, driver: webdriver.Chrome, url: str) -> None:
        self.driver = driver
        self.url = url.rstrip("/")

    # Looking

    def open(self, path: str = "/") -> "Browser":
        self.driver.get(self.url + path)
        return self

    def one(self, selector: str) -> WebElement:
        return self.driver.find_element("css selector", selector)

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements("css selector", selector)

    def text(self, selector: str = "main") -> str:
        return str(self.one(selector).text)

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def until(self, met: Callable[[], T]) -> T:
        """Wait for a condition, even if elements of the previous page disappear."""
        wait = WebDriverWait(self.driver, PATIENCE, 0.05, ignored_exceptions=[WebDriverException])
        found: T = wait.until(lambda _: met())
        return found

    def notice(self, words: str) -> None:
        """Wait for a notice, which is shown after a change and the reload of the page."""
        self.until(lambda: words in self.text("#notice"))

    def heading(self) -> str:
        return self.text("h1")

    # Acting

    def click(self, selector: str) -> None:
        self.one(selector).click()

    def unfold(self) -> None:
        """Open everything that can be opened."""
        for summary in self.all("details:not([open]) > summary"):
            summary.click()

    def fill(self, selector: str, words: str) -> None:
        field = self.one(selector)
        field.clear()
        field.send_keys(words)

    def choose(self, selector: str, words: str) -> None:
        for option in self.one(selector).find_elements("css selector", "option"):
            if option.text == words:
                return option.click()
        raise LookupError(words)

    def press(self, *keys: str) -> None:
        """Type on the keyboard, wherever the focus is."""
        self.driver.switch_to.active_element.send_keys(*keys)

    def tab_to(self, selector: str, most: int = 150) -> None:
        """Press Tab until an element has the focus."""
        for _ in range(most):
            self.press(Keys.TAB)
            if self.run("return document.activeElement.matches(arguments[0])", selector):
                return
        raise AssertionError(f"Tab never comes to {selector}")

    # Appearance

    def emulate(self, width: int = 1280, height: int = 800, dark: bool = False) -> None:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})

    def picture(self, path: Path) -> None:
        self.driver.save_screenshot(str(path))


@contextmanager
def chromium(home: Path) -> Iterator[webdriver.Chrome]:
    """Run a browser with its own profile."""
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in (*FLAGS, f"user-data-dir={home}"):
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options, webdriver.ChromeService(DRIVER))
    try:
        yield driver
    finally:
        driver.quit()
