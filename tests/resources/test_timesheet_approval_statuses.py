import asana
from asana.types.timesheet_approval_statuses import GetTimesheetApprovalStatuses
from tests.resources.listing import gids


def make(client: asana.Client, workspace_gid: str, start: str, end: str) -> str:
    made = client.timesheet_approval_statuses.create_timesheet_approval_status(
        {"user": "me", "workspace": workspace_gid, "start_date": start, "end_date": end}
    )
    return made["gid"]


def test_a_timesheet_is_submitted_and_approved(client: asana.Client, workspace_gid: str) -> None:
    gid = make(client, workspace_gid, "2025-02-03", "2025-02-09")
    statuses = client.timesheet_approval_statuses
    assert statuses.get_timesheet_approval_status(gid)["approval_status"] == "DRAFT"
    for status in ("submitted", "approved"):
        statuses.update_timesheet_approval_status(gid, {"approval_status": status})
        now = statuses.get_timesheet_approval_status(gid)
        assert now["approval_status"] == status.upper()


def test_a_listing_over_several_pages(client: asana.Client, workspace_gid: str) -> None:
    weeks = (("03", "09"), ("10", "16"), ("17", "23"))
    made = [
        make(client, workspace_gid, f"2025-03-{start}", f"2025-03-{end}") for start, end in weeks
    ]
    march: GetTimesheetApprovalStatuses = {
        "workspace": workspace_gid,
        "from_date": "2025-03-01",
        "to_date": "2025-03-31",
    }
    statuses = client.timesheet_approval_statuses
    listed = statuses.get_timesheet_approval_statuses(march, user="me", page_size=2)
    assert gids(listed) == made
    approved = statuses.get_timesheet_approval_statuses(march, approval_statuses=["approved"])
    assert list(approved) == []
