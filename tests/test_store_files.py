"""Files of stores: links, modes, several processes, and full disks."""

import errno
import json
import multiprocessing
import os
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from asana.stores import FileSecrets, FileTokens, JsonFile, OAuthTokenFile

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no such links, modes and limits"
)

SAVES: dict[str, Callable[[Any], object]] = {
    "secrets": lambda path: FileSecrets(path).swap("k", None, "s" * 40),
    "tokens": lambda path: FileTokens(path).save("9", "S1"),
    "oauth": lambda path: OAuthTokenFile(path).save({"access_token": "a"}),
}

every_store = pytest.mark.parametrize("save", SAVES.values(), ids=SAVES)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


# -- symbolic links


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """The paths of a file, and of links to it."""
    there, here = tmp_path / "there", tmp_path / "here"
    there.mkdir()
    here.mkdir()
    return there, here


@every_store
@pytest.mark.parametrize("relative", [False, True])
def test_row_66_the_file_that_a_link_leads_to_is_written(
    folders: tuple[Path, Path], save: Any, relative: bool
) -> None:
    there, here = folders
    target, link = there / "secrets.json", here / "link.json"
    target.write_text("{}")
    link.symlink_to("../there/secrets.json" if relative else target)
    save(link)
    save(str(link))
    assert link.is_symlink()
    assert (json.loads(target.read_text()) != {}, mode(target)) == (True, 0o600)
    assert (names(here), names(there)) == (["link.json"], ["secrets.json", "secrets.json.lock"])


@every_store
def test_row_66_links_to_links_to_a_file_that_is_not_there_yet(
    folders: tuple[Path, Path], save: Any
) -> None:
    there, here = folders
    target = there / "secrets.json"
    for number, leads_to in enumerate((target, here / "0", here / "1")):
        (here / str(number)).symlink_to(leads_to)
    save(here / "2")
    assert names(here) == ["0", "1", "2"]
    assert all((here / name).is_symlink() for name in names(here))
    assert (JsonFile(here / "2").read() != {}, mode(target)) == (True, 0o600)


@every_store
def test_row_66_links_in_a_circle(folders: tuple[Path, Path], save: Any) -> None:
    _, here = folders
    for name, leads_to in (("a", "b"), ("b", "a"), ("c", "c")):
        (here / name).symlink_to(leads_to)
    for name in "abc":
        with pytest.raises(OSError, match="symbolic links") as caught:
            save(here / name)
        assert (caught.value.errno, caught.value.filename) == (errno.ELOOP, str(here / name))
    assert names(here) == ["a", "b", "c"]


@every_store
def test_row_66_a_link_to_a_folder_that_is_not_there(folders: tuple[Path, Path], save: Any) -> None:
    _, here = folders
    (here / "link").symlink_to(here / "none" / "secrets.json")
    with pytest.raises(FileNotFoundError, match="none"):
        save(here / "link")
    assert names(here) == ["link"]


