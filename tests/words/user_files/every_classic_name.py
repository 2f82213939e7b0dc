# pyright: strict
"""The result types of python-asana's methods, as type checkers see them."""

from typing import Any

from typing_extensions import assert_type

import asana
from asana.page_iterator import ItemIterator, Page
from asana.types.attachments import Attachment
from asana.types.common import Empty
from asana.types.compact import EnumOption, NamedResource
from asana.types.custom_field_settings import CustomFieldSetting
from asana.types.custom_fields import CustomField
from asana.types.events import Event, EventsPayload
from asana.types.jobs import Job
from asana.types.memberships import Membership
from asana.types.organization_exports import OrganizationExport
from asana.types.portfolio_memberships import PortfolioMembership
from asana.types.portfolios import Portfolio
from asana.types.project_memberships import ProjectMembership
from asana.types.project_statuses import ProjectStatus
from asana.types.projects import Project
from asana.types.sections import Section
from asana.types.stories import Story
from asana.types.tags import Tag
from asana.types.tasks import Task
from asana.types.team_memberships import TeamMembership
from asana.types.teams import Team
from asana.types.user_task_lists import UserTaskList
from asana.types.users import User, UserBase
from asana.types.webhooks import Webhook
from asana.types.workspaces import Workspace


def attachments(client: asana.Client) -> None:
    assert_type(client.attachments.create_attachment_for_task("1", b"x", "x.txt"), Attachment)
    assert_type(client.attachments.create_on_task("1", b"x", "x.txt"), Attachment)
    assert_type(client.attachments.find_by_id("1"), Attachment)
    assert_type(client.attachments.find_by_task("1"), ItemIterator[Attachment])
    assert_type(client.attachments.get_attachments_for_task("1"), ItemIterator[Attachment])


def custom_field_settings(client: asana.Client) -> None:
    assert_type(
        client.custom_field_settings.find_by_portfolio("1"), ItemIterator[CustomFieldSetting]
    )
    assert_type(client.custom_field_settings.find_by_project("1"), ItemIterator[CustomFieldSetting])


def custom_fields(client: asana.Client) -> None:
    assert_type(client.custom_fields.add_enum_option("1"), EnumOption)
    assert_type(client.custom_fields.create(), CustomField)
    assert_type(client.custom_fields.create_enum_option("1"), EnumOption)
    assert_type(client.custom_fields.delete("1"), Empty)
    assert_type(client.custom_fields.find_by_id("1"), CustomField)
    assert_type(client.custom_fields.find_by_workspace("1"), ItemIterator[CustomField])
    assert_type(client.custom_fields.insert_enum_option("1"), EnumOption)
    assert_type(client.custom_fields.reorder_enum_option("1"), EnumOption)
    assert_type(client.custom_fields.update("1"), CustomField)


def events(client: asana.Client) -> None:
    assert_type(client.events.get(), EventsPayload)
    assert_type(client.events.get_iterator(), ItemIterator[Event])
    assert_type(client.events.get_next(), tuple[Page[Event], str | None])


def jobs(client: asana.Client) -> None:
    assert_type(client.jobs.find_by_id("1"), Job)


def organization_exports(client: asana.Client) -> None:
    assert_type(client.organization_exports.create(), OrganizationExport)
    assert_type(client.organization_exports.find_by_id("1"), OrganizationExport)


def portfolio_memberships(client: asana.Client) -> None:
    assert_type(client.portfolio_memberships.find_all(), ItemIterator[PortfolioMembership])
    assert_type(client.portfolio_memberships.find_by_id("1"), PortfolioMembership)
    assert_type(
        client.portfolio_memberships.find_by_portfolio("1"), ItemIterator[PortfolioMembership]
    )


