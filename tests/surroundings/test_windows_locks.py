"""The locks of files on Windows, whose module takes the place of that of other systems."""

import sys
from importlib.util import module_from_spec
from types import SimpleNamespace
from typing import Any

import pytest

from asana.stores import files


class Locks:
    """Takes the place of ``msvcrt``, and records its calls."""

    LK_LOCK, LK_NBLCK, LK_UNLCK = "wait", "at once", "unlock"

    def __init__(self, *failures: int) -> None:
        self.calls: list[tuple[int, Any, int]] = []
        self.failures = failures

    def locking(self, descriptor: int, how: str, size: int) -> None:
        self.calls.append((descriptor, how, size))
        if len(self.calls) in self.failures:
            raise OSError(36, "Resource deadlock avoided")


@pytest.fixture
def on_windows(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Import the stores as on Windows, beside the ones that are there."""

    def imported(locks: Locks) -> Any:
        monkeypatch.setitem(sys.modules, "msvcrt", locks)
        monkeypatch.setattr(sys, "platform", "win32")
        spec: Any = files.__spec__
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return imported


def test_a_lock_is_waited_for_again_and_again(on_windows: Any) -> None:
    locks = Locks(1, 2)
    on_windows(locks)._lock(7)
    assert locks.calls == [(7, "wait", 1)] * 3


def test_a_lock_may_be_held_by_others(on_windows: Any) -> None:
    locks = Locks(1)
    module = on_windows(locks)
    assert module._lock_now(7) is False
    assert module._lock_now(7) is True
    assert locks.calls == [(7, "at once", 1)] * 2


def test_a_lock_is_released(on_windows: Any) -> None:
    locks = Locks()
    on_windows(locks)._unlock(7)
    assert locks.calls == [(7, "unlock", 1)]


def test_modes_are_those_of_windows(on_windows: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    module = on_windows(Locks())
    changed: list[Any] = []
    monkeypatch.setattr(
        module,
        "os",
        SimpleNamespace(
            stat=lambda path: SimpleNamespace(st_mode=0o100400),
            chmod=lambda *given: changed.append(given),
        ),
    )
    module._take_mode("new", "old")
    assert changed == []
