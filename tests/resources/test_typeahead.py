import asana
from tests.resources.listing import gids, names


def test_suggestions_fit_the_query(client: asana.Client, workspace_gid: str) -> None:
    found = client.typeahead.typeahead_for_workspace(
        workspace_gid, resource_type="user", query="okaf"
    )
    assert names(found) == ["Tom Okafor"]


def test_suggestions_are_as_many_as_wanted(client: asana.Client, workspace_gid: str) -> None:
    made = [
        client.tags.create_tag({"workspace": workspace_gid, "name": f"suggested {n}"})["gid"]
        for n in range(3)
    ]
    found = client.typeahead.typeahead_for_workspace(
        workspace_gid, {"resource_type": "tag", "query": "suggested", "count": 2}
    )
    suggested = gids(found)
    assert len(suggested) == 2
    assert set(suggested) <= set(made)
