"""The pytest fixtures for users' tests."""

import importlib.util
from collections.abc import Callable
from importlib.metadata import entry_points

import pytest

pytest_plugins = ["pytester"]

Run = Callable[..., pytest.RunResult]

# pytest does not find the plugin if the package was installed before the plugin existed.
FOUND = any(point.value == "asana.pytest_plugin" for point in entry_points(group="pytest11"))
PLUGIN = [] if FOUND else ["-p", "asana.pytest_plugin"]

TWO_TESTS = """
    import pytest

    @pytest.mark.parametrize("time", range(3))
    def test_it_is_new_each_time(asana_client, asana_sandbox, time):
        assert asana_sandbox.requests == []
        (workspace, _) = asana_client.workspaces.get_workspaces()
        projects = list(asana_client.projects.get_projects(workspace=workspace["gid"]))
        assert len(projects) == 3
        asana_client.projects.delete_project(projects[0]["gid"])
        asana_sandbox.faults.add(status=503)
"""


@pytest.fixture
def run(pytester: pytest.Pytester) -> Run:
    def run(code: str, *arguments: str, apart: bool = False) -> pytest.RunResult:
        pytester.makepyfile(code)
        start = pytester.runpytest_subprocess if apart else pytester.runpytest_inprocess
        return start("-W", "error", "-p", "no:cacheprovider", *PLUGIN, *arguments)

    return run


def test_each_test_has_a_fresh_sandbox(run: Run) -> None:
    run(TWO_TESTS).assert_outcomes(passed=3)


def test_the_environment_leads_to_it(run: Run) -> None:
    result = run(
        """
        import os
        import asana

        def test_inside(asana_sandbox):
            assert asana.Client.access_token().users.me()["name"] == "Maya Lindqvist"
            assert os.environ["ASANA_BASE_URL"] == asana_sandbox.base_url

        def test_outside():
            assert "ASANA_BASE_URL" not in os.environ
        """
    )
    result.assert_outcomes(passed=2)


def test_one_server_serves_all(run: Run) -> None:
    result = run(
        """
        import pytest

        URLS = set()

        @pytest.mark.parametrize("time", range(5))
        def test_it(asana_sandbox, time):
            URLS.add(asana_sandbox.base_url)
            assert len(URLS) == 1
        """
    )
    result.assert_outcomes(passed=5)


def test_a_file_can_be_what_tests_begin_with(pytester: pytest.Pytester, run: Run) -> None:
    pytester.path.joinpath("asana.json").write_text('{"projects": ["Ours"]}')
    pytester.makeini("[pytest]\nasana_sandbox_data = asana.json\n")
    result = run(
        """
        def test_it(asana_client):
            (workspace,) = asana_client.workspaces.get_workspaces()
            (project,) = asana_client.projects.get_projects(workspace=workspace["gid"])
            assert project["name"] == "Ours"
        """
    )
    result.assert_outcomes(passed=1)


OUTAGES = """
    import time
    import pytest
    import asana

    @pytest.fixture
    def waits(monkeypatch):
        found = []
        monkeypatch.setattr(time, "sleep", found.append)
        return found

    @pytest.mark.parametrize("fault", [{"status": 503}, {"status": 429, "retry_after": 30}])
    def test_an_outage(asana_sandbox, asana_client, waits, fault):
        asana_sandbox.faults.add(**fault, times=3)
        assert asana_client.users.me()["name"] == "Maya Lindqvist"
        asana_sandbox.faults.add(**fault, times=3)
        assert asana.Client.access_token().users.me()["name"] == "Maya Lindqvist"
        assert bool(sum(waits)) is {waits}
"""


def test_a_retry_costs_no_time(run: Run) -> None:
    run(OUTAGES.replace("{waits}", "False")).assert_outcomes(passed=2)


RATE_LIMIT = """
    import time
    import pytest
    import asana

    def test_a_rate_limit(asana_sandbox, monkeypatch):
        waits = []
        monkeypatch.setattr(time, "sleep", waits.append)
        client = asana.Client.access_token(rate_limit=2)
        for _ in range(5):
            client.users.me()
        assert bool(sum(waits)) is {waits}
"""


def test_a_rate_limit_costs_no_time(run: Run) -> None:
    run(RATE_LIMIT.replace("{waits}", "False")).assert_outcomes(passed=1)


def test_a_rate_limit_can_be_as_outside_of_tests(run: Run) -> None:
    marked = RATE_LIMIT.replace(
        "    def test_", "    @pytest.mark.asana_retry_delays\n    def test_"
    )
    run(marked.replace("{waits}", "True")).assert_outcomes(passed=1)


def test_delays_can_be_as_outside_of_tests(pytester: pytest.Pytester, run: Run) -> None:
    marked = OUTAGES.replace("    def test_", "    @pytest.mark.asana_retry_delays\n    def test_")
    run(marked.replace("{waits}", "True")).assert_outcomes(passed=2)
    pytester.makeini("[pytest]\nasana_instant_retries = false\n")
    run(OUTAGES.replace("{waits}", "True")).assert_outcomes(passed=2)


STRICT = """
    import pytest
    import asana

    def test_the_client(asana_client, asana_sandbox):
        assert asana_sandbox.strict is asana_client.options["strict"] is {strict}

    def test_a_script(asana_sandbox):
        client = asana.Client.access_token()
        status = 400 if {strict} else 200
        with pytest.warns(asana.UnknownNameWarning):
            try:
                client.users.get_user("me", nonsense=1)
            except asana.error.InvalidRequestError as error:
                assert "nonsense: Unknown parameter" in str(error)
        assert asana_sandbox.requests[-1].status == status

    def test_none(asana_client):
        with pytest.raises(TypeError) if {strict} else pytest.warns(UserWarning):
            list(asana_client.workspaces.get_workspaces(limit=1, workspace=None))
"""


def test_unknown_names_are_refused(run: Run) -> None:
    run(STRICT.replace("{strict}", "True")).assert_outcomes(passed=3)


def test_a_test_can_have_unknown_names(pytester: pytest.Pytester, run: Run) -> None:
    marked = STRICT.replace("    def test_", "    @pytest.mark.asana_unknown_names\n    def test_")
    run(marked.replace("{strict}", "False")).assert_outcomes(passed=3)
    pytester.makeini("[pytest]\nasana_strict = false\n")
    run(STRICT.replace("{strict}", "False")).assert_outcomes(passed=3)


def test_a_marker_holds_for_its_test_only(run: Run) -> None:
    result = run(
        """
        import pytest

        @pytest.mark.asana_unknown_names
        def test_marked(asana_sandbox):
            assert not asana_sandbox.strict

        def test_not_marked(asana_sandbox):
            assert asana_sandbox.strict
        """,
        "--strict-markers",
    )
    result.assert_outcomes(passed=2)


def test_it_costs_nothing_when_nobody_asks(run: Run) -> None:
    result = run(
        """
        import sys

        def test_it():
            assert "flask" not in sys.modules
            assert "asana.sandbox" not in sys.modules
        """,
        apart=True,
    )
    result.assert_outcomes(passed=1)


@pytest.mark.skipif(importlib.util.find_spec("xdist") is None, reason="there is no pytest-xdist")
def test_each_worker_of_xdist_has_its_own(run: Run) -> None:
    run(TWO_TESTS, "-n", "2", apart=True).assert_outcomes(passed=3)
