"""Custom fields: the fields that a workspace defines, and their enum options."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from .._above.names import Names
from .._call.complete import complete
from .._call.parts import NONE
from .._call.paths import Path, path, route, segment
from ..error import PremiumOnlyError
from ..fields import DEFINITION, Fields, no_custom_fields
from ..page_iterator import ItemIterator
from ..records import Record, gid_of
from . import gids
from .resource import Params, Resource, also_takes, classic

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.common import Empty, Options
    from ..types.compact import EnumOption
    from ..types.custom_fields import (
        CreateCustomField,
        CreateCustomFieldOptions,
        CreateEnumOptionForCustomField,
        CreateEnumOptionForCustomFieldOptions,
        CustomField,
        CustomFieldListOptions,
        CustomFieldOptions,
        InsertEnumOptionForCustomField,
        InsertEnumOptionForCustomFieldOptions,
        UpdateCustomField,
        UpdateCustomFieldOptions,
        UpdateEnumOption,
        UpdateEnumOptionOptions,
    )

__all__ = ["CustomFields"]

_LISTINGS = {
    "project": "/projects/{}/custom_field_settings",
    "portfolio": "/portfolios/{}/custom_field_settings",
    "goal": "/goals/{}/custom_field_settings",
    "workspace": "/workspaces/{}/custom_fields",
}
# The fields requested for a custom field that is looked up by name.
FIELDS = ("name", "resource_type", "resource_subtype", "enum_options", "is_global_to_workspace")


class CustomFields(Resource):
    """Custom fields: the fields that a workspace defines, and their enum options."""

    def create_custom_field(
        self, params: CreateCustomField = NONE, **options: Unpack[CreateCustomFieldOptions]
    ) -> CustomField:
        """Create a custom field in a ``workspace`` and return its complete record.

        ``workspace``, ``name`` and ``resource_subtype`` (``text``, ``enum``, ``multi_enum``,
        ``number``, ``date``, ``people`` or ``reference``) are required, and ``enum_options`` for
        the two enum types. The name of a custom field is unique in its workspace.

        POST /custom_fields   (scope custom_fields:write)
        """
        return self.client.post(route("/custom_fields"), params or {}, **options)

    def get_custom_field(
        self, custom_field_gid: str, params: Params = None, **options: Unpack[CustomFieldOptions]
    ) -> CustomField:
        """Return the complete record of one custom field definition.

        GET /custom_fields/{custom_field_gid}   (scope custom_fields:read)
        """
        return self.client.get(path("/custom_fields/{}", custom_field_gid), params or {}, **options)

    def update_custom_field(
        self,
        custom_field_gid: str,
        params: UpdateCustomField = NONE,
        **options: Unpack[UpdateCustomFieldOptions],
    ) -> CustomField:
        """Change the given fields of a custom field and return its complete record.

        The subtype cannot be changed; enum options have their own methods. Only the user who locked
        a field can change it.

        PUT /custom_fields/{custom_field_gid}   (scope custom_fields:write)
        """
        return self.client.put(path("/custom_fields/{}", custom_field_gid), params or {}, **options)

    def delete_custom_field(
        self, custom_field_gid: str, params: Params = None, **options: Unpack[Options]
    ) -> Empty:
        """Delete a custom field and return an empty dictionary.

        Only the user who locked a field can delete it.

        DELETE /custom_fields/{custom_field_gid}
        """
        return self.client.delete(
            path("/custom_fields/{}", custom_field_gid), params or {}, **options
        )

    def get_custom_fields_for_workspace(
        self, workspace_gid: str, params: Params = None, **options: Unpack[CustomFieldListOptions]
    ) -> ItemIterator[CustomField]:
        """List the complete records of a workspace's custom fields.

        GET /workspaces/{workspace_gid}/custom_fields   (scope custom_fields:read)
        """
        return self.client.get_collection(
            path("/workspaces/{}/custom_fields", workspace_gid), params or {}, **options
        )

    def create_enum_option_for_custom_field(
        self,
        custom_field_gid: str,
        params: CreateEnumOptionForCustomField = NONE,
        **options: Unpack[CreateEnumOptionForCustomFieldOptions],
    ) -> EnumOption:
        """Add an enum option to a custom field and return the option's complete record.

        ``name`` is required. The option is added at the end, or next to the option in
        ``insert_before`` or ``insert_after``. A field has at most 500 options, including disabled
        ones; options cannot be deleted.

        POST /custom_fields/{custom_field_gid}/enum_options   (scope custom_fields:write)
        """
        return self.client.post(
            path("/custom_fields/{}/enum_options", custom_field_gid), params or {}, **options
        )

    def insert_enum_option_for_custom_field(
        self,
        custom_field_gid: str,
        params: InsertEnumOptionForCustomField = NONE,
        **options: Unpack[InsertEnumOptionForCustomFieldOptions],
    ) -> EnumOption:
        """Move an ``enum_option`` and return its complete record.

        ``before_enum_option`` or ``after_enum_option`` (not both) is the option to move it next to.

        POST /custom_fields/{custom_field_gid}/enum_options/insert   (scope custom_fields:write)
        """
        return self.client.post(
            path("/custom_fields/{}/enum_options/insert", custom_field_gid, idempotent=True),
            params or {},
            **options,
        )

    @also_takes("enum_option")
    def update_enum_option(
        self,
        enum_option_gid: str,
        params: UpdateEnumOption = NONE,
        **options: Unpack[UpdateEnumOptionOptions],
    ) -> EnumOption:
        """Change the given fields of an enum option and return its complete record.

        With ``enabled=False`` it can no longer be chosen; tasks that have it keep it. At least one
        option must stay enabled.

        PUT /enum_options/{enum_option_gid}   (scope custom_fields:write)
        """
        return self.client.put(path("/enum_options/{}", enum_option_gid), params or {}, **options)

    def of(
        self,
        project: str | None = None,
        *,
        portfolio: str | None = None,
        goal: str | None = None,
        workspace: str | None = None,
        **options: Unpack[Options],
    ) -> Fields:
        """Return the custom fields of a project, portfolio, goal or workspace, by name.

        Pass exactly one gid. The methods of the returned :class:`asana.fields.Fields` convert names
        to gids and values to the form that Asana accepts: ``values`` for creates and updates,
        ``search`` for the searches, and ``read``, which converts records to dates, numbers and
        names. The fields of a workspace do not include those that belong to a single project. Sends
        one request per 100 fields. Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        GET /projects/{project_gid}/custom_field_settings   (scope projects:read)
        """
        if "fields" in options or "opt_fields" in options:
            raise TypeError(
                "of() does not accept fields: it always requests the fields that it needs"
            )
        places = {"project": project, "portfolio": portfolio, "goal": goal, "workspace": workspace}
        given = [(kind, gid) for kind, gid in places.items() if gid is not None]
        if len(given) != 1:
            raise TypeError(
                "of() requires exactly one gid: of(project), or portfolio=, goal= or workspace="
            )
        [(kind, gid)] = given
        where = path(_LISTINGS[kind], gid)
        return Fields(
            self.client,
            lambda: self._definitions(where, options),
            segment(gid) if kind == "project" else None,
        )

    def _definitions(self, where: Path, options: Options) -> Iterator[Record]:
        """Yield the records of custom fields; in a listing of settings they are nested."""
        inside = "" if where.endswith("/custom_fields") else "custom_field."
        asked = [inside + name for name in DEFINITION]
        try:
            for found in self.client.get_collection(
                where, {}, **complete({**options, "fields": asked}, self.client.options, (), ())
            ):
                gid_of(found)
                field = found.get("custom_field") if inside else found
                if field is None:
                    raise no_custom_fields()
                yield field
        except PremiumOnlyError as error:
            error.advice = no_custom_fields().advice
            raise

    def named(
        self, workspace_gid: str, name: str, **options: Unpack[CustomFieldOptions]
    ) -> CustomField:
        """Return the custom field with the given name in a workspace.

        The name is compared exactly, then ignoring case and white space. Raises ``LookupError`` if
        no custom field has the name (the message lists similar names) or if several have it (the
        message lists their gids). The record has the name, the type, and the fields requested with
        ``fields``. Sends one request per 100 custom fields.

        Fields that belong to a single project are not found. Custom fields require a paid plan.

        GET /workspaces/{workspace_gid}/custom_fields   (scope custom_fields:read)
        """
        return self._names(workspace_gid).named(name, options)

    def ensure(
        self, workspace_gid: str, name: str, /, **fields: Unpack[CreateCustomFieldOptions]
    ) -> CustomField:
        """Return the custom field with the given name in a workspace; create it if there is none.

        Names are compared as in :meth:`named`. The other fields are used only to create the custom
        field; an existing one is not changed. If the outcome of the create request is unknown, the
        custom fields are listed again before it is retried. Asana rejects a second custom field
        with the same name. Sends one request per 100 custom fields, and one to create the custom
        field.

        Creating one requires ``resource_subtype`` and a paid plan.

        POST /custom_fields   (scope custom_fields:write)
        """
        return self._names(workspace_gid).ensure(name, fields)

    def _names(self, workspace_gid: str) -> Names[CustomField]:
        return Names(
            self.client,
            "custom field",
            workspace_gid,
            partial(self.get_custom_fields_for_workspace, workspace_gid),
            self.create_custom_field,
            fields=FIELDS,
        )

    # -- python-asana 0.x names

    add_enum_option = classic(create_enum_option_for_custom_field, gids.custom_field)
    """Add an enum option to a custom field and return the option's complete record."""
    create = classic(create_custom_field, gids.no_gid)
    """Create a custom field in a ``workspace`` and return its complete record."""
    create_enum_option = classic(create_enum_option_for_custom_field, gids.custom_field)
    """Add an enum option to a custom field and return the option's complete record."""
    delete = classic(delete_custom_field, gids.custom_field)
    """Delete a custom field and return an empty dictionary."""
    find_by_id = classic(get_custom_field, gids.custom_field)
    """Return the complete record of one custom field definition."""
    find_by_workspace = classic(get_custom_fields_for_workspace, gids.workspace)
    """List the complete records of a workspace's custom fields."""
    insert_enum_option = classic(insert_enum_option_for_custom_field, gids.custom_field)
    """Move an ``enum_option`` and return its complete record."""
    reorder_enum_option = classic(insert_enum_option_for_custom_field, gids.custom_field)
    """Move an ``enum_option`` and return its complete record."""
    update = classic(update_custom_field, gids.custom_field)
    """Change the given fields of a custom field and return its complete record."""
