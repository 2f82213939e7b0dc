"""Permissions: which records are visible to which user."""

from typing import Any

from asana.sandbox.errors import forbidden, no_access
from asana.sandbox.records.homes import workspace_of
from asana.sandbox.records.record import Record, Records

# Records of these types are visible if the record in a field is.
_SEEN_THROUGH = {
    "attachment": "parent",
    "section": "project",
    "story": "target",
    "team_membership": "team",
    "enum_option": "custom_field",
    "custom_field_setting": "parent",
    "membership": "parent",
    "project_membership": "parent",
    "portfolio_membership": "parent",
    "project_portfolio_setting": "portfolio",
    "goal_relationship": "supported_goal",
    "status_update": "parent",
    "project_status": "parent",
    "project_brief": "project",
    "task_template": "project",
    "time_tracking_entry": "task",
    "allocation": "parent",
    "budget": "parent",
    "rate": "parent",
}
# Records of these types are visible only to participants if a field has one of these values.
_OPEN_BY: dict[str, tuple[str, tuple[Any, ...]]] = {
    "portfolio": ("privacy_setting", ("members_only",)),
    "goal": ("privacy_setting", ("members_only",)),
    "custom_field": ("privacy_setting", ("private",)),
    "project_template": ("public", (False,)),
}


class Access:
    """Determines permissions from the memberships of workspaces, teams and projects."""

    def __init__(self, store: Records) -> None:
        self.store = store

    # Memberships

    def workspaces(self, user: Record) -> list[Record]:
        """Return the workspaces of a user, oldest first."""
        if user.get("serves") is not None:
            return [user["serves"]]
        return [m["workspace"] for m in self.store.where("workspace_membership", "user", user)]

    def membership(self, user: Record, workspace: Record) -> Record | None:
        """Return the membership of a user in a workspace, or None."""
        return next(
            (
                m
                for m in self.store.where("workspace_membership", "user", user)
                if m["workspace"] is workspace
            ),
            None,
        )

    def team_membership(self, user: Record, team: Record) -> Record | None:
        """Return the membership of a user in a team, or None."""
        return next(
            (m for m in self.store.where("team_membership", "user", user) if m["team"] is team),
            None,
        )

    def members(self, place: Record) -> list[Record]:
        """Return the users of a workspace or team, in alphabetical order."""
        return sorted(self.joined(place), key=lambda user: (user["name"].lower(), user.gid))

    def joined(self, place: Record) -> list[Record]:
        """Return the users of a workspace or team, in the order in which they joined it."""
        return [m["user"] for m in self.store.where(f"{place.type}_membership", place.type, place)]

    def require_service(self, user: Record, workspace: Record) -> None:
        """Raise 403 unless the user is a service account of the workspace."""
        if user.get("serves") is not workspace:
            raise forbidden("This is only available to service accounts.")

    # Visibility

    def require(self, user: Record, record: Record) -> None:
        """Raise 403 unless a record is visible to the user."""
        if not self.sees(user, record):
            raise no_access(record.type)

    def sees(self, user: Record, record: Record) -> bool:
        """Return whether a record is visible to the user."""
        if record.type == "user":
            return self._meets(user, record)
        if record.type == "webhook":
            return record["owner"] is user
        if user.get("serves") is not None:
            return workspace_of(record) is user["serves"]
        if record.type in _SEEN_THROUGH:
            return self.sees(user, record[_SEEN_THROUGH[record.type]])
        membership = self.membership(user, workspace_of(record))
        if membership is None:
            return False
        if record.type == "project":
            return self._sees_project(user, record, bool(membership["is_guest"]))
        if record.type == "task":
            return self._sees_task(user, record)
        if record.type == "team":
            secret = record["visibility"] == "secret" or membership["is_guest"]
            return not secret or self.team_membership(user, record) is not None
        if record.type in _OPEN_BY:
            field, closed = _OPEN_BY[record.type]
            guest = membership["is_guest"] and record[field] != "public_with_guests"
            hidden = record[field] in closed or guest
            return not hidden or self.takes_part(user, record)
        return True

    def takes_part(self, user: Record, place: Record) -> bool:
        """Return whether a user owns a place or is a member, directly or through a team."""
        if user is place.get("owner") or user in place.get("followers", ()):
            return True
        members = [membership["member"] for membership in place.get("memberships", ())]
        return user in members or any(
            member.type == "team" and self.team_membership(user, member) for member in members
        )

    def visible(self, user: Record, records: list[Record]) -> list[Record]:
        """Return the records that are visible to the user."""
        return [record for record in records if self.sees(user, record)]

    def _meets(self, user: Record, other: Record) -> bool:
        mine = self.workspaces(user)
        return user is other or any(place in mine for place in self.workspaces(other))

    def _sees_project(self, user: Record, project: Record, is_guest: bool) -> bool:
        if user in project["members"] or self.takes_part(user, project):
            return True
        privacy = project["privacy_setting"]
        if privacy == "private_to_team" and project["team"] is not None:
            return self.team_membership(user, project["team"]) is not None
        return bool(privacy == "public_to_workspace" and not is_guest)

    def _sees_task(self, user: Record, task: Record) -> bool:
        """Treat a task as private to its people unless a project or parent task shares it."""
        if user in (task["assignee"], task["created_by"]) or user in task["followers"]:
            return True
        if any(self.sees(user, membership["project"]) for membership in task["memberships"]):
            return True
        return task["parent"] is not None and self._sees_task(user, task["parent"])
