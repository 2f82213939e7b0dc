import pytest

import asana
from asana import error
from tests.resources.listing import names


def test_a_role_from_beginning_to_end(client: asana.Client, workspace_gid: str) -> None:
    made = client.roles.create_role(
        {
            "workspace": workspace_gid,
            "name": "editor",
            "description": "edits",
            "base_role_type": "member",
            "permissions": {"create_team": True},
        }
    )
    gid = made["gid"]
    assert client.roles.get_role(gid) == made
    assert made["permissions"]["create_team"] is True
    assert client.roles.update_role(gid, {"description": "reads"})["description"] == "reads"
    assert client.roles.get_role(gid, fields=["description"])["description"] == "reads"
    assert client.roles.delete_role(gid) == {}
    with pytest.raises(error.NotFoundError):
        client.roles.get_role(gid)


def test_a_listing_over_several_pages(client: asana.Client, workspace_gid: str) -> None:
    listed = names(client.roles.get_roles(workspace=workspace_gid, page_size=3))
    assert listed[:4] == ["Guest", "Member", "Admin", "Super admin"]
