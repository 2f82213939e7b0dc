"""Stores: secrets of webhooks, and the file for an OAuth token."""

import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest

from asana.stores import (
    FileSecrets,
    FileTokens,
    JsonFile,
    MemorySecrets,
    MemoryTokens,
    OAuthTokenFile,
    files,
    secret_store,
    token_store,
)
from asana.webhook import Receiver
from tests.encodings import in_ascii
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


@pytest.mark.parametrize("given", [{"a": "1"}, "a.json", Path("a.json")])
def test_a_store_may_be_a_dictionary_or_a_path(given: Any) -> None:
    secrets: Any = secret_store(given)
    tokens: Any = token_store(given)
    if isinstance(given, dict):
        assert (type(secrets), type(tokens)) == (MemorySecrets, MemoryTokens)
        assert secrets._secrets is tokens._tokens is given
    else:
        assert (type(secrets), type(tokens)) == (FileSecrets, FileTokens)
        assert secrets._file.path == tokens._file.path == "a.json"


def test_without_a_store_tokens_are_kept_in_memory() -> None:
    assert type(token_store(None)) is MemoryTokens


@pytest.mark.parametrize(
    ("make", "methods"), [(secret_store, ("get", "swap")), (token_store, ("load", "save"))]
)
def test_an_object_with_two_methods_is_a_store(make: Any, methods: tuple[str, str]) -> None:
    whole = SimpleNamespace(**dict.fromkeys(methods, print))
    assert make(whole) is whole
    for missing in methods:
        for value in (None, 5):
            with pytest.raises(TypeError) as caught:
                make(SimpleNamespace(**{**vars(whole), missing: value}))
            assert str(caught.value) == (
                "a store must be a path, a dictionary, or an object with the methods "
                f"{' and '.join(methods)}"
            )


def test_secrets_are_in_the_dictionary_that_is_given() -> None:
    given: dict[str, str] = {}
    store = MemorySecrets(given)
    assert store.swap("k", None, "s")
    assert given == {"k": "s"}
    assert store.swap("k", "s", None)
    assert given == {}


def test_the_token_of_a_feed_may_be_under_a_number() -> None:
    given: Any = {7: "seven", "8": "eight", 8: "number", 10**998: "longest", 10**999: "long"}
    store = MemoryTokens(given)
    found = [store.load(key) for key in ("7", "8", "9", "x", "1" + "0" * 998, "1" + "0" * 999)]
    assert found == ["seven", "eight", None, None, "longest", None]
    number: Any = 7
    assert store.load(number) == "seven"
    store.save(number, "new")
    assert (given["7"], given[7], store.load("7")) == ("new", "seven", "new")


def test_the_token_of_a_feed_is_a_text_in_a_file(tmp_path: Path) -> None:
    store = FileTokens(tmp_path / "a.json")
    number: Any = 7
    assert store.load(number) is None
    store.save(number, "S1")
    store.save("8", "S2")
    assert [store.load("7"), store.load(number), store.load("8")] == ["S1", "S1", "S2"]
    assert json.loads((tmp_path / "a.json").read_text()) == {"7": "S1", "8": "S2"}


def test_a_token_replaces_all_members_of_the_old_one(tmp_path: Path) -> None:
    store = OAuthTokenFile(tmp_path / "a.json")
    assert store.load() is None
    store.save({"access_token": "a", "scope": "b"})
    store.save({"access_token": "é"})
    assert store.load() == {"access_token": "é"}
    store.save({})
    assert store.load() is None
    assert (tmp_path / "a.json").read_text() == "{}"


@pytest.mark.parametrize("rewrite", [False, True])
def test_a_file_is_written_if_it_has_changed_or_is_checked(tmp_path: Path, rewrite: bool) -> None:
    path = tmp_path / "a.json"
    path.write_text('{ "a": 1 }')
    with JsonFile(path).change(rewrite) as content:
        assert content == {"a": 1}
    assert path.read_text() == ('{"a": 1}' if rewrite else '{ "a": 1 }')
    with pytest.raises(KeyError, match="b"), JsonFile(path).change(rewrite) as content:
        content["a"] = content.pop("a") + content["b"]
    assert JsonFile(path).read() == {"a": 1}


