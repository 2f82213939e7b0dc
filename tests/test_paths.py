"""Building paths from gids, and rejecting everything that is not a gid."""

from decimal import Decimal
from enum import Enum, IntEnum

import pytest

from asana._call.paths import Path, path, segment


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
    """A number that, like numpy's integers, is not an ``int``."""

    def __init__(self, text: str = "1204") -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text


class Shown(str):
    """A string whose ``str()`` is something else."""

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
def test_a_gid_becomes_a_path_segment(gid: object, expected: str) -> None:
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
def test_an_invalid_gid_is_refused(gid: str) -> None:
    with pytest.raises(ValueError, match="not a gid"):
        segment(gid)


@pytest.mark.parametrize("gid", ["external:", "external:a\nb", "external:\x7f"])
def test_an_invalid_external_id_is_refused(gid: str) -> None:
    with pytest.raises(ValueError, match="not an external id"):
        segment(gid)


@pytest.mark.parametrize("gid", ["\ud800", "external:\ud800"])
def test_a_lone_surrogate_is_refused(gid: str) -> None:
    with pytest.raises(ValueError, match=r"not (a gid|an external id): '.*\\ud800'"):
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
        Digits("１２"),  # noqa: RUF001 - digits outside ASCII
        Anything.NOTHING,
        Anything.HALF,
        Anything,
        object(),
    ],
)
def test_a_gid_of_another_type_is_refused(gid: object) -> None:
    with pytest.raises(TypeError, match="gid must be a string"):
        segment(gid)


def test_the_type_of_what_is_no_gid_is_named() -> None:
    with pytest.raises(TypeError, match=r"^gid must be a string, not float$"):
        segment(1.5)


@pytest.mark.parametrize("gid", [Project.LOST, Shown("a/b")])
def test_the_value_of_an_enum_member_or_subclass_is_checked(gid: str) -> None:
    with pytest.raises(ValueError, match="not a gid: 'a/b'"):
        segment(gid)


def test_a_record_as_gid_is_refused_with_advice() -> None:
    with pytest.raises(TypeError, match=r'use record\["gid"\]'):
        path("/tasks/{}", {"gid": "1204", "name": "a task"})


def test_several_gids_fill_the_template_in_order() -> None:
    assert path("/workspaces/{}/users/{}", "1", "me") == "/workspaces/1/users/me"
    assert path("/tasks") == "/tasks"


def test_a_path_carries_the_properties_of_its_endpoint() -> None:
    special = path("/tasks/{}", "1", idempotent=True)
    assert isinstance(special, Path)
    assert (special, special.idempotent, special.pages) == ("/tasks/1", True, None)
    assert path("/tasks/{}", "1").template == "/tasks/{}"
