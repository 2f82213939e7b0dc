import asana
from asana.sandbox import Sandbox


def test_runs_and_seats_are_listed_over_several_pages(
    client: asana.Client, sandbox: Sandbox, workspace_gid: str
) -> None:
    home = sandbox.store.get("workspace", workspace_gid)
    sandbox.store.create("ai_studio_run", user=sandbox.user, credits=5, workspace=home)
    sandbox.store.create("ai_studio_seat", user=sandbox.user, workspace=home)
    usage = client.ai_studio_usage
    runs = list(usage.get_ai_studio_runs(workspace_gid, page_size=1))
    assert [run["credits"] for run in runs] == [3, 5]
    since = usage.get_ai_studio_runs(workspace_gid, start_at=runs[1]["created_at"])
    assert list(since) == runs[1:]
    seats = list(usage.get_ai_studio_seats(workspace_gid, state="active", page_size=1))
    assert len(seats) == 2
    assert list(usage.get_ai_studio_seats(workspace_gid, state="inactive")) == []
