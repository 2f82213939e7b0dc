import asana
from asana.sandbox import Sandbox
from tests.resources.listing import names


def test_types_are_listed_over_several_pages(
    client: asana.Client, sandbox: Sandbox, project_gid: str
) -> None:
    project = sandbox.store.get("project", project_gid)
    assert project
    home = project["workspace"]
    for name in ("Order", "Return"):
        made = sandbox.store.create("custom_type", name=name, projects=[project], workspace=home)
    listed = client.custom_types.get_custom_types(project=project_gid, page_size=1)
    assert names(listed) == ["Order", "Return"]
    assert client.custom_types.get_custom_type(made.gid)["name"] == "Return"
