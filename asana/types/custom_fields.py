"""Custom fields: the fields that a workspace defines, and their enum options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from .common import CallOptions, ListCallOptions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .compact import (
        DateValue,
        DateValueInput,
        EnumOption,
        EnumOptionInput,
        NamedResource,
        UserCompact,
    )
    from .fields import CustomFieldField, EnumOptionField
    from .sets import AsanaCreatedField, CustomFieldFormat, CustomFieldType, RepresentationType

__all__ = [
    "CreateCustomField",
    "CreateCustomFieldOptions",
    "CreateEnumOptionForCustomField",
    "CreateEnumOptionForCustomFieldOptions",
    "CustomField",
    "CustomFieldFields",
    "CustomFieldListOptions",
    "CustomFieldOptions",
    "EnumOptionFields",
    "InsertEnumOptionForCustomField",
    "InsertEnumOptionForCustomFieldOptions",
    "UpdateCustomField",
    "UpdateCustomFieldOptions",
    "UpdateEnumOption",
    "UpdateEnumOptionOptions",
]


class CustomField(TypedDict):
    """The complete record of a custom field."""

    gid: str
    resource_type: str
    name: str
    type: CustomFieldType | str
    enum_options: list[EnumOption]
    enabled: bool
    representation_type: RepresentationType | str
    id_prefix: str | None
    input_restrictions: list[Literal["task", "project", "portfolio", "goal"] | str]
    is_formula_field: bool
    date_value: DateValue | None
    enum_value: EnumOption | None
    multi_enum_values: list[EnumOption]
    number_value: float | None
    text_value: str | None
    display_value: str | None
    description: str
    precision: int
    format: CustomFieldFormat | str
    currency_code: str | None
    custom_label: str | None
    custom_label_position: Literal["prefix", "suffix"] | str | None
    is_global_to_workspace: bool
    has_notifications_enabled: bool
    asana_created_field: AsanaCreatedField | str | None
    is_value_read_only: bool
    created_by: UserCompact | None
    people_value: list[UserCompact]
    reference_value: list[NamedResource]
    html_text_value: str | None
    privacy_setting: Literal["public_with_guests", "public", "private"] | str
    default_access_level: Literal["admin", "editor", "user"] | str
    resource_subtype: CustomFieldType | str


class CustomFieldFields(TypedDict, total=False):
    """The option with the fields of custom fields to return."""

    fields: Iterable[CustomFieldField | str] | str | None
    opt_fields: Iterable[CustomFieldField | str] | str | None


class CustomFieldOptions(CustomFieldFields, CallOptions, total=False):
    """The options of a call that returns a custom field."""


class CustomFieldListOptions(CustomFieldFields, ListCallOptions, total=False):
    """The options of a call that lists custom fields."""


class EnumOptionFields(TypedDict, total=False):
    """The option with the fields of enum options to return."""

    fields: Iterable[EnumOptionField | str] | str | None
    opt_fields: Iterable[EnumOptionField | str] | str | None


class UpdateCustomField(TypedDict, total=False):
    """The parameters of :meth:`update_custom_field`."""

    name: str
    enum_options: Iterable[EnumOptionInput]
    id_prefix: str | None
    input_restrictions: Iterable[Literal["task", "project", "portfolio", "goal"]]
    is_formula_field: bool
    date_value: DateValueInput | None
    enum_value: EnumOptionInput | str | None
    multi_enum_values: Iterable[EnumOptionInput | str]
    number_value: float | None
    text_value: str | None
    description: str
    precision: int
    format: CustomFieldFormat
    currency_code: str | None
    custom_label: str | None
    custom_label_position: Literal["prefix", "suffix"] | None
    has_notifications_enabled: bool
    workspace: str
    owned_by_app: bool
    people_value: Iterable[str]
    reference_value: Iterable[str]


class CreateCustomField(UpdateCustomField, total=False):
    """The parameters of :meth:`create_custom_field`."""

    resource_subtype: CustomFieldType
    type: CustomFieldType


class CreateEnumOptionForCustomField(TypedDict, total=False):
    """The parameters of :meth:`create_enum_option_for_custom_field`."""

    name: str
    enabled: bool
    color: str
    insert_before: str
    insert_after: str


class InsertEnumOptionForCustomField(TypedDict, total=False):
    """The parameters of :meth:`insert_enum_option_for_custom_field`."""

    enum_option: str
    before_enum_option: str
    after_enum_option: str


class UpdateEnumOption(TypedDict, total=False):
    """The parameters of :meth:`update_enum_option`."""

    name: str
    enabled: bool
    color: str


class CreateCustomFieldOptions(CreateCustomField, CustomFieldFields, CallOptions, total=False):
    """The keywords of :meth:`create_custom_field`."""


class CreateEnumOptionForCustomFieldOptions(
    CreateEnumOptionForCustomField, EnumOptionFields, CallOptions, total=False
):
    """The keywords of :meth:`create_enum_option_for_custom_field`."""


class InsertEnumOptionForCustomFieldOptions(
    InsertEnumOptionForCustomField, EnumOptionFields, CallOptions, total=False
):
    """The keywords of :meth:`insert_enum_option_for_custom_field`."""


class UpdateCustomFieldOptions(UpdateCustomField, CustomFieldFields, CallOptions, total=False):
    """The keywords of :meth:`update_custom_field`."""


class UpdateEnumOptionOptions(UpdateEnumOption, EnumOptionFields, CallOptions, total=False):
    """The keywords of :meth:`update_enum_option`."""
