"""Who may see what."""

from asana.sandbox.errors import no_access
from asana.sandbox.state import Record, Store


class Access:
    """Answers from the memberships of workspaces, teams and projects."""

    def __init__(self, store: Store) -> None:
        self.store = store

    # Memberships

    def workspaces(self, user: Record) -> list[Record]:
        """The workspaces of a user, oldest first."""
        return [m["workspace"] for m in self.store.all("workspace_membership") if m["user"] is user]

    def membership(self, user: Record, workspace: Record) -> Record | None:
        """The membership of a user in a workspace."""
        return next(
            (
                m
                for m in self.store.all("workspace_membership")
                if m["user"] is user and m["workspace"] is workspace
            ),
            None,
        )

    def team_membership(self, user: Record, team: Record) -> Record | None:
        """The membership of a user in a team."""
        return next(
            (
                m
                for m in self.store.all("team_membership")
                if m["user"] is user and m["team"] is team
            ),
            None,
        )

    def members(self, place: Record) -> list[Record]:
        """The users of a workspace or team, in alphabetical order."""
        kind = f"{place.type}_membership"
        users = [m["user"] for m in self.store.all(kind) if m[place.type] is place]
        return sorted(users, key=lambda user: (user["name"].lower(), user.gid))

    # Sight

    def require(self, user: Record, record: Record) -> None:
        """403 unless the user sees the record."""
        if not self.sees(user, record):
            raise no_access(record.type)

    def sees(self, user: Record, record: Record) -> bool:
        """Whether the user may see the record."""
        if record.type == "user":
            return self._meets(user, record)
        workspace = workspace_of(record)
        membership = self.membership(user, workspace)
        if membership is None:
            return False
        if record.type == "project":
            return self._sees_project(user, record, bool(membership["is_guest"]))
        if record.type == "section":
            return self.sees(user, record["project"])
        if record.type == "task":
            return self._sees_task(user, record)
        if record.type == "story":
            return self.sees(user, record["target"])
        if record.type == "team":
            secret = record["visibility"] == "secret" or membership["is_guest"]
            return not secret or self.team_membership(user, record) is not None
        if record.type == "team_membership":
            return self.sees(user, record["team"])
        return True

    def visible(self, user: Record, records: list[Record]) -> list[Record]:
        """Those of the records that the user sees."""
        return [record for record in records if self.sees(user, record)]

    def _meets(self, user: Record, other: Record) -> bool:
        mine = self.workspaces(user)
        return user is other or any(place in mine for place in self.workspaces(other))

    def _sees_project(self, user: Record, project: Record, is_guest: bool) -> bool:
        if user in project["members"] or user is project["owner"]:
            return True
        privacy = project["privacy_setting"]
        if privacy == "private_to_team" and project["team"] is not None:
            return self.team_membership(user, project["team"]) is not None
        return bool(privacy == "public_to_workspace" and not is_guest)

    def _sees_task(self, user: Record, task: Record) -> bool:
        """A task is private to its people until a project or a parent task shares it."""
        if user in (task["assignee"], task["created_by"]) or user in task["followers"]:
            return True
        if any(self.sees(user, membership["project"]) for membership in task["memberships"]):
            return True
        return task["parent"] is not None and self._sees_task(user, task["parent"])


def workspace_of(record: Record) -> Record:
    """The workspace that a record, other than a user, is in."""
    if record.type == "workspace":
        return record
    if record.type == "team":
        return record["organization"]  # type: ignore[no-any-return]
    for home in ("workspace", "project", "target", "team"):
        if record.get(home) is not None:
            return workspace_of(record[home])
    raise LookupError(f"{record!r} is in no workspace")
