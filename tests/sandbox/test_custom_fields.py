"""Definitions of custom fields, and their options."""

from typing import Any

import pytest

from tests.sandbox.conftest import Api
from tests.sandbox.fields import FieldMaker


def names(records: list[dict[str, Any]]) -> list[str]:
    return [record["name"] for record in records]


def test_a_new_field_says_what_it_is(api: Api, make_field: FieldMaker) -> None:
    field = make_field("number", precision=2, format="custom", custom_label="kg", description="Net")
    assert (field["resource_subtype"], field["type"]) == ("number", "number")
    assert (field["representation_type"], field["precision"]) == ("number", 2)
    assert field["is_global_to_workspace"]
    assert field["created_by"]["name"] == "Maya Lindqvist"
    assert not {"enum_options", "input_restrictions", "description"} & set(field)
    shown = api.get(f"/custom_fields/{field['gid']}", opt_fields="description,workspace.name")
    assert (shown["description"], shown["workspace"]["name"]) == ("Net", "Harbour Lights Coffee")


def test_the_old_type_says_the_same(make_field: FieldMaker) -> None:
    field = make_field(None, type="text", id_prefix=None)
    assert (field["resource_subtype"], field["representation_type"]) == ("text", "text")


def test_fields_of_a_workspace_are_listed_in_full(
    api: Api, organization: str, make_field: FieldMaker
) -> None:
    field = make_field("text")
    listed = api.get(f"/workspaces/{organization}/custom_fields")
    assert field in listed
    assert {"Priority", "Cost"} <= set(names(listed))


@pytest.mark.parametrize(
    ("definition", "message"),
    [
        ({"name": "X1"}, "resource_subtype: Missing input"),
        ({"name": "X1", "resource_subtype": "emoji"}, "resource_subtype: Value is not one of"),
        ({"resource_subtype": "text"}, "name: Missing input"),
        ({"name": "due date", "resource_subtype": "text"}, "name: There is already a field"),
        ({"name": "priority ", "resource_subtype": "text"}, "name: There is already a field"),
        ({"name": "X1", "resource_subtype": "enum"}, "enum_options: Missing input"),
        (
            {"name": "X1", "resource_subtype": "enum", "enum_options": ["a"]},
            "enum_options: Value is not an array of JSON objects",
        ),
        (
            {"name": "X1", "resource_subtype": "enum", "enum_options": "a"},
            "enum_options: Value is not an array",
        ),
        (
            {"name": "X1", "resource_subtype": "text", "enum_options": [{"name": "a"}]},
            "enum_options: Only enum",
        ),
        ({"name": "X1", "resource_subtype": "reference"}, "input_restrictions: Missing input"),
        (
            {"name": "X1", "resource_subtype": "number", "id_prefix": "EX"},
            "id_prefix: Only a text field",
        ),
        ({"name": "X1", "resource_subtype": "text", "id_prefix": "e x"}, "id_prefix: Must be"),
        ({"name": "X1", "resource_subtype": "number", "precision": 7}, "precision: Must be"),
    ],
)
def test_a_wrong_definition_is_refused(
    api: Api, organization: str, definition: dict[str, Any], message: str
) -> None:
    status, text = api.refusal("POST", "/custom_fields", workspace=organization, **definition)
    assert (status, text[: len(message)]) == (400, message)


def test_too_many_options_are_refused(api: Api, organization: str) -> None:
    definition = {"name": "Many", "resource_subtype": "enum", "workspace": organization}
    options = [{"name": str(n)} for n in range(501)]
    assert api.refusal("POST", "/custom_fields", enum_options=options, **definition)[0] == 400
    field = api.post("/custom_fields", enum_options=options[:500], **definition)
    path = f"/custom_fields/{field['gid']}"
    assert api.refusal("POST", f"{path}/enum_options", name="501st")[0] == 400
    api.delete(path)


