import asana


def test_periods_are_listed_over_several_pages(client: asana.Client, workspace_gid: str) -> None:
    periods = list(client.time_periods.get_time_periods(workspace=workspace_gid, page_size=3))
    assert [period["period"] for period in periods[:3]] == ["FY", "H1", "H2"]
    year, half, *_, last = periods
    parent = client.time_periods.get_time_period(half["gid"])["parent"]
    assert parent
    assert parent["gid"] == year["gid"]
    within = client.time_periods.get_time_periods(
        {"workspace": workspace_gid, "start_on": last["start_on"], "end_on": last["end_on"]}
    )
    assert list(within) == [last]
