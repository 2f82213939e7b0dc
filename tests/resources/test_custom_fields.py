import pytest

import asana
from asana import error
from tests.resources.conftest import MakeField
from tests.resources.listing import gids, names

OPTIONS = [{"name": "a"}, {"name": "b"}]


def test_a_field_from_beginning_to_end(client: asana.Client, workspace_gid: str) -> None:
    made = client.custom_fields.create_custom_field(
        {"workspace": workspace_gid, "name": "weight", "resource_subtype": "number", "precision": 1}
    )
    gid = made["gid"]
    assert client.custom_fields.get_custom_field(gid) == made
    assert client.custom_fields.update_custom_field(gid, {"name": "mass"})["name"] == "mass"
    assert client.custom_fields.get_custom_field(gid, fields=["name"])["name"] == "mass"
    assert client.custom_fields.delete_custom_field(gid) == {}
    with pytest.raises(error.NotFoundError):
        client.custom_fields.get_custom_field(gid)


def test_a_listing_over_several_pages(
    client: asana.Client, workspace_gid: str, make_field: MakeField
) -> None:
    made = {make_field()["gid"] for _ in range(3)}
    for listing in (
        client.custom_fields.get_custom_fields_for_workspace(workspace_gid, page_size=2),
        client.custom_fields.find_by_workspace(workspace=workspace_gid),
    ):
        assert made <= set(gids(listing))


def test_options_are_added_moved_and_changed(client: asana.Client, make_field: MakeField) -> None:
    field = make_field("enum", enum_options=OPTIONS)
    gid, (a, b) = field["gid"], gids(field["enum_options"])
    c = client.custom_fields.create_enum_option_for_custom_field(
        gid, {"name": "c", "insert_before": b}
    )
    assert names(client.custom_fields.get_custom_field(gid)["enum_options"]) == ["a", "c", "b"]
    moved = client.custom_fields.insert_enum_option_for_custom_field(
        gid, {"enum_option": c["gid"], "before_enum_option": a}
    )
    assert moved["name"] == "c"
    changed = client.custom_fields.update_enum_option(b, {"name": "last", "enabled": False})
    assert (changed["name"], changed["enabled"]) == ("last", False)
    assert names(client.custom_fields.find_by_id(gid)["enum_options"]) == ["c", "a", "last"]


def test_fields_by_their_classic_names(client: asana.Client, workspace_gid: str) -> None:
    field = client.custom_fields.create(
        {"workspace": workspace_gid, "name": "old", "resource_subtype": "enum"},
        enum_options=OPTIONS,
    )
    gid, a = field["gid"], field["enum_options"][0]["gid"]
    c = client.custom_fields.add_enum_option(gid, {"name": "c"})["gid"]
    d = client.custom_fields.create_enum_option(custom_field=gid, name="d")["gid"]
    data = {"enum_option": a, "after_enum_option": d}
    client.custom_fields.insert_enum_option(gid, data)
    client.custom_fields.reorder_enum_option(gid, {"enum_option": c, "after_enum_option": a})
    renamed = client.custom_fields.update(custom_field=gid, name="older")
    assert renamed["name"] == "older"
    assert names(renamed["enum_options"]) == ["b", "d", "a", "c"]
    assert client.custom_fields.delete(custom_field=gid) == {}