def test_apps_and_free_workspaces_have_no_fields(
    api: Api, organization: str, personal: str
) -> None:
    text = {"name": "X1", "resource_subtype": "text"}
    owned = api.refusal("POST", "/custom_fields", workspace=organization, owned_by_app=True, **text)
    assert owned[0] == 403
    assert api.refusal("POST", "/custom_fields", workspace=personal, **text) == (
        402,
        "Custom Fields are not available for free users or guests.",
    )


def test_an_update_keeps_the_type(api: Api, make_field: FieldMaker) -> None:
    path = f"/custom_fields/{make_field('text')['gid']}"
    assert api.put(path, name="Renamed field", has_notifications_enabled=True)["name"]
    for name in ("resource_subtype", "enum_options", "workspace"):
        refusal = (400, f"{name}: Cannot write this property")
        assert api.refusal("PUT", path, **{name: "x"}) == refusal
    assert api.refusal("PUT", path, name="Cost")[0] == 400
    assert api.put(path, description="Same name, twice", name="Renamed field")
    api.delete(path)
    assert api.refusal("GET", path)[0] == 404


def test_private_fields_are_for_their_members(
    api: Api, tom: Api, guest: Api, make_field: FieldMaker
) -> None:
    path = f"/custom_fields/{make_field('text', privacy_setting='private')['gid']}"
    assert tom.refusal("GET", path) == (403, "You do not have access to this custom field.")
    open_path = f"/custom_fields/{make_field('text')['gid']}"
    assert guest.get(open_path)
    api.put(open_path, privacy_setting="public")
    assert guest.refusal("GET", open_path)[0] == 403
    assert tom.get(open_path)


# Options


def test_options_are_inserted_beside_each_other(api: Api, make_field: FieldMaker) -> None:
    field = make_field("enum", enum_options=[{"name": "b", "color": "red", "enabled": False}])
    (b,) = field["enum_options"]
    assert (b["enabled"], b["color"]) == (True, "red")
    path = f"/custom_fields/{field['gid']}"
    a = api.post(f"{path}/enum_options", name="a", insert_before=b["gid"])
    c = api.post(f"{path}/enum_options", name="c")
    assert (c["enabled"], c["color"]) == (True, "none")
    assert names(api.get(path)["enum_options"]) == ["a", "b", "c"]
    moved = api.post(
        f"{path}/enum_options/insert", enum_option=a["gid"], after_enum_option=c["gid"]
    )
    assert moved["name"] == "a"
    assert names(api.get(path)["enum_options"]) == ["b", "c", "a"]


def test_wrong_positions_of_options_are_refused(api: Api, make_field: FieldMaker) -> None:
    field, other = (make_field("enum", enum_options=[{"name": "a"}]) for _ in range(2))
    path = f"/custom_fields/{field['gid']}/enum_options"
    mine, foreign = (each["enum_options"][0]["gid"] for each in (field, other))
    assert api.refusal("POST", f"{path}/insert", enum_option=mine)[0] == 400
    both = {"before_enum_option": mine, "after_enum_option": mine}
    assert api.refusal("POST", f"{path}/insert", enum_option=mine, **both)[0] == 400
    away = api.refusal("POST", f"{path}/insert", enum_option=foreign, before_enum_option=mine)
    assert away == (400, f"enum_option: Not an option of this field: {foreign}")
    assert api.refusal("POST", path, name="b", insert_after=foreign)[0] == 400
    text = f"/custom_fields/{make_field('text')['gid']}/enum_options"
    assert api.refusal("POST", text, name="b")[0] == 400


def test_one_option_stays_enabled(api: Api, make_field: FieldMaker) -> None:
    a, b = make_field("enum", enum_options=[{"name": "a"}, {"name": "b"}])["enum_options"]
    changed = api.put(f"/enum_options/{a['gid']}", enabled=False, name="old", color="blue")
    assert (changed["enabled"], changed["name"], changed["color"]) == (False, "old", "blue")
    refusal = api.refusal("PUT", f"/enum_options/{b['gid']}", enabled=False)
    assert refusal == (400, "enabled: At least one option must stay enabled")