def portfolios(client: asana.Client) -> None:
    assert_type(client.portfolios.add_custom_field_setting("1"), CustomFieldSetting)
    assert_type(client.portfolios.add_item("1"), Empty)
    assert_type(client.portfolios.add_members("1"), Portfolio)
    assert_type(client.portfolios.create(), Portfolio)
    assert_type(client.portfolios.custom_field_settings("1"), ItemIterator[CustomFieldSetting])
    assert_type(client.portfolios.delete("1"), Empty)
    assert_type(client.portfolios.find_all(), ItemIterator[Portfolio])
    assert_type(client.portfolios.find_by_id("1"), Portfolio)
    assert_type(client.portfolios.get_items("1"), ItemIterator[Project])
    assert_type(client.portfolios.remove_custom_field_setting("1"), Empty)
    assert_type(client.portfolios.remove_item("1"), Empty)
    assert_type(client.portfolios.remove_members("1"), Portfolio)
    assert_type(client.portfolios.update("1"), Portfolio)


def project_memberships(client: asana.Client) -> None:
    assert_type(client.project_memberships.find_by_id("1"), ProjectMembership)
    assert_type(client.project_memberships.find_by_project("1"), ItemIterator[ProjectMembership])


def project_statuses(client: asana.Client) -> None:
    assert_type(client.project_statuses.create("1"), ProjectStatus)
    assert_type(client.project_statuses.create_in_project("1"), ProjectStatus)
    assert_type(client.project_statuses.delete("1"), Empty)
    assert_type(client.project_statuses.find_by_id("1"), ProjectStatus)
    assert_type(client.project_statuses.find_by_project("1"), ItemIterator[ProjectStatus])


def projects(client: asana.Client) -> None:
    assert_type(client.projects.add_custom_field_setting("1"), CustomFieldSetting)
    assert_type(client.projects.add_followers("1"), Project)
    assert_type(client.projects.add_members("1"), Project)
    assert_type(client.projects.create(), Project)
    assert_type(client.projects.create_in_team("1"), Project)
    assert_type(client.projects.create_in_workspace("1"), Project)
    assert_type(client.projects.delete("1"), Empty)
    assert_type(client.projects.find_all(), ItemIterator[Project])
    assert_type(client.projects.find_by_id("1"), Project)
    assert_type(client.projects.find_by_team("1"), ItemIterator[Project])
    assert_type(client.projects.find_by_workspace("1"), ItemIterator[Project])
    assert_type(client.projects.remove_custom_field_setting("1"), Empty)
    assert_type(client.projects.remove_followers("1"), Project)
    assert_type(client.projects.remove_members("1"), Project)
    assert_type(client.projects.sections("1"), ItemIterator[Section])
    assert_type(client.projects.tasks("1"), ItemIterator[Task])
    assert_type(client.projects.update("1"), Project)


def sections(client: asana.Client) -> None:
    assert_type(client.sections.add_task("1"), Empty)
    assert_type(client.sections.create_in_project("1"), Section)
    assert_type(client.sections.delete("1"), Empty)
    assert_type(client.sections.find_by_id("1"), Section)
    assert_type(client.sections.find_by_project("1"), ItemIterator[Section])
    assert_type(client.sections.insert_in_project("1"), Empty)
    assert_type(client.sections.update("1"), Section)


def stories(client: asana.Client) -> None:
    assert_type(client.stories.create_on_task("1"), Story)
    assert_type(client.stories.delete("1"), Empty)
    assert_type(client.stories.find_by_id("1"), Story)
    assert_type(client.stories.find_by_task("1"), ItemIterator[Story])
    assert_type(client.stories.update("1"), Story)


def tags(client: asana.Client) -> None:
    assert_type(client.tags.create(), Tag)
    assert_type(client.tags.create_in_workspace("1"), Tag)
    assert_type(client.tags.delete("1"), Empty)
    assert_type(client.tags.find_all(), ItemIterator[Tag])
    assert_type(client.tags.find_by_id("1"), Tag)
    assert_type(client.tags.find_by_workspace("1"), ItemIterator[Tag])
    assert_type(client.tags.get_tasks_with_tag("1"), ItemIterator[Task])
    assert_type(client.tags.update("1"), Tag)


