import asana
from tests.resources.listing import gids


def test_a_relationship_from_beginning_to_end(
    client: asana.Client, goal_gid: str, project_gid: str
) -> None:
    relationships = client.goal_relationships
    made = relationships.add_supporting_relationship(
        goal_gid, {"supporting_resource": project_gid, "contribution_weight": 0.5}
    )
    gid = made["gid"]
    assert made["supporting_resource"]["gid"] == project_gid
    assert relationships.get_goal_relationship(gid) == made
    changed = relationships.update_goal_relationship(gid, {"contribution_weight": 0})
    assert changed["contribution_weight"] == 0
    assert relationships.get_goal_relationship(gid) == changed
    removed = relationships.remove_supporting_relationship(
        goal_gid, {"supporting_resource": project_gid}
    )
    assert removed == {}
    assert list(relationships.get_goal_relationships(supported_goal=goal_gid)) == []


def test_a_listing_over_several_pages(
    client: asana.Client, workspace_gid: str, goal_gid: str
) -> None:
    relationships = client.goal_relationships
    made = []
    for name in "abc":
        goal = client.goals.create_goal({"workspace": workspace_gid, "name": name})["gid"]
        added = relationships.add_supporting_relationship(goal_gid, {"supporting_resource": goal})
        made.append(added["gid"])
    listed = relationships.get_goal_relationships(supported_goal=goal_gid, page_size=2)
    assert gids(listed) == made
    works = relationships.get_goal_relationships(
        {"supported_goal": goal_gid, "resource_subtype": "supporting_work"}
    )
    assert list(works) == []
