"""The rest of the demo data: fields, portfolios, goals, templates, time and budgets."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from asana.sandbox.api.resources.time_periods import make_year
from asana.sandbox.records.record import Record
from asana.sandbox.records.schema.administration import SWITCHES
from asana.sandbox.records.store import Store

Do = Callable[..., Record]

_PRIORITIES = {
    "Renew the liability insurance": "High",
    "Install the espresso machine": "High",
    "Paint the walls": "Low",
    "Interview baristas": "Medium",
}
_LEVELS = {"High": "red", "Medium": "yellow", "Low": "green"}
_COSTS = {"Order the espresso machine": 11400, "Paint the walls": 850.5}
_MINUTES = {"Install water and power at the bar": 480, "Interview baristas": 360}
_WORKED = (
    ("tom", "Agree on the floor plan", 90, "Visits"),
    ("tom", "Install water and power at the bar", 240, "Craft"),
    ("priya", "Interview baristas", 120, "Visits"),
)


@dataclass(frozen=True)
class Company:
    """The demo data so far, and `do`, which performs an operation as one of its people."""

    store: Store
    do: Do
    organization: Record
    people: dict[str, Record]
    projects: list[Record]
    tasks: dict[str, Record]

    def day(self, days: int) -> str:
        """Return the date that is a number of days from now."""
        today = date.fromisoformat(self.store.timestamp()[:10])
        return (today + timedelta(days=days)).isoformat()

    def monday(self) -> date:
        """Return the first day of the current week."""
        today = date.fromisoformat(self.day(0))
        return today - timedelta(days=today.weekday())


def extend(company: Company) -> None:
    """Add everything except tasks."""
    _custom_fields(company)
    _reports(company)
    _goals(company)
    _templates(company)
    _time(company)
    _planning(company)
    _administration(company)


def _custom_fields(company: Company) -> None:
    workspace, cafe = company.organization.gid, company.projects[0]
    options = [{"name": name, "color": color} for name, color in _LEVELS.items()]
    priority, cost, hours, number = (
        company.do("maya", "create_custom_field", workspace=workspace, **definition)
        for definition in (
            {"name": "Priority", "resource_subtype": "enum", "enum_options": options},
            {**_NUMBER, "name": "Cost", "format": "currency", "currency_code": "EUR"},
            {**_NUMBER, "name": "Estimated time", "format": "duration", "precision": 0},
            {"name": "Job number", "resource_subtype": "text", "id_prefix": "PIER"},
        )
    )
    company.store.change(hours, asana_created_field="estimated_time")
    for field in (priority, cost, hours, number):
        company.do("maya", "add_custom_field_setting_for_project", cafe, custom_field=field.gid)
    gids = {option["name"]: option.gid for option in priority["enum_options"]}
    for name, option in _PRIORITIES.items():
        _set(company, name, {priority.gid: gids[option]})
    for field, values in ((cost, _COSTS), (hours, _MINUTES)):
        for name, value in values.items():
            _set(company, name, {field.gid: value})


_NUMBER: dict[str, Any] = {"resource_subtype": "number", "precision": 2}


def _set(company: Company, task: str, values: dict[str, Any]) -> None:
    company.do("maya", "update_task", company.tasks[task], custom_fields=values)


def _reports(company: Company) -> None:
    cafe = company.projects[0]
    portfolio = company.do(
        "maya",
        "create_portfolio",
        name="Growth",
        workspace=company.organization.gid,
        color="light-green",
        privacy_setting="public_to_domain",
    )
    for project in company.projects:
        company.do("maya", "add_item_for_portfolio", portfolio, item=project.gid)
    company.do("maya", "add_members_for_portfolio", portfolio, members=[company.people["tom"].gid])
    update = company.do(
        "maya",
        "create_status_for_object",
        parent=cafe.gid,
        title="Walls, water, power",
        text="The lease is signed and the machine is ordered. The permit takes its time.",
        status_type="at_risk",
    )
    company.store.create(
        "reaction", target=update, user=company.people["tom"], emoji="👍🏽", emoji_base="👍"
    )
    company.do(
        "priya",
        "create_project_brief",
        cafe,
        title="Our second café",
        text="Twelve seats at the window, a bar, and a roaster's corner.",
    )


def _goals(company: Company) -> None:
    organization = company.organization
    year = int(company.store.timestamp()[:4])
    for each in (year, year + 1):
        periods = make_year(company.store, organization, each)
    home = {"workspace": organization.gid, "time_period": periods["FY"].gid}
    grow = company.do("maya", "create_goal", name="Two cafés by the end of the year", **home)
    regulars = company.do("priya", "create_goal", name="300 regulars with a card", **home)
    company.do("maya", "add_supporting_relationship", grow, supporting_resource=regulars.gid)
    cafe = company.projects[0].gid
    company.do("maya", "add_supporting_relationship", grow, supporting_resource=cafe)
    percent = {"unit": "percentage", "progress_source": "project_task_completion"}
    company.do("maya", "create_goal_metric", grow, **percent)
    company.do(
        "priya",
        "create_goal_metric",
        regulars,
        initial_number_value=120,
        target_number_value=300,
        current_number_value=184,
    )
    company.do("priya", "update_goal", regulars, status="green")


def _templates(company: Company) -> None:
    website = company.projects[2]
    company.do("maya", "project_save_as_template", website, name="Small website", public=True)
    company.store.create(
        "task_template",
        name="Menu change",
        project=website,
        created_by=company.people["priya"],
        template={
            "name": "Change the menu",
            "task_resource_subtype": "default_task",
            "description": "Both cafés, both languages.",
            "relative_start_on": 0,
            "relative_due_on": 3,
            "followers": [company.people["priya"]],
            "subtasks": [
                {"name": "Print", "task_resource_subtype": "default_task"},
                {"name": "Approve", "task_resource_subtype": "approval_task"},
            ],
        },
    )


def _time(company: Company) -> None:
    workspace = company.organization.gid
    categories = {
        name: company.do(
            "maya", "create_time_tracking_category", workspace=workspace, name=name, color=color
        )
        for name, color in (("Visits", "blue"), ("Craft", "orange"))
    }
    for who, task, minutes, category in _WORKED:
        company.do(
            who,
            "create_time_tracking_entry",
            company.tasks[task],
            duration_minutes=minutes,
            entered_on=company.monday().isoformat(),
            attributable_to=company.projects[0].gid,
            billable_status="billable",
            categories=[categories[category].gid],
        )
    company.do(
        "tom",
        "create_timesheet_approval_status",
        user="me",
        workspace=workspace,
        start_date=company.monday().isoformat(),
        end_date=(company.monday() + timedelta(days=6)).isoformat(),
    )
    company.do(
        "priya",
        "create_ooo_entry",
        user="me",
        workspace=workspace,
        start_date=company.day(60),
        end_date=company.day(70),
    )


def _planning(company: Company) -> None:
    cafe = company.projects[0]
    barista = company.store.create("placeholder", name="Barista", workspace=company.organization)
    period = {"start_date": company.day(30), "end_date": company.day(60)}
    for who, kind, value in ((company.people["tom"], "hours", 4), (barista, "percent", 100)):
        effort = {"type": kind, "value": value}
        given = {"assignee": who.gid, "effort": effort, **period}
        company.do("maya", "create_allocation", parent=cafe.gid, **given)
    company.do(
        "maya",
        "create_budget",
        parent=cafe.gid,
        budget_type="time",
        estimate={"enabled": True, "source": "tasks", "billable_status_filter": "any"},
        total={"enabled": True, "value": 6000},
    )
    company.do("maya", "create_rate", parent=cafe.gid, resource=barista.gid, rate=19)


def _administration(company: Company) -> None:
    """Add the objects that only the Asana app can create."""
    store, organization, cafe = company.store, company.organization, company.projects[0]
    now = store.timestamp()
    for kind in ("guest", "member", "admin", "super_admin"):
        store.create(
            "role",
            name=kind.replace("_", " ").capitalize(),
            description=f"The standard role {kind}.",
            base_role_type=kind,
            is_standard_role=True,
            permissions=dict.fromkeys(SWITCHES.split(), kind != "guest"),
            workspace=organization,
            creation_time=now,
            modified_at=now,
        )
    store.create("agent", name="Menu writer", description="Drafts menus.", workspace=organization)
    delivery = store.create("custom_type", name="Delivery", projects=[cafe], workspace=organization)
    states = (("Ordered", "Incomplete"), ("On its way", "Incomplete"), ("Arrived", "Complete"))
    options = [
        store.create(
            "custom_type_status_option", name=name, completion_state=state, custom_type=delivery
        )
        for name, state in states
    ]
    store.change(delivery, status_options=options)
    store.create("rule_trigger", project=cafe, comment="The supplier says:")
    store.create("ai_studio_run", user=company.people["maya"], credits=3, workspace=organization)
    store.create("ai_studio_seat", user=company.people["maya"], workspace=organization)
