"""Portfolios: collections of projects and of other portfolios."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypedDict

from .common import CallOptions, ListCallOptions, Options
from .compact import PortfolioCompact
from .custom_field_settings import CustomFieldSettingFields
from .jobs import JobFields

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .common import Date
    from .compact import (
        CustomFieldCompact,
        ProjectTemplateCompact,
        StatusUpdateCompact,
        UserCompact,
        WorkspaceCompact,
    )
    from .custom_field_settings import CustomFieldSetting
    from .custom_fields import CreateCustomField
    from .fields import PortfolioField
    from .sets import TagColor

__all__ = [
    "AddCustomFieldSettingForPortfolio",
    "AddCustomFieldSettingForPortfolioOptions",
    "AddItemForPortfolio",
    "AddItemForPortfolioOptions",
    "AddMembersForPortfolio",
    "AddMembersForPortfolioOptions",
    "CreatePortfolio",
    "CreatePortfolioOptions",
    "DuplicatePortfolio",
    "DuplicatePortfolioOptions",
    "GetPortfolios",
    "GetPortfoliosOptions",
    "Portfolio",
    "PortfolioFields",
    "PortfolioOptions",
    "RemoveCustomFieldSettingForPortfolio",
    "RemoveCustomFieldSettingForPortfolioOptions",
    "RemoveItemForPortfolio",
    "RemoveItemForPortfolioOptions",
    "RemoveMembersForPortfolio",
    "RemoveMembersForPortfolioOptions",
    "UpdatePortfolio",
    "UpdatePortfolioOptions",
]


class Portfolio(PortfolioCompact):
    """The complete record of a portfolio."""

    archived: bool
    color: TagColor | str | None
    start_on: str | None
    due_on: str | None
    default_access_level: Literal["admin", "editor", "viewer"] | str
    created_at: str
    created_by: UserCompact
    custom_field_settings: list[CustomFieldSetting]
    current_status_update: StatusUpdateCompact | None
    custom_fields: list[CustomFieldCompact]
    members: list[UserCompact]
    owner: UserCompact
    workspace: WorkspaceCompact
    permalink_url: str
    public: bool
    privacy_setting: Literal["public_to_domain", "members_only"] | str
    project_templates: list[ProjectTemplateCompact]


class PortfolioFields(TypedDict, total=False):
    """The option with the fields of portfolios to return."""

    fields: Iterable[PortfolioField | str] | str | None
    opt_fields: Iterable[PortfolioField | str] | str | None


class PortfolioOptions(PortfolioFields, CallOptions, total=False):
    """The options of a call that returns a portfolio."""


class AddCustomFieldSettingForPortfolio(TypedDict, total=False):
    """The parameters of :meth:`add_custom_field_setting_for_portfolio`."""

    custom_field: str | CreateCustomField
    is_important: bool
    insert_before: str
    insert_after: str


class AddItemForPortfolio(TypedDict, total=False):
    """The parameters of :meth:`add_item_for_portfolio`."""

    item: str
    insert_before: str | None
    insert_after: str | None


class AddMembersForPortfolio(TypedDict, total=False):
    """The parameters of :meth:`add_members_for_portfolio`."""

    members: str | Iterable[str]


class CreatePortfolio(TypedDict, total=False):
    """The parameters of :meth:`create_portfolio`."""

    name: str
    archived: bool
    color: TagColor
    start_on: Date | None
    due_on: Date | None
    default_access_level: Literal["admin", "editor", "viewer"]
    workspace: str
    public: bool


class DuplicatePortfolio(TypedDict, total=False):
    """The parameters of :meth:`duplicate_portfolio`."""

    name: str
    include: str | Iterable[str]


class GetPortfolios(TypedDict, total=False):
    """The parameters of :meth:`get_portfolios`."""

    workspace: str
    owner: str


class RemoveCustomFieldSettingForPortfolio(TypedDict, total=False):
    """The parameters of :meth:`remove_custom_field_setting_for_portfolio`."""

    custom_field: str


class RemoveItemForPortfolio(TypedDict, total=False):
    """The parameters of :meth:`remove_item_for_portfolio`."""

    item: str


class RemoveMembersForPortfolio(AddMembersForPortfolio, total=False):
    """The parameters of :meth:`remove_members_for_portfolio`."""


class UpdatePortfolio(TypedDict, total=False):
    """The parameters of :meth:`update_portfolio`."""

    name: str
    archived: bool
    color: TagColor
    start_on: Date | None
    due_on: Date | None
    default_access_level: Literal["admin", "editor", "viewer"]
    custom_fields: Mapping[str, Any]


class AddCustomFieldSettingForPortfolioOptions(
    AddCustomFieldSettingForPortfolio, CustomFieldSettingFields, CallOptions, total=False
):
    """The keywords of :meth:`add_custom_field_setting_for_portfolio`."""


class AddItemForPortfolioOptions(AddItemForPortfolio, Options, total=False):
    """The keywords of :meth:`add_item_for_portfolio`."""


class AddMembersForPortfolioOptions(
    AddMembersForPortfolio, PortfolioFields, CallOptions, total=False
):
    """The keywords of :meth:`add_members_for_portfolio`."""


class CreatePortfolioOptions(CreatePortfolio, PortfolioFields, CallOptions, total=False):
    """The keywords of :meth:`create_portfolio`."""


class DuplicatePortfolioOptions(DuplicatePortfolio, JobFields, CallOptions, total=False):
    """The keywords of :meth:`duplicate_portfolio`."""


class GetPortfoliosOptions(GetPortfolios, PortfolioFields, ListCallOptions, total=False):
    """The keywords of :meth:`get_portfolios`."""


class RemoveCustomFieldSettingForPortfolioOptions(
    RemoveCustomFieldSettingForPortfolio, Options, total=False
):
    """The keywords of :meth:`remove_custom_field_setting_for_portfolio`."""


class RemoveItemForPortfolioOptions(RemoveItemForPortfolio, Options, total=False):
    """The keywords of :meth:`remove_item_for_portfolio`."""


class RemoveMembersForPortfolioOptions(
    RemoveMembersForPortfolio, PortfolioFields, CallOptions, total=False
):
    """The keywords of :meth:`remove_members_for_portfolio`."""


class UpdatePortfolioOptions(UpdatePortfolio, PortfolioFields, CallOptions, total=False):
    """The keywords of :meth:`update_portfolio`."""
