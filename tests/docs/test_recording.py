"""The picture of a terminal in README shows what its commands print."""

import shutil
import sys
import xml.etree.ElementTree as ElementTree

import pytest

if sys.platform == "win32":
    pytest.skip("the commands are for POSIX shells", allow_module_level=True)

from tests.docs import recording
from tests.docs.snippets import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_the_picture_is_what_the_commands_print() -> None:
    assert recording.PICTURE.read_text(encoding="utf-8") == recording.draw(recording.record())


def test_the_picture_can_be_read() -> None:
    root = ElementTree.fromstring(recording.draw([("echo <&>", True), ("<&>", False)]))
    texts = ["".join(each.itertext()) for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ["$ echo <&>", "<&>"]


def test_readme_fits_on_a_few_screens() -> None:
    assert len(README.splitlines()) <= 200
    assert f"({recording.PICTURE.relative_to(ROOT).as_posix()})" in README