@pytest.mark.parametrize(
    ("old", "new", "written"), [("s", "s", True), ("s", "t", True), (None, None, False)]
)
def test_equal_secrets_check_that_the_file_can_be_written(
    tmp_path: Path, old: str | None, new: str | None, written: bool
) -> None:
    path = tmp_path / "a.json"
    path.write_text('{ "k": "s" }' if old else "{ }")
    assert FileSecrets(path).swap("k", old, new)
    assert (" }" not in path.read_text()) is written


def test_a_path_of_a_store_is_named() -> None:
    for kind in (FileSecrets, FileTokens, OAuthTokenFile, JsonFile):
        with pytest.raises(ValueError, match=r"^the path of a store must be a valid path, not "):
            kind("a\0b")


@pytest.mark.skipif(sys.platform == "win32", reason="the locks of Windows are others")
def test_a_lock_is_waited_for_as_long_as_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SimpleNamespace(now=1000.0, waits=[])
    clock.monotonic = lambda: clock.now

    def sleep(seconds: float) -> None:
        clock.waits.append(seconds)
        clock.now += 0.5

    clock.sleep = sleep
    monkeypatch.setattr(files, "time", clock)
    first, second = (OAuthTokenFile(tmp_path / "a.json") for _ in range(2))
    for timeout, waits in ((1, 2), (0, 0), (0.9, 2)):
        clock.waits.clear()
        with (
            first.lock(None),
            pytest.raises(TimeoutError) as caught,
            second.lock(timeout),
        ):
            pytest.fail("two have the lock")
        assert str(caught.value) == "another process holds the lock"
        assert clock.waits == [0.02] * waits
    with second.lock(0):
        assert [path.name for path in tmp_path.iterdir()] == ["a.json.refresh"]
        assert stat.S_IMODE((tmp_path / "a.json.refresh").stat().st_mode) == 0o600
        first.save({"access_token": "a"})  # which has a lock of its own


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other descriptors")
def test_no_file_stays_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = OAuthTokenFile(tmp_path / "a.json")

    def opened() -> int:
        return len(os.listdir("/dev/fd"))

    before = opened()
    store.save({"access_token": "a"})
    with store.lock(1), pytest.raises(TimeoutError), store.lock(0):
        pass
    monkeypatch.setattr(files, "_lock", lambda descriptor: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        store.save({"access_token": "b"})
    assert opened() == before


def test_a_failed_write_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, path = FileTokens(tmp_path / "a.json"), str(tmp_path / "a.json")
    for failure, named in ((OSError(28, "full"), path), (OSError(28, "full", "other"), "other")):

        def fail(descriptor: int, failure: OSError = failure) -> None:
            raise failure

        monkeypatch.setattr(os, "fsync", fail)
        with pytest.raises(OSError, match="full") as caught:
            store.save("1", "S")
        assert caught.value.filename == named
    assert [each.name for each in tmp_path.iterdir()] == ["a.json.lock"]
    unlink = iter([FileNotFoundError, PermissionError])
    monkeypatch.setattr(os, "unlink", mock.Mock(side_effect=unlink))
    with pytest.raises(OSError, match="full"):  # not that of removing what was written
        store.save("1", "S")


@pytest.mark.parametrize(
    ("mode", "changed"), [(0o400, 0o400), (0o600, None), (0o644, None), (0o444, 0o400)]
)
def test_only_a_stricter_mode_is_kept(
    tmp_path: Path, mode: int, changed: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no modes of files")
    (tmp_path / "old").write_text("")
    (tmp_path / "old").chmod(mode)
    calls: list[Any] = []
    monkeypatch.setattr(os, "chmod", lambda *given: calls.append(given))
    files._take_mode("new", str(tmp_path / "old"))
    files._take_mode("new", str(tmp_path / "none"))
    assert calls == ([] if changed is None else [("new", changed)])


def test_a_file_is_utf_8_everywhere(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"k": "é"}', encoding="utf-8")
    with in_ascii():
        assert FileSecrets(tmp_path / "a.json").get("k") == "é"
        FileSecrets(tmp_path / "a.json").swap("ż", None, "ü")
    assert JsonFile(tmp_path / "a.json").read() == {"k": "é", "ż": "ü"}
