"""The file that keeps the OAuth token of a script's user."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from asana.stores import OAuthTokenFile

TOKEN = {"access_token": "a", "refresh_token": "r", "expires_in": 3600, "scope": ["default"]}


def test_a_token_is_kept_as_it_is(tmp_path: Path) -> None:
    file = OAuthTokenFile(tmp_path / "token.json")
    assert file.load() is None
    file.save(TOKEN)
    file.save({**TOKEN, "access_token": "b"})
    assert OAuthTokenFile(tmp_path / "token.json").load() == {**TOKEN, "access_token": "b"}
    file.save({})
    assert file.load() is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_its_user_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "token.json"
    before = os.umask(0)
    try:
        OAuthTokenFile(path).save(TOKEN)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["", "[]", "{", "token"])
def test_another_file_is_no_token_and_is_not_shown(tmp_path: Path, content: str) -> None:
    path = tmp_path / "token.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match="does not hold a JSON object"):
        OAuthTokenFile(path).load()


def test_a_write_that_fails_keeps_the_old_token(tmp_path: Path) -> None:
    file = OAuthTokenFile(tmp_path / "token.json")
    file.save(TOKEN)
    with pytest.raises(TypeError):
        file.save({"access_token": object()})
    assert file.load() == TOKEN


WRITER = """
import sys
from asana.stores import OAuthTokenFile
for number in range(50):
    OAuthTokenFile(sys.argv[1]).save({"access_token": sys.argv[2] * 1000, "number": number})
"""


def test_two_processes_write_in_turn(tmp_path: Path) -> None:
    path = tmp_path / "token.json"
    command = [sys.executable, "-c", WRITER, str(path)]
    writers = [subprocess.Popen([*command, letter]) for letter in "xy"]
    while any(writer.poll() is None for writer in writers):
        found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        assert set(found.get("access_token", "x")) in ({"x"}, {"y"})
    assert [writer.wait(30) for writer in writers] == [0, 0]
