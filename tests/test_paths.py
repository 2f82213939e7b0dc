"""Paths are built from gids, and nothing but a gid gets into one."""

from decimal import Decimal
from enum import Enum, IntEnum

import pytest

from asana.paths import Path, path, segment


class Project(str, Enum):
    LAUNCH = "1204"
    LOST = "a/b"


class Number(IntEnum):
    LAUNCH = 1204


class Anything(Enum):
    TEXT = "1204"
    NUMBER = 1204
    NOTHING = None
    HALF = 0.5


class Digits:
    """A number of a type of its own, such as numpy's integers."""

    def __init__(self, text: str = "1204") -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text


class Shown(str):
    """A string that shows itself as something else."""

    def __str__(self) -> str:
        return "../shown"


@pytest.mark.parametrize(
    ("gid", "expected"),
    [
        ("1204", "1204"),
        (1204, "1204"),
        (Decimal(1204), "1204"),
        (Digits(), "1204"),
        (Project.LAUNCH, "1204"),
        (Number.LAUNCH, "1204"),
        (Anything.TEXT, "1204"),
        (Anything.NUMBER, "1204"),
        (Shown("1204"), "1204"),
        ("me", "me"),
        ("ann+asana@example.com", "ann+asana@example.com"),
        ("EX-1", "EX-1"),
        ("größe", "gr%C3%B6%C3%9Fe"),
        ("a\\b", "a%5Cb"),
        ("..x", "..x"),
        ("external:7", "external:7"),
        ("external:a/b?c#d%e f", "external:a%2Fb%3Fc%23d%25e%20f"),
        ("external:..", "external:.."),
    ],
)
def test_what_is_a_gid(gid: object, expected: str) -> None:
    assert path("/tasks/{}", gid) == f"/tasks/{expected}"


@pytest.mark.parametrize(
    "gid",
    [
        "",
        ".",
        "..",
        "a/b",
        "1?x=1",
        "1#x",
        "%2e%2e",
        "1 2",
        "1\n",
        "\t1",
        "1\x00",
        "1\x85",
        "1\u2003",
    ],
)
def test_what_is_no_gid(gid: str) -> None:
    with pytest.raises(ValueError, match="not a gid"):
        segment(gid)


@pytest.mark.parametrize("gid", ["external:", "external:a\nb", "external:\x7f"])
def test_what_is_no_external_id(gid: str) -> None:
    with pytest.raises(ValueError, match="not an external id"):
        segment(gid)


@pytest.mark.parametrize("gid", ["\ud800", "external:\ud800"])
def test_half_a_character_is_no_gid(gid: str) -> None:
    with pytest.raises(ValueError, match="not a gid"):
        segment(gid)


@pytest.mark.parametrize(
    "gid",
    [
        None,
        True,
        1.5,
        b"1204",
        bytearray(b"1204"),
        {"gid": "1"},
        {},
        ["1"],
        ("1",),
        {"1"},
        Decimal("1.5"),
        Decimal(-1),
        Decimal("1E+3"),
        Digits("abc"),
        Digits(""),
        Digits("1/2"),
        Digits("１２"),  # noqa: RUF001 - digits, and none of ASCII
        Anything.NOTHING,
        Anything.HALF,
        Anything,
        object(),
    ],
)
def test_another_type_is_no_gid(gid: object) -> None:
    with pytest.raises(TypeError, match="a gid is a string"):
        segment(gid)


@pytest.mark.parametrize("gid", [Project.LOST, Shown("a/b")])
def test_what_a_member_or_a_subclass_holds_may_be_no_gid(gid: str) -> None:
    with pytest.raises(ValueError, match="not a gid: 'a/b'"):
        segment(gid)


def test_a_record_is_no_gid_and_says_what_is() -> None:
    with pytest.raises(TypeError, match=r'write record\["gid"\]'):
        path("/tasks/{}", {"gid": "1204", "name": "a task"})


def test_several_gids_each_in_its_place() -> None:
    assert path("/workspaces/{}/users/{}", "1", "me") == "/workspaces/1/users/me"
    assert path("/tasks") == "/tasks"


def test_a_path_may_know_what_is_special_about_its_endpoint() -> None:
    special = path("/tasks/{}", "1", idempotent=True)
    assert isinstance(special, Path)
    assert (special, special.idempotent, special.pages) == ("/tasks/1", True, None)
    assert type(path("/tasks/{}", "1")) is str
