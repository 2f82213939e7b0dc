"""Third-party tracers see each attempt once, in any import order, without side effects."""

import importlib.util
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from asana._http import sessions, watched
from tests.tracing.tracers import TRACERS

ROOT = Path(__file__).parents[2]
QUIET = {
    "DD_INSTRUMENTATION_TELEMETRY_ENABLED": "false",
    "DD_REMOTE_CONFIGURATION_ENABLED": "false",
}
ROWS = sorted(
    file.relative_to(ROOT).as_posix()
    for file in (ROOT / "tests").rglob("test_*.py")
    if file.parent.name != "sandbox" and "def test_row_" in file.read_text(encoding="utf-8")
)


def need(tracer: str) -> None:
    module = TRACERS[tracer]
    try:
        found = importlib.util.find_spec(module)
    except ModuleNotFoundError:  # the parent package
        found = None
    if found is None:
        # ddtrace is not among the extras: it affects other tests of the process.
        pytest.skip(f"{module.split('.')[0]} is not installed")


def run(*command: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, **QUIET, **environment},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


@pytest.mark.parametrize("order", ["before", "after"])
@pytest.mark.parametrize("tracer", TRACERS)
def test_a_span_an_attempt(tracer: str, order: str, tmp_path: Path) -> None:
    need(tracer)
    command = ("-W", "ignore", "-m", "tests.tracing.program")
    attempts, spans = run(*command, tracer, order, str(tmp_path / "file")).split()
    assert int(attempts) > 6
    assert spans == attempts


def test_the_fault_tables_hold_under_tracers() -> None:
    tracers = ("requests", "sentry")  # one instruments requests, the other http.client
    for tracer in tracers:
        need(tracer)
    plugins = ("-p", "tests.tracing.tracers", "-p", "no:cacheprovider", "-p", "no:ddtrace")
    # OpenTelemetry keeps an exception in a reference cycle with its frames, so sockets are freed
    # later.
    late = ("-W", "ignore::pytest.PytestUnraisableExceptionWarning")
    command = ("-W", "ignore", "-m", "pytest", "-q", *plugins, *late, "-k", "row or fault_matrix")
    assert " passed" in run(*command, *ROWS, ASANA_TEST_TRACERS=" ".join(tracers))


def test_without_a_tracer_nothing_is_watched() -> None:
    code = "import asana._http.watched as w; print(w.is_watched())"
    assert run("-c", code).split() == ["False"]


@pytest.mark.parametrize(
    ("module", "kind", "name"),
    [
        ("http.client", "HTTPConnection", "putrequest"),
        ("http.client", "HTTPConnection", "getresponse"),
        ("http.client", "HTTPConnection", "request"),
        ("http.client", "HTTPConnection", "endheaders"),
        ("urllib3.connection", "HTTPConnection", "request"),
        ("urllib3.connection", "HTTPConnection", "putrequest"),
        ("urllib3.connection", "HTTPConnection", "getresponse"),
        ("urllib3.connectionpool", "HTTPConnectionPool", "urlopen"),
    ],
)
def test_what_replaces_a_method_is_seen(
    monkeypatch: pytest.MonkeyPatch, module: str, kind: str, name: str
) -> None:
    assert not watched.is_watched()
    owner = getattr(importlib.import_module(module), kind)
    original = getattr(owner, name)
    monkeypatch.setattr(owner, name, lambda *args, **how: original(*args, **how))
    assert watched.is_watched()
    monkeypatch.undo()
    assert not watched.is_watched()


def test_a_wrapper_of_send_is_a_tracer_and_a_mock_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    import functools

    import requests

    session = requests.Session()
    assert sessions.is_plain(session)
    original = requests.Session.send

    @functools.wraps(original)
    def traced(self: requests.Session, *args: object, **how: object) -> requests.Response:
        return original(self, *args, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(requests.Session, "send", traced)
    assert sessions.is_plain(session)
    assert not sessions.has_stand_in_for_send(session)
    monkeypatch.setattr(requests.Session, "send", lambda self, request, **how: None)
    assert not sessions.is_plain(session)
    assert sessions.has_stand_in_for_send(session)


def test_a_method_is_own_only_where_it_was_defined() -> None:
    assert watched.own(Fraction, "limit_denominator") is Fraction.limit_denominator
    foreign = type(
        "Foreign", (), {"is_dir": Fraction.limit_denominator, "__module__": __name__, "odd": len}
    )
    assert watched.own(foreign, "is_dir") is watched.REPLACED
    assert watched.own(foreign, "odd") is watched.REPLACED
    assert watched.is_own(need, type("Here", (), {"__module__": __name__}))
