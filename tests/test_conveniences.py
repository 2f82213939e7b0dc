"""Methods that create another object, or call a function, with the same arguments and defaults."""

import importlib
import inspect
from collections.abc import Callable
from functools import reduce
from typing import Any, NamedTuple

import pytest

import asana
from asana.mirror import FIELDS

SINK: Any = print  # any function


class Convenience(NamedTuple):
    """A method, what it calls, and the arguments of a call that differ from the defaults.

    :ivar options: whether further keywords are passed on, as the options of requests
    """

    method: str
    module: str
    target: str
    needed: tuple[Any, ...]
    defaults: dict[str, Any]
    others: dict[str, Any]
    options: bool = True


WAITING = {"timeout": 3600, "poll_interval": 10, "progress": None}
POLLING = {"poll_interval": 5, "max_interval": 60}
EXPORTING = {"files": True, "markdown": False, "progress": None}

CONVENIENCES = [
    Convenience(
        "events.feed",
        "asana.resources.events",
        "Feed",
        ("1",),
        {"store": None, "coalesce": False, "on_resync": None, **POLLING},
        {"coalesce": True, "on_resync": SINK, "poll_interval": 1, "max_interval": 2, "store": {}},
    ),
    Convenience(
        "events.mirror",
        "asana.resources.events",
        "Mirror",
        ("1", {}),
        {"fields": FIELDS, **POLLING},
        {"fields": "name", "poll_interval": 1, "max_interval": 2},
    ),
    Convenience(
        "projects.importer",
        "asana.importing",
        "Importer",
        ("1", "a.journal"),
        {"update": False, "dry_run": False, "concurrency": 10, "grace": 60, "progress": None},
        {"update": True, "dry_run": True, "concurrency": 3, "grace": 5, "progress": True},
        options=False,
    ),
    Convenience(
        "projects.export",
        "asana.exporting",
        "export_project",
        ("1", "folder"),
        EXPORTING,
        {"files": False, "markdown": True, "progress": SINK},
    ),
    Convenience(
        "projects.restore",
        "asana.exporting",
        "restore",
        ("1", "folder", "a.journal"),
        {"dry_run": False},
        {"dry_run": True},
    ),
    Convenience(
        "workspaces.export",
        "asana.exporting",
        "export_workspace",
        ("1", "folder"),
        EXPORTING,
        {"files": False, "markdown": True, "progress": SINK},
    ),
    Convenience(
        "exports.download",
        "asana.exporting",
        "FinishedExport.of",
        ("1", "a.gz"),
        WAITING,
        {"timeout": 9, "poll_interval": 1, "progress": SINK},
    ),
    Convenience(
        "exports.records",
        "asana.exporting",
        "FinishedExport.of",
        ("1",),
        WAITING,
        {"timeout": 9, "poll_interval": 1, "progress": SINK},
    ),
]

ALL = pytest.mark.parametrize("row", CONVENIENCES, ids=lambda row: row.method)


class Target:
    """Stands for what a method calls, and keeps the arguments of the call."""

    def __init__(self, called: Callable[..., Any]) -> None:
        self.signature = inspect.signature(called)
        self.arguments: list[Any] = []

    def of(self, *args: Any, **keywords: Any) -> "Target":
        self.arguments = list(self.signature.bind(*args, **keywords).arguments.items())
        return self

    def download(self, target: Any) -> "Target":
        self.arguments.append(("target", target))
        return self

    def records(self) -> "Target":
        return self


@pytest.mark.parametrize("others", [False, True], ids=["the defaults", "other arguments"])
@pytest.mark.parametrize("row", CONVENIENCES, ids=lambda row: row.method)
def test_a_method_passes_all_its_arguments_on(
    monkeypatch: pytest.MonkeyPatch, row: Convenience, others: bool
) -> None:
    module: Any = importlib.import_module(row.module)
    target = Target(reduce(getattr, row.target.split("."), module))
    stands = target if row.target.endswith(".of") else target.of
    monkeypatch.setattr(module, row.target.removesuffix(".of"), stands)
    client = asana.Client()
    resource, name = row.method.split(".")
    given = row.others if others else {}
    options = {"page_size": 7} if others and row.options else {}
    returned = getattr(getattr(client, resource), name)(*row.needed, **given, **options)
    assert returned is target
    arguments = dict(target.arguments)
    assert arguments.pop("client") is client
    assert arguments.pop("options", {}) == options
    named = {key: arguments[key] for key in row.defaults}
    assert named == {**row.defaults, **given}
    assert tuple(value for key, value in arguments.items() if key not in named) == row.needed
