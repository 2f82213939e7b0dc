"""Stores: secrets of webhooks, and the file for an OAuth token."""

import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from asana.stores import JsonFile, OAuthTokenFile
from asana.webhook import FileSecrets, MemorySecrets, Receiver
from tests.hook_server import BODY, SECRET, signed

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
    with pytest.raises(ValueError, match="does not contain a JSON object"):
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


# -- secrets of webhooks


@pytest.fixture(params=["memory", "file"])
def secrets(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    return MemorySecrets() if request.param == "memory" else FileSecrets(tmp_path / "s.json")


def test_a_store_of_secrets(secrets: Any) -> None:
    assert secrets.get("k") is None
    assert not secrets.swap("k", "", SECRET)
    assert secrets.swap("k", None, "")
    assert secrets.swap("k", "", SECRET)
    assert not secrets.swap("k", "", "f" * 64)
    assert secrets.get("k") == SECRET
    assert secrets.swap("k", SECRET, None)
    assert secrets.swap("k", None, None)
    assert secrets.get("k") is None


def test_of_many_who_swap_at_once_one_does(secrets: Any) -> None:
    secrets.swap("k", None, "")
    won: list[int] = []

    def swap(number: int) -> None:
        if secrets.swap("k", "", str(number)):
            won.append(number)

    threads = [threading.Thread(target=swap, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [str(number) for number in won] == [secrets.get("k")]


def test_a_file_of_secrets_is_for_its_owner_and_for_all_processes(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    path.write_text('{"old": "x"}')
    path.chmod(0o644)
    (tmp_path / "secrets.json.new").write_text("left by a crash")
    assert Receiver(str(path)).expect("k")
    assert Receiver(path).handle({"X-Hook-Secret": SECRET}, b"{}", "k").status == 200
    assert Receiver(path).handle(signed(BODY), BODY, "k").status == 200
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads(path.read_text()) == {"old": "x", "k": SECRET}
    assert sorted(file.name for file in tmp_path.iterdir()) == ["secrets.json", "secrets.json.lock"]


@pytest.mark.parametrize("content", ["", "[]", '{"k": "secret'])
def test_a_file_that_is_none_of_ours_is_not_shown(tmp_path: Path, content: str) -> None:
    path = tmp_path / "secrets.json"
    path.write_text(content)
    with pytest.raises(ValueError, match="does not contain a JSON object") as caught:
        JsonFile(path).read()
    assert caught.value.__context__ is None
    with pytest.raises(ValueError, match="does not contain"):
        FileSecrets(path).swap("k", None, "")
    assert path.read_text() == content


def test_what_is_no_store() -> None:
    with pytest.raises(TypeError, match="get and swap"):
        Receiver(5)


def test_no_secret_is_in_a_repr() -> None:
    receiver = Receiver({"k": SECRET})
    assert SECRET not in repr(receiver) + repr(receiver.secrets) + repr(vars(receiver))
