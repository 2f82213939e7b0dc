"""Prepare a sandbox with a record for each placeholder in the examples of the reference."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import asana
from asana.sandbox import Sandbox
from asana.sandbox.records.record import Record
from asana_site.examples import PLACEHOLDER
from tests.operations import Operation
from tests.sandbox.receiver import Receiver

TARGET = "https://example.com/asana"  # of webhooks in the examples

OF_SERVICE_ACCOUNTS = ("audit_log_api", "exports", "organization_exports")


class World:
    """A sandbox that can be reset to the state that the examples need."""

    def __init__(self, sandbox: Sandbox, gids: dict[str, str], target: str) -> None:
        self.sandbox = sandbox
        self.gids = gids
        self.target = target

    def filled(self, program: str, row: Operation, client: asana.Client) -> str:
        """Return the example of an operation with real values for its placeholders."""

        def value(found: re.Match[str]) -> str:
            return self.gids.get(found[0]) or self._made(found[0], row, client)

        return PLACEHOLDER.sub(value, program.replace(TARGET, f"{self.target}examples"))

    def _made(self, name: str, row: Operation, client: asana.Client) -> str:
        """Return a value that a dump of the sandbox does not contain."""
        project = self.gids["PROJECT_GID"]
        if name == "WEBHOOK_GID":
            return client.webhooks.create_webhook(resource=project, target=self.target)["gid"]
        try:
            if row.resource == "workspaces":
                client.get(f"/workspaces/{self.gids['WORKSPACE_GID']}/events")
            client.events.get(resource=project)
        except asana.error.InvalidTokenError as error:
            return str(error.sync)
        raise AssertionError("the first request for events gives a token")


@contextmanager
def worlds() -> Iterator[World]:
    """Run a sandbox in the state that the examples need."""
    with Receiver() as receiver, Sandbox() as first:
        gids = build(first)
        with Sandbox(data=first.dump()) as running:
            yield World(running, gids, receiver.url)


def client_for(sandbox: Sandbox, resource: str, method: str) -> asana.Client:
    """Return a client that may call an operation; some are limited to service accounts."""
    if method == "create_access_request":
        token = sandbox.token_for("tom@example.com")
    elif resource in OF_SERVICE_ACCOUNTS or method == "get_workspace_events":
        token = sandbox.service_account_token
    else:
        token = sandbox.access_token
    return asana.Client.access_token(token, base_url=sandbox.base_url, strict=True)


def build(sandbox: Sandbox) -> dict[str, str]:
    """Fill a sandbox; return the gid for each placeholder."""
    client = sandbox.client(strict=True)
    found = _of_the_demo(sandbox)
    found.update(_tasks(client, found))
    found.update(_fields(client, found))
    found.update(_goals(client, found))
    found.update(_plans(client, found))
    found.update(_people(client, sandbox, found))
    found.update(_background(client, sandbox, found))
    return found


def _of_the_demo(sandbox: Sandbox) -> dict[str, str]:
    """Return the gids of records that the demo data has."""
    kinds = (
        *("agent", "custom_type", "membership", "ooo_entry", "project_portfolio_setting"),
        *("project_template", "task_template", "team_membership", "time_period"),
        *("time_tracking_category", "workspace_membership"),
    )
    found = {f"{kind.upper()}_GID": _first(sandbox, kind).gid for kind in kinds}
    workspace = _named(sandbox, "workspace", "Harbour Lights Coffee")
    found["WORKSPACE_GID"] = workspace.gid
    found["TEAM_GID"] = _named(sandbox, "team", "Roastery").gid
    found["USER_GID"] = _named(sandbox, "user", "Tom Okafor").gid
    found["OTHER_PROJECT_GID"] = _named(sandbox, "project", "Website").gid
    found["OTHER_USER_GID"] = _named(sandbox, "user", "Jonas Weber").gid
    return found


def _first(sandbox: Sandbox, kind: str) -> Record:
    return next(iter(sandbox.store.all(kind)))


def _named(sandbox: Sandbox, kind: str, name: str) -> Record:
    return next(each for each in sandbox.store.all(kind) if each["name"] == name)


def _tasks(client: asana.Client, found: dict[str, str]) -> dict[str, str]:
    """Create a project with tasks, and what the first task needs."""
    project = client.projects.create_project(
        name="A project", workspace=found["WORKSPACE_GID"], team=found["TEAM_GID"]
    )["gid"]
    section, other = (
        client.sections.create_section_for_project(project, name=name)["gid"] for name in "ab"
    )
    task, other_task = (
        client.tasks.create_task(name=name, projects=[project])["gid"]
        for name in ("Order beans", "Roast beans")
    )
    tag = client.tags.create_tag(name="a tag", workspace=found["WORKSPACE_GID"])["gid"]
    story = client.stories.create_story_for_task(task, text="Which ones?")["gid"]
    attachment = client.attachments.create_attachment_for_object(
        parent=task, file=b"Beans", file_name="beans.txt"
    )["gid"]
    me = client.user_task_lists.get_user_task_list_for_user("me", workspace=found["WORKSPACE_GID"])
    client.projects.add_members_for_project(project, members=[found["USER_GID"]])
    return {
        "PROJECT_GID": project,
        "SECTION_GID": section,
        "OTHER_SECTION_GID": other,
        "TASK_GID": task,
        "OTHER_TASK_GID": other_task,
        "TAG_GID": tag,
        "STORY_GID": story,
        "ATTACHMENT_GID": attachment,
        "USER_TASK_LIST_GID": me["gid"],
    }


def _fields(client: asana.Client, found: dict[str, str]) -> dict[str, str]:
    """Create a field that all objects use, an unused one, and one with custom IDs."""
    make = client.custom_fields.create_custom_field
    home = found["WORKSPACE_GID"]
    options: Any = [{"name": "High"}, {"name": "Medium"}, {"name": "Other"}]
    field = make(workspace=home, name="Urgency", resource_subtype="enum", enum_options=options)
    other = make(workspace=home, name="A note", resource_subtype="text")
    ids = make(workspace=home, name="Order", resource_subtype="text", id_prefix="ORD")
    client.projects.add_custom_field_setting_for_project(
        found["PROJECT_GID"], custom_field=field["gid"]
    )
    client.projects.add_custom_field_setting_for_project(
        found["PROJECT_GID"], custom_field=ids["gid"]
    )
    client.tasks.create_task(name="With an id", projects=[found["PROJECT_GID"]])
    high, medium, _ = (option["gid"] for option in field["enum_options"])
    return {
        "CUSTOM_FIELD_GID": field["gid"],
        "OTHER_CUSTOM_FIELD_GID": other["gid"],
        "ENUM_OPTION_GID": high,
        "OTHER_ENUM_OPTION_GID": medium,
        "CUSTOM_ID": "ORD-1",
    }


def _goals(client: asana.Client, found: dict[str, str]) -> dict[str, str]:
    """Create goals and a portfolio that use the field and the project."""
    home = found["WORKSPACE_GID"]
    goal, other, supporting = (
        client.goals.create_goal(name=name, workspace=home)["gid"] for name in "abc"
    )
    client.goals.create_goal_metric(
        goal, initial_number_value=0, target_number_value=20, progress_source="manual"
    )
    relationship = client.goal_relationships.add_supporting_relationship(
        goal, supporting_resource=supporting
    )
    client.goals.add_custom_field_setting_for_goal(goal, custom_field=found["CUSTOM_FIELD_GID"])
    client.goals.add_followers(goal, followers=[found["USER_GID"]])
    portfolio = client.portfolios.create_portfolio(name="A portfolio", workspace=home)["gid"]
    client.portfolios.add_item_for_portfolio(portfolio, item=found["PROJECT_GID"])
    client.portfolios.add_members_for_portfolio(portfolio, members=[found["USER_GID"]])
    client.portfolios.add_custom_field_setting_for_portfolio(
        portfolio, custom_field=found["CUSTOM_FIELD_GID"]
    )
    memberships = client.portfolio_memberships.get_portfolio_memberships_for_portfolio(portfolio)
    return {
        "GOAL_GID": goal,
        "OTHER_GOAL_GID": other,
        "SUPPORTING_GOAL_GID": supporting,
        "GOAL_RELATIONSHIP_GID": relationship["gid"],
        "PORTFOLIO_GID": portfolio,
        "PORTFOLIO_MEMBERSHIP_GID": next(memberships)["gid"],
    }


def _plans(client: asana.Client, found: dict[str, str]) -> dict[str, str]:
    """Create the other records of a project."""
    project, user = found["PROJECT_GID"], found["USER_GID"]
    other = found["OTHER_PROJECT_GID"]
    allocation = client.allocations.create_allocation(
        parent=project, assignee=user, start_date="2027-06-01", end_date="2027-06-02"
    )
    total: Any = {"enabled": True, "value": 600}
    budget = client.budgets.create_budget(parent=other, budget_type="time", total=total)
    rate = client.rates.create_rate(parent=project, resource="me", rate=50)
    update = client.status_updates.create_status_for_object(
        parent=project, text="Fine", status_type="on_track"
    )
    status = client.project_statuses.create_project_status_for_project(
        project, text="Good", color="green"
    )
    brief = client.project_briefs.create_project_brief(other, text="Why")
    entry = client.time_tracking_entries.create_time_tracking_entry(
        found["TASK_GID"], duration_minutes=5
    )
    return {
        "ALLOCATION_GID": allocation["gid"],
        "BUDGET_GID": budget["gid"],
        "RATE_GID": rate["gid"],
        "STATUS_UPDATE_GID": update["gid"],
        "PROJECT_STATUS_GID": status["gid"],
        "PROJECT_BRIEF_GID": brief["gid"],
        "TIME_TRACKING_ENTRY_GID": entry["gid"],
    }


def _people(client: asana.Client, sandbox: Sandbox, found: dict[str, str]) -> dict[str, str]:
    """Create roles, timesheets, access requests and memberships."""
    home, user = found["WORKSPACE_GID"], found["USER_GID"]
    role = client.roles.create_role(
        workspace=home, name="Helper", description="Helps", base_role_type="member"
    )
    sheet = client.timesheet_approval_statuses.create_timesheet_approval_status(
        workspace=home, user="me", start_date="2025-02-03", end_date="2025-02-09"
    )
    private = client.projects.create_project(
        name="Closed", workspace=home, team=found["TEAM_GID"], privacy_setting="private"
    )
    client.projects.update_project(private["gid"], privacy_setting="private")
    tom = asana.Client.access_token(sandbox.token_for("tom@example.com"), base_url=sandbox.base_url)
    request = tom.access_requests.create_access_request(target=private["gid"])
    memberships = client.project_memberships.get_project_memberships_for_project(
        found["PROJECT_GID"], user=user
    )
    return {
        "ROLE_GID": role["gid"],
        "TIMESHEET_APPROVAL_STATUS_GID": sheet["gid"],
        "ACCESS_REQUEST_GID": request["gid"],
        "PROJECT_MEMBERSHIP_GID": next(memberships)["gid"],
        "PRIVATE_PROJECT_GID": private["gid"],
        "MEMBERSHIP_GID": next(client.memberships.get_memberships(parent=private["gid"]))["gid"],
    }


def _background(client: asana.Client, sandbox: Sandbox, found: dict[str, str]) -> dict[str, str]:
    """Start jobs and exports."""
    project = sandbox.store.get("project", found["PROJECT_GID"])
    rule = sandbox.store.create("rule_trigger", project=project, comment="It says:")
    job = client.tasks.duplicate_task(found["TASK_GID"], name="A copy")
    service = client_for(sandbox, "organization_exports", "")
    export = service.organization_exports.create_organization_export(
        organization=found["WORKSPACE_GID"]
    )
    return {
        "JOB_GID": job["gid"],
        "ORGANIZATION_EXPORT_GID": export["gid"],
        "RULE_TRIGGER_GID": rule.gid,
    }
