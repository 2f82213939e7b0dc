import asana
from asana.sandbox import Sandbox
from tests.resources.listing import names


def test_agents_are_listed_over_several_pages(
    client: asana.Client, sandbox: Sandbox, workspace_gid: str
) -> None:
    home = sandbox.store.get("workspace", workspace_gid)
    made = sandbox.store.create("agent", name="Counter", description="Counts.", workspace=home)
    listed = client.agents.get_agents_for_workspace(workspace_gid, page_size=1)
    assert names(listed) == ["Menu writer", "Counter"]
    assert client.agents.get_agent(made.gid)["description"] == "Counts."
