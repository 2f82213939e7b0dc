import datetime
from typing import Any

import pytest

import asana
from asana import error
from tests.resources.conftest import MakeField
from tests.resources.listing import gids


def test_a_goal_from_beginning_to_end(client: asana.Client, workspace_gid: str) -> None:
    made = client.goals.create_goal(
        {"workspace": workspace_gid, "name": "grow", "due_on": datetime.date(2030, 1, 2)}
    )
    gid = made["gid"]
    assert client.goals.get_goal(gid) == made
    assert made["due_on"] == "2030-01-02"
    assert client.goals.update_goal(gid, {"name": "grow slowly"})["name"] == "grow slowly"
    named: Any = client.goals.get_goal(gid, fields=["name"])
    assert named == {"gid": gid, "name": "grow slowly"}
    assert client.goals.delete_goal(gid) == {}
    with pytest.raises(error.NotFoundError):
        client.goals.get_goal(gid)


def test_a_listing_over_several_pages(
    client: asana.Client, workspace_gid: str, team_gid: str
) -> None:
    made = [client.goals.create_goal({"team": team_gid, "name": name})["gid"] for name in "abc"]
    assert sorted(gids(client.goals.get_goals(team=team_gid, page_size=2))) == sorted(made)
    everywhere = client.goals.get_goals(workspace=workspace_gid)
    assert set(made) <= set(gids(everywhere))


def test_a_metric_is_set_and_moved(client: asana.Client, goal_gid: str) -> None:
    set_up = client.goals.create_goal_metric(
        goal_gid, {"initial_number_value": 10, "target_number_value": 20}
    )
    assert set_up["metric"]
    assert set_up["metric"]["current_number_value"] == 10
    client.goals.update_goal_metric(goal_gid, {"current_number_value": 15})
    moved = client.goals.get_goal(goal_gid)["metric"]
    assert moved
    assert moved["current_number_value"] == 15


def test_followers_come_and_go(client: asana.Client, goal_gid: str) -> None:
    tom = client.users.get_user("tom@example.com")["gid"]
    added = client.goals.add_followers(goal_gid, {"followers": [tom]})
    assert tom in gids(added["followers"])
    removed = client.goals.remove_followers(goal_gid, {"followers": [tom]})
    assert tom not in gids(removed["followers"])
    assert client.goals.get_goal(goal_gid) == removed


def test_goals_above_a_goal(client: asana.Client, workspace_gid: str, goal_gid: str) -> None:
    part = client.goals.create_goal({"workspace": workspace_gid, "name": "part"})["gid"]
    client.goal_relationships.add_supporting_relationship(goal_gid, {"supporting_resource": part})
    assert gids(client.goals.get_parent_goals_for_goal(part)) == [goal_gid]


def test_fields_of_a_goal(client: asana.Client, goal_gid: str, make_field: MakeField) -> None:
    field = make_field()["gid"]
    setting = client.goals.add_custom_field_setting_for_goal(goal_gid, {"custom_field": field})
    assert setting["custom_field"]["gid"] == field
    written = client.goals.update_goal(goal_gid, {"custom_fields": {field: "words"}})
    assert written["custom_fields"][0]["text_value"] == "words"
    assert client.goals.remove_custom_field_setting_for_goal(goal_gid, custom_field=field) == {}
    settings = client.custom_field_settings.get_custom_field_settings_for_goal(goal_gid)
    assert list(settings) == []
