import asana
from tests.resources.listing import gids


def test_a_setting_is_read_and_changed(
    client: asana.Client, portfolio_gid: str, project_gid: str
) -> None:
    client.portfolios.add_item_for_portfolio(portfolio_gid, {"item": project_gid})
    settings = client.project_portfolio_settings
    (setting,) = settings.get_project_portfolio_settings_for_portfolio(portfolio_gid)
    gid = setting["gid"]
    assert settings.get_project_portfolio_setting(gid)["is_access_control_inherited"] is False
    changed = settings.update_project_portfolio_setting(gid, {"is_access_control_inherited": True})
    assert changed["is_access_control_inherited"] is True
    assert settings.get_project_portfolio_setting(gid) == changed


def test_listings_over_several_pages(
    client: asana.Client, workspace_gid: str, project_gid: str
) -> None:
    portfolios = [
        client.portfolios.create_portfolio({"workspace": workspace_gid}, name=name)["gid"]
        for name in "abc"
    ]
    for portfolio in portfolios:
        client.portfolios.add_item_for_portfolio(portfolio, {"item": project_gid})
    other = client.projects.create_project({"workspace": workspace_gid}, name="other")["gid"]
    client.portfolios.add_item_for_portfolio(portfolios[0], {"item": other})
    settings = client.project_portfolio_settings
    of_project = settings.get_project_portfolio_settings_for_project(project_gid, page_size=2)
    assert [each["portfolio"]["gid"] for each in of_project] == portfolios
    first = settings.get_project_portfolio_settings_for_portfolio(portfolios[0], page_size=1)
    assert [each["project"]["gid"] for each in first] == [project_gid, other]
    assert len(gids(settings.get_project_portfolio_settings_for_project(other))) == 1
