import pytest

import asana
from asana import error


def test_a_service_account_reads_the_log_over_several_pages(
    client: asana.Client, service: asana.Client, workspace_gid: str
) -> None:
    made = [
        client.teams.create_team({"organization": workspace_gid, "name": name})["gid"]
        for name in "abc"
    ]
    log = service.audit_log_api.get_audit_log_events(
        workspace_gid, event_type="team_created", page_size=2
    )
    assert [event["resource"]["gid"] for event in log][-3:] == made
    of_one = service.audit_log_api.get_audit_log_events(workspace_gid, resource_gid=made[0])
    assert [event["resource"]["gid"] for event in of_one] == [made[0]] * 2
    with pytest.raises(error.ForbiddenError):
        list(client.audit_log_api.get_audit_log_events(workspace_gid))
