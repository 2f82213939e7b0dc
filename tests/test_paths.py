"""Paths are built from gids, and nothing but a gid gets into one."""

import pytest

from asana.paths import path, segment


@pytest.mark.parametrize(
    ("gid", "expected"),
    [
        ("1204", "1204"),
        (1204, "1204"),
        (b"1204", "1204"),
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


@pytest.mark.parametrize("gid", [None, True, 1.5, {"gid": "1"}, ["1"]])
def test_another_type_is_no_gid(gid: object) -> None:
    with pytest.raises(TypeError, match="a gid is a string"):
        segment(gid)


def test_several_gids_each_in_its_place() -> None:
    assert path("/workspaces/{}/users/{}", "1", "me") == "/workspaces/1/users/me"
    assert path("/tasks") == "/tasks"
