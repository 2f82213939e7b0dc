"""The gid of a python-asana method, by position and by each of its keywords."""

from typing import Any

import pytest

from tests.test_conventions import Recorder
from tests.test_read_only import client_of

CALLS = [
    ("tasks", "find_by_id", "task", "/tasks/12"),
    ("tasks", "update", "task", "/tasks/12"),
    ("projects", "find_by_id", "project", "/projects/12"),
    ("stories", "find_by_task", "task", "/tasks/12/stories"),
    ("users", "find_by_id", "user", "/users/12"),
]


@pytest.mark.parametrize(("resource", "method", "gid", "path"), CALLS)
@pytest.mark.parametrize("form", ["{}", "{}_id", "{}Id", None])
def test_a_gid_by_each_of_its_names(
    resource: str, method: str, gid: str, path: str, form: str | None
) -> None:
    recorder = Recorder()
    call: Any = getattr(getattr(client_of(recorder), resource), method)
    found = call("12") if form is None else call(**{form.format(gid): "12"})
    if hasattr(found, "__next__"):
        next(found, None)
    (request,) = recorder.requests
    url = str(request.url).partition("?")[0]
    assert url.endswith(f"/api/1.0{path}")
    assert "12" not in str(request.url).partition("?")[2]
    assert b"12" not in bytes(request.body or b"")  # type: ignore[arg-type]


@pytest.mark.parametrize(("resource", "method", "gid", "path"), CALLS)
def test_a_gid_is_required(resource: str, method: str, gid: str, path: str) -> None:
    recorder = Recorder()
    with pytest.raises(TypeError):
        getattr(getattr(client_of(recorder), resource), method)()
    assert recorder.requests == []
