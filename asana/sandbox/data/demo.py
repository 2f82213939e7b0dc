"""The demo data: a fictional coffee company that opens its second café."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from asana.sandbox.data import history
from asana.sandbox.data.demo_extras import Company, extend
from asana.sandbox.records.record import Record
from asana.sandbox.records.store import Store


@dataclass(frozen=True)
class Todo:
    """A task of the demo data; `due` is in days from today, `done` in days before today."""

    name: str
    assignee: str = ""
    due: int | None = None
    done: int | None = None
    notes: str = ""
    tags: tuple[str, ...] = ()
    subtasks: tuple[str, ...] = ()
    comments: tuple[tuple[str, str], ...] = ()
    waits_for: str = ""
    more: dict[str, Any] = field(default_factory=dict)


MILESTONE = {"resource_subtype": "milestone"}
APPROVAL = {"resource_subtype": "approval"}

CAFE = {
    "Permits and lease": (
        Todo("Sign the lease for 12 Pier Street", "maya", -30, 32, tags=("legal",)),
        Todo(
            "Register the food business with the city",
            "tom",
            -12,
            10,
            "The form asks for the floor plan and the hygiene certificates.",
            ("legal",),
        ),
        Todo("Renew the liability insurance", "maya", 6, tags=("legal", "urgent")),
        Todo("Terrace permit granted", "tom", 18, more=MILESTONE, tags=("legal",)),
    ),
    "Fit-out": (
        Todo(
            "Agree on the floor plan",
            "maya",
            -20,
            21,
            comments=(("tom", "The bar is 40 cm longer now."), ("maya", "Perfect, take it.")),
        ),
        Todo(
            "Order the espresso machine",
            "tom",
            -5,
            6,
            "Three groups, the white one. Delivery takes two weeks.",
            ("purchase",),
        ),
        Todo("Install water and power at the bar", "tom", 3, waits_for="Agree on the floor plan"),
        Todo(
            "Install the espresso machine",
            "tom",
            9,
            waits_for="Install water and power at the bar",
            subtasks=("Book the technician", "Test water hardness", "Dial in the first shots"),
            tags=("urgent",),
        ),
        Todo("Paint the walls", "jonas", 5, notes="Warm white, and one wall in harbour blue."),
        Todo("Choose the lamps", "jonas", 8, comments=(("jonas", "Two offers are in the post."),)),
        Todo("Build the shelves for beans", "jonas", 12),
    ),
    "People": (
        Todo("Write the job advertisement", "priya", -15, 16),
        Todo(
            "Interview baristas",
            "priya",
            4,
            subtasks=("Invite six candidates", "Prepare a tasting", "Call the references"),
        ),
        Todo("Plan the first four weeks of shifts", "priya", 15, waits_for="Interview baristas"),
        Todo("Train the team on the new machine", "tom", 16),
    ),
    "Opening day": (
        Todo("Invite the neighbours", "priya", 14, tags=("marketing",)),
        Todo("Approve the opening menu", "maya", 7, more=APPROVAL),
        Todo("Hire a trio for the evening", notes="Acoustic, no amplifiers."),
        Todo("Doors open", "maya", 21, more=MILESTONE, waits_for="Install the espresso machine"),
    ),
}
BLENDS = {
    "Ideas": (
        Todo("A decaf that surprises"),
        Todo("Cold brew in returnable bottles", tags=("purchase",)),
        Todo("Ask regulars for a name"),
    ),
    "Tasting": (
        Todo("Cup twelve samples from Huila", "tom", -8, 8),
        Todo(
            "Second tasting with the café crew",
            "tom",
            2,
            comments=(("priya", "Please avoid Thursday, we are short."),),
        ),
        Todo("Fix the roast profile for Lighthouse", "tom", 6),
        Todo("Fix the roast profile for Low Tide", "tom", 10, tags=("urgent",)),
    ),
    "Launch": (
        Todo("Order the labels", "priya", 9, tags=("purchase", "marketing")),
        Todo("Photograph the bags", "jonas", 11, tags=("marketing",)),
        Todo("Set the prices", "maya", 8),
        Todo("Autumn blends on sale", "maya", 24, more=MILESTONE),
    ),
}
WEBSITE = {
    "To do": (
        Todo("Write the page about Pier Street", "priya", 10, tags=("marketing",)),
        Todo("Opening hours for both cafés", "priya", 13),
        Todo("Move the shop to the new checkout", "jonas", 20),
        Todo("Shrink the photographs"),
    ),
    "Doing": (
        Todo("New start page", "jonas", 1, subtasks=("Draft", "Review", "Go live")),
        Todo("Translate the menu", "priya", -1, tags=("urgent",)),
    ),
    "Done": (
        Todo("Choose typefaces", "jonas", -14, 13),
        Todo("Sitemap", "jonas", -21, 20),
    ),
}
PRIVATE = (
    Todo("Prepare the talk with the bank", "maya", 2, notes="Figures of the last two quarters."),
    Todo("Read the tax letter", "maya", 0),
)


def populate(store: Store) -> Record:
    """Fill an empty store, and return the main user."""
    return _Demo(store).build()


class _Demo:
    """Performs API operations as the people of the demo data."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = store.now()
        self.people: dict[str, Record] = {}
        self.tags: dict[str, Record] = {}
        self.tasks: dict[str, Record] = {}

    def build(self) -> Record:
        """Create the demo data, and return its main user."""
        with self.store.at(self._days(-60)):
            organization = self._organization()
        with self.store.at(self._days(-45)):
            self._tags(organization)
            cafe_team = self._team(organization, "Second café", ("tom", "priya"))
            roastery = self._team(organization, "Roastery", ("tom",))
            projects = [
                self._project(cafe_team, "Open Pier Street", "light-orange", CAFE, "board"),
                self._project(roastery, "Autumn blends", "dark-brown", BLENDS, "list"),
                self._project(cafe_team, "Website", "light-teal", WEBSITE, "board"),
            ]
            self._do("maya", "add_members_for_project", projects[2], members=self._gids("jonas"))
            for todo in PRIVATE:
                self._task(todo, workspace=organization.gid)
        with self.store.at(self._days(-20)):
            extend(Company(self.store, self._do, organization, self.people, projects, self.tasks))
        self.store.change(
            self.people["maya"], favorites=[projects[0], self.tags["urgent"], self.people["tom"]]
        )
        return self.people["maya"]

    def _organization(self) -> Record:
        organization = self.store.create(
            "workspace",
            name="Harbour Lights Coffee",
            is_organization=True,
            email_domains=["example.com"],
        )
        personal = self.store.create("workspace", name="Maya's allotment", premium=False)
        for key, name, email in (
            ("maya", "Maya Lindqvist", "maya@example.com"),
            ("tom", "Tom Okafor", "tom@example.com"),
            ("priya", "Priya Nair", "priya@example.com"),
            ("jonas", "Jonas Weber", "jonas@studio.example.com"),
        ):
            self.people[key] = user = self.store.create(
                "user", name=name, email=email, has_photo=True
            )
            self.store.create(
                "workspace_membership",
                user=user,
                workspace=organization,
                is_admin=key == "maya",
                is_guest=key == "jonas",
            )
        self.store.create(
            "workspace_membership", user=self.people["maya"], workspace=personal, is_admin=True
        )
        return organization

    def _tags(self, organization: Record) -> None:
        for name, color in (
            ("urgent", "light-red"),
            ("legal", "dark-blue"),
            ("purchase", "light-green"),
            ("marketing", "light-pink"),
        ):
            self.tags[name] = self._do(
                "maya", "create_tag", name=name, color=color, workspace=organization.gid
            )

    def _team(self, organization: Record, name: str, members: tuple[str, ...]) -> Record:
        team = self._do("maya", "create_team", name=name, organization=organization.gid)
        for member in members:
            self._do("maya", "add_user_for_team", team, user=self.people[member].gid)
        return team

    def _project(
        self, team: Record, name: str, color: str, sections: dict[str, tuple[Todo, ...]], view: str
    ) -> Record:
        project = self._do(
            "maya",
            "create_project",
            name=name,
            team=team.gid,
            color=color,
            default_view=view,
            due_on=self._day(30),
        )
        first, *_ = project["sections"]
        for section_name, todos in sections.items():
            section = self._do("maya", "create_section_for_project", project, name=section_name)
            for todo in todos:
                membership = {"project": project.gid, "section": section.gid}
                self._task(todo, memberships=[membership])
        self._do("maya", "delete_section", first)
        return project

    def _task(self, todo: Todo, **home: Any) -> None:
        data = {"name": todo.name, "notes": todo.notes, **home, **todo.more}
        if todo.assignee:
            data["assignee"] = self.people[todo.assignee].gid
        if todo.due is not None:
            data["due_on"] = self._day(todo.due)
        data["tags"] = [self.tags[tag].gid for tag in todo.tags]
        task = self.tasks[todo.name] = self._do("maya", "create_task", **data)
        history.put_last(self.store, task)
        for name in todo.subtasks:
            self._do("maya", "create_subtask_for_task", task, name=name)
        if todo.waits_for:
            other = self.tasks[todo.waits_for].gid
            self._do("maya", "add_dependencies_for_task", task, dependencies=[other])
        for n, (who, text) in enumerate(todo.comments):
            with self.store.at(self._days(-25) + timedelta(hours=n)):
                self._do(who, "create_story_for_task", task, text=text)
        if todo.done is not None:
            with self.store.at(self._days(-todo.done)):
                self._do(todo.assignee, "update_task", task, completed=True)

    # Actions

    def _do(self, who: str, operation: str, on: Record | None = None, /, **data: Any) -> Record:
        return history.perform(self.store, self.people[who], operation, on, **data)

    def _gids(self, *people: str) -> list[str]:
        return [self.people[person].gid for person in people]

    def _days(self, days: int) -> datetime:
        return self.now + timedelta(days=days)

    def _day(self, days: int) -> str:
        return self._days(days).date().isoformat()
