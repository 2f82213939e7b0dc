import asana
from asana.sandbox import Sandbox
from tests.resources.conftest import MakeField


def test_settings_are_listed_over_several_pages(
    client: asana.Client,
    project_gid: str,
    portfolio_gid: str,
    goal_gid: str,
    make_field: MakeField,
) -> None:
    fields = [make_field()["gid"] for _ in range(3)]
    for field in fields:
        client.projects.add_custom_field_setting_for_project(project_gid, custom_field=field)
        client.portfolios.add_custom_field_setting_for_portfolio(portfolio_gid, custom_field=field)
        client.goals.add_custom_field_setting_for_goal(goal_gid, custom_field=field)
    settings = client.custom_field_settings
    for listing in (
        settings.get_custom_field_settings_for_project(project_gid, page_size=2),
        settings.get_custom_field_settings_for_portfolio(portfolio_gid, page_size=2),
        settings.get_custom_field_settings_for_goal(goal_gid, page_size=2),
        settings.find_by_project(project=project_gid),
        settings.find_by_portfolio(portfolio=portfolio_gid),
        client.portfolios.custom_field_settings(portfolio_gid),
    ):
        assert [setting["custom_field"]["gid"] for setting in listing] == fields


def test_settings_of_a_team(
    client: asana.Client, sandbox: Sandbox, team_gid: str, make_field: MakeField
) -> None:
    team = sandbox.store.get("team", team_gid)
    field = sandbox.store.get("custom_field", make_field()["gid"])
    assert team
    assert field
    made = sandbox.store.create("custom_field_setting", parent=team, custom_field=field)
    sandbox.store.change(team, custom_field_settings=[made])
    (setting,) = client.custom_field_settings.get_custom_field_settings_for_team(team_gid)
    assert setting["custom_field"]["gid"] == field.gid