def test_row_66_all_ways_to_a_file_share_one_lock(folders: tuple[Path, Path]) -> None:
    there, here = folders
    (here / "link").symlink_to(there / "secrets.json")
    (here / "folder").symlink_to(there)
    paths = (there / "secrets.json", here / "link", here / "folder" / "secrets.json")

    def write(path: Path) -> None:
        for number in range(20):
            FileTokens(path).save(f"{path}-{number}", "S")

    threads = [threading.Thread(target=write, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(json.loads((there / "secrets.json").read_text())) == 60


# -- modes


@every_store
@pytest.mark.parametrize(
    ("before", "after"),
    [(None, 0o600), (0o600, 0o600), (0o644, 0o600), (0o666, 0o600), (0o400, 0o400), (0o440, 0o400)],
)
@pytest.mark.parametrize("umask", [0, 0o077])
def test_row_66_a_mode_is_never_widened(
    tmp_path: Path, save: Any, before: int | None, after: int, umask: int
) -> None:
    path = tmp_path / "secrets.json"
    if before is not None:
        path.write_text("{}")
        path.chmod(before)
    old = os.umask(umask)
    try:
        save(path)
    finally:
        os.umask(old)
    assert mode(path) == after
    assert mode(tmp_path / "secrets.json.lock") == 0o600


# -- full disks and read-only folders


@contextmanager
def unprivileged() -> Iterator[None]:
    """For root, no folder is read-only."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


@every_store
@pytest.mark.parametrize("locked", [False, True])
def test_a_folder_that_is_read_only(save: Any, locked: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "secrets.json"
        path.write_text('{"x": "y"}')
        path.chmod(0o644)
        if locked:
            path.with_name("secrets.json.lock").touch()
            path.with_name("secrets.json.lock").chmod(0o666)
        before = names(Path(folder))
        Path(folder).chmod(0o555)
        with unprivileged(), pytest.raises(PermissionError, match=r"secrets\.json"):
            save(path)
        Path(folder).chmod(0o755)
        assert (names(Path(folder)), JsonFile(path).read()) == (before, {"x": "y"})


FULL = """
import errno, json, resource, signal, sys
from pathlib import Path
from asana.stores import FileSecrets, FileTokens, OAuthTokenFile
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path = Path(sys.argv[1])
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
long = "x" * 5000
for save in (
    lambda: FileSecrets(path).swap("k", "v", long),
    lambda: FileTokens(path).save("9", long),
    lambda: OAuthTokenFile(path).save({"access_token": long}),
):
    try:
        save()
    except OSError as failure:
        assert (failure.errno, failure.filename) == (errno.EFBIG, str(path)), failure
        assert str(path) in str(failure)
    else:
        raise AssertionError("it was written")
    assert json.loads(path.read_text()) == {"k": "v"}
    assert not path.with_name(path.name + ".new").exists()
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
FileTokens(path).save("9", "S1")
assert json.loads(path.read_text()) == {"k": "v", "9": "S1"}
"""


def test_a_disk_that_is_full_keeps_the_old_content(tmp_path: Path) -> None:
    path = tmp_path / "store.json"
    path.write_text('{"k": "v"}')
    subprocess.run([sys.executable, "-c", FULL, str(path)], check=True, timeout=60)


def test_what_has_no_form_in_json_leaves_nothing_behind(tmp_path: Path) -> None:
    file = OAuthTokenFile(tmp_path / "token.json")
    with pytest.raises(TypeError):
        file.save({"access_token": object()})
    assert names(tmp_path) == ["token.json.lock"]


# -- several processes


def write(path: Path, name: str) -> None:
    for number in range(25):
        FileSecrets(path).swap(f"{name}{number}", None, "s")
        FileTokens(path).save(f"{name}-{number}", "S")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # about fork with threads
@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_processes_of_any_kind_write_one_file(tmp_path: Path, method: Any) -> None:
    context: Any = multiprocessing.get_context(method)
    path = tmp_path / "store.json"
    processes = [context.Process(target=write, args=(path, name)) for name in "ab"]
    for process in processes:
        process.start()
    write(path, "c")
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    assert len(JsonFile(path).read()) == 3 * 2 * 25


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_stores_go_to_other_processes(tmp_path: Path, method: str) -> None:
    stores: list[Any] = [FileSecrets(tmp_path / "s"), FileTokens(tmp_path / "t")]
    with multiprocessing.get_context(method).Pool(1) as pool:
        assert pool.apply(FileSecrets.swap, (stores[0], "k", None, "")) is True
        pool.apply(FileTokens.save, (stores[1], "9", "S1"))
    assert (stores[0].get("k"), stores[1].load("9")) == ("", "S1")


def test_a_process_that_was_forked_meanwhile_does_not_keep_the_lock(tmp_path: Path) -> None:
    store = JsonFile(tmp_path / "store.json")
    end, hold = os.pipe()
    with store.change() as content:
        content["a"] = "b"
        child = os.fork()
        if child == 0:
            os.close(hold)
            os.read(end, 1)  # waits for the parent process
            os._exit(0)
    got = threading.Thread(target=FileTokens(store.path).save, args=("9", "S1"), daemon=True)
    got.start()
    got.join(5)
    alive = got.is_alive()
    os.close(hold)
    os.waitpid(child, 0)
    assert not alive