def tasks(client: asana.Client) -> None:
    assert_type(client.tasks.add_comment("1"), Story)
    assert_type(client.tasks.add_dependencies("1"), Empty)
    assert_type(client.tasks.add_dependents("1"), Empty)
    assert_type(client.tasks.add_followers("1"), Task)
    assert_type(client.tasks.add_project("1"), Empty)
    assert_type(client.tasks.add_subtask("1"), Task)
    assert_type(client.tasks.add_tag("1"), Empty)
    assert_type(client.tasks.create(), Task)
    assert_type(client.tasks.create_in_workspace("1"), Task)
    assert_type(client.tasks.delete("1"), Empty)
    assert_type(client.tasks.dependencies("1"), list[Task])
    assert_type(client.tasks.dependents("1"), list[Task])
    assert_type(client.tasks.find_all(), ItemIterator[Task])
    assert_type(client.tasks.find_by_id("1"), Task)
    assert_type(client.tasks.find_by_project("1"), ItemIterator[Task])
    assert_type(client.tasks.find_by_section("1"), ItemIterator[Task])
    assert_type(client.tasks.find_by_tag("1"), ItemIterator[Task])
    assert_type(client.tasks.find_by_user_task_list("1"), ItemIterator[Task])
    assert_type(client.tasks.insert_in_user_task_list("1"), Empty)
    assert_type(client.tasks.projects("1"), ItemIterator[Project])
    assert_type(client.tasks.remove_dependencies("1"), Empty)
    assert_type(client.tasks.remove_dependents("1"), Empty)
    assert_type(client.tasks.remove_followers("1"), Task)
    assert_type(client.tasks.remove_project("1"), Empty)
    assert_type(client.tasks.remove_tag("1"), Empty)
    assert_type(client.tasks.search_in_workspace("1"), ItemIterator[Task])
    assert_type(client.tasks.set_parent("1"), Task)
    assert_type(client.tasks.stories("1"), ItemIterator[Story])
    assert_type(client.tasks.subtasks("1"), ItemIterator[Task])
    assert_type(client.tasks.tags("1"), ItemIterator[Tag])
    assert_type(client.tasks.update("1"), Task)


def teams(client: asana.Client) -> None:
    assert_type(client.teams.add_user("1"), TeamMembership)
    assert_type(client.teams.find_by_id("1"), Team)
    assert_type(client.teams.find_by_organization("1"), ItemIterator[Team])
    assert_type(client.teams.find_by_user("1"), ItemIterator[Team])
    assert_type(client.teams.get_teams_for_organization("1"), ItemIterator[Team])
    assert_type(client.teams.remove_user("1"), Empty)
    assert_type(client.teams.users("1"), ItemIterator[User])


def user_task_lists(client: asana.Client) -> None:
    assert_type(client.user_task_lists.find_by_id("1"), UserTaskList)
    assert_type(client.user_task_lists.find_by_user("1"), UserTaskList)
    assert_type(client.user_task_lists.tasks("1"), ItemIterator[Task])


def users(client: asana.Client) -> None:
    assert_type(client.users.find_all(), ItemIterator[User])
    assert_type(client.users.find_by_id("1"), User)
    assert_type(client.users.find_by_workspace("1"), ItemIterator[User])
    assert_type(client.users.get_user_favorites("1"), ItemIterator[NamedResource])
    assert_type(client.users.me(), User)


def webhooks(client: asana.Client) -> None:
    assert_type(client.webhooks.create(), Webhook)
    assert_type(client.webhooks.delete_by_id("1"), Empty)
    assert_type(client.webhooks.get_all(), ItemIterator[Webhook])
    assert_type(client.webhooks.get_by_id("1"), Webhook)


def workspaces(client: asana.Client) -> None:
    assert_type(client.workspaces.add_user("1"), UserBase)
    assert_type(client.workspaces.find_all(), ItemIterator[Workspace])
    assert_type(client.workspaces.find_by_id("1"), Workspace)
    assert_type(client.workspaces.remove_user("1"), Empty)
    assert_type(client.workspaces.typeahead("1"), ItemIterator[NamedResource])
    assert_type(client.workspaces.update("1"), Workspace)


def memberships(client: asana.Client) -> None:
    assert_type(client.memberships.post_memberships(), Membership)


def status_updates(client: asana.Client) -> None:
    assert_type(client.status_updates.delete_status_message("1"), Empty)


def message(client: asana.Client) -> None:
    assert_type(client.message.get_message("1"), dict[str, Any])
