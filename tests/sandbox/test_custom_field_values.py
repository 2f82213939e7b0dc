"""Custom field settings, and custom field values of tasks and other objects."""

from typing import Any

import pytest

from tests.sandbox.conftest import Api, Clock
from tests.sandbox.fields import FieldMaker


def put_on(api: Api, place: str, field: dict[str, Any], **more: Any) -> Any:
    return api.post(f"{place}/addCustomFieldSetting", custom_field=field["gid"], **more)


def value(record: dict[str, Any], field: dict[str, Any]) -> dict[str, Any]:
    (found,) = (each for each in record["custom_fields"] if each["gid"] == field["gid"])
    return dict(found)


@pytest.fixture
def member(api: Api, project: str) -> str:
    """A task of the project."""
    return str(api.post("/tasks", name="Fresh", projects=[project])["gid"])


# Settings


def test_settings_show_their_field(api: Api, project: str, make_field: FieldMaker) -> None:
    first, second = make_field("text"), make_field("number")
    made = put_on(api, f"/projects/{project}", first, is_important=True)
    assert made["custom_field"]["name"] == first["name"]
    assert (made["is_important"], made["parent"]["gid"]) == (True, project)
    assert made["project"] == made["parent"]
    put_on(api, f"/projects/{project}", second, insert_before=made["gid"])
    listed = api.get(f"/projects/{project}/custom_field_settings")
    assert [each["custom_field"]["gid"] for each in listed] == [second["gid"], first["gid"]]
    assert len(api.get(f"/projects/{project}")["custom_field_settings"]) == 2


def test_a_field_is_set_once_and_removed_once(
    api: Api, project: str, make_field: FieldMaker
) -> None:
    field = make_field("text")
    path = f"/projects/{project}"
    put_on(api, path, make_field("text"))
    put_on(api, path, field)
    again = api.refusal("POST", f"{path}/addCustomFieldSetting", custom_field=field["gid"])
    assert again == (400, f"custom_field: Custom field is already on this object: {field['gid']}")
    assert api.post(f"{path}/removeCustomFieldSetting", custom_field=field["gid"]) == {}
    gone = api.refusal("POST", f"{path}/removeCustomFieldSetting", custom_field=field["gid"])
    assert gone[0] == 400
    missing = (400, "custom_field: Missing input")
    assert api.refusal("POST", f"{path}/removeCustomFieldSetting") == missing
    assert api.refusal("POST", f"{path}/addCustomFieldSetting") == missing


def test_a_field_can_be_made_with_its_setting(api: Api, project: str, organization: str) -> None:
    made = api.post(
        f"/projects/{project}/addCustomFieldSetting",
        custom_field={"name": f"Local to {project}", "resource_subtype": "text"},
    )
    field = api.get(f"/custom_fields/{made['custom_field']['gid']}")
    assert not field["is_global_to_workspace"]
    listed = api.get(f"/workspaces/{organization}/custom_fields")
    assert field["gid"] not in [each["gid"] for each in listed]


def test_settings_have_limits(
    api: Api, project: str, personal: str, make_field: FieldMaker
) -> None:
    for _ in range(20):
        put_on(api, f"/projects/{project}", make_field("text"))
    one_more = make_field("text")["gid"]
    path = f"/projects/{project}/addCustomFieldSetting"
    assert api.refusal("POST", path, custom_field=one_more)[0] == 400
    free = api.post("/projects", workspace=personal)["gid"]
    refusal = api.refusal("GET", f"/projects/{free}/custom_field_settings")
    assert refusal == (402, "Custom Field Settings are not available for free users.")


def test_teams_and_my_tasks_have_settings_too(api: Api, organization: str) -> None:
    team = api.get(f"/workspaces/{organization}/teams")[0]["gid"]
    assert api.get(f"/teams/{team}/custom_field_settings") == []
    mine = api.get("/users/me/user_task_list", workspace=organization)["gid"]
    assert api.get(f"/projects/{mine}/custom_field_settings") == []


# Values


@pytest.mark.parametrize(
    ("definition", "written", "read", "display"),
    [
        ({"resource_subtype": "text"}, "hello", {"text_value": "hello"}, "hello"),
        ({"resource_subtype": "number", "precision": 1}, 2.55, {"number_value": 2.5}, "2.5"),
        (
            {"resource_subtype": "number", "format": "percentage"},
            1,
            {"number_value": 1},
            "100%",
        ),
        (
            {"resource_subtype": "number", "format": "currency", "currency_code": "EUR"},
            7,
            {"number_value": 7},
            "€7",
        ),
        (
            {"resource_subtype": "number", "format": "currency", "currency_code": "SEK"},
            7,
            {"number_value": 7},
            "SEK 7",
        ),
        (
            {"resource_subtype": "number", "format": "custom", "custom_label": "kg"},
            7,
            {"number_value": 7},
            "7 kg",
        ),
        (
            {
                "resource_subtype": "number",
                "format": "custom",
                "custom_label": "No.",
                "custom_label_position": "prefix",
            },
            7,
            {"number_value": 7},
            "No. 7",
        ),
        (
            {"resource_subtype": "date"},
            {"date": "2026-03-04"},
            {"date_value": {"date": "2026-03-04", "date_time": None}},
            "2026-03-04",
        ),
        (
            {"resource_subtype": "date"},
            {"date_time": "2026-03-04T10:00:00Z"},
            {"date_value": {"date": "2026-03-04", "date_time": "2026-03-04T10:00:00.000Z"}},
            "2026-03-04T10:00:00.000Z",
        ),
    ],
)
def test_plain_values(
    api: Api,
    project: str,
    member: str,
    make_field: FieldMaker,
    definition: dict[str, Any],
    written: Any,
    read: dict[str, Any],
    display: str,
) -> None:
    field = make_field(None, **definition)
    put_on(api, f"/projects/{project}", field)
    (name,) = read
    empty = value(api.get(f"/tasks/{member}"), field)
    assert (empty[name], empty["display_value"], empty["enabled"]) == (None, None, True)
    task = api.put(f"/tasks/{member}", custom_fields={field["gid"]: written})
    shown = value(task, field)
    assert shown["resource_type"] == "custom_field"
    assert (shown[name], shown["display_value"]) == (read[name], display)
    cleared = api.put(f"/tasks/{member}", custom_fields={field["gid"]: None})
    assert value(cleared, field)[name] is None


def test_values_of_options(api: Api, project: str, member: str, make_field: FieldMaker) -> None:
    options = [{"name": "a"}, {"name": "b"}]
    one, many = (make_field(kind, enum_options=options) for kind in ("enum", "multi_enum"))
    for field in (one, many):
        put_on(api, f"/projects/{project}", field)
    b = one["enum_options"][1]["gid"]
    c, d = (option["gid"] for option in many["enum_options"])
    task = api.put(f"/tasks/{member}", custom_fields={one["gid"]: b, many["gid"]: [c, d]})
    assert value(task, one)["enum_value"]["name"] == "b"
    assert value(task, one)["display_value"] == "b"
    assert value(task, many)["display_value"] == "a, b"
    assert len(value(task, one)["enum_options"]) == 2
    projected = api.get(f"/tasks/{member}", opt_fields="custom_fields.enum_value.name")
    assert value(projected, one) == {"gid": one["gid"], "enum_value": {"gid": b, "name": "b"}}
    for wrong in (c, 7, "nonsense", ["x"]):
        refusal = api.refusal("PUT", f"/tasks/{member}", custom_fields={one["gid"]: wrong})
        assert refusal[0] == 400
        assert "Not an enabled option" in refusal[1]
    empty = api.put(f"/tasks/{member}", custom_fields={many["gid"]: []})
    assert value(empty, many)["multi_enum_values"] == []


@pytest.mark.parametrize("wrong", ["2026-06-24", 7, ["2026-06-24"]])
def test_a_date_is_an_object(
    api: Api, project: str, member: str, make_field: FieldMaker, wrong: Any
) -> None:
    field = make_field("date")
    put_on(api, f"/projects/{project}", field)
    status, message = api.refusal("PUT", f"/tasks/{member}", custom_fields={field["gid"]: wrong})
    assert (status, message) == (400, f"date_value: DayAndDateTime is not a JSON object: {wrong}")


def test_what_a_value_shows(api: Api, project: str, member: str, make_field: FieldMaker) -> None:
    field = make_field("text")
    put_on(api, f"/projects/{project}", field)
    api.put(f"/tasks/{member}", custom_fields={field["gid"]: "a < b"})
    shown = value(api.get(f"/tasks/{member}"), field)
    assert shown["description"] == ""
    assert shown["created_by"]["name"] == "Maya Lindqvist"
    assert not {"representation_type", "id_prefix", "privacy_setting"} & set(shown)
    assert value(api.get(f"/tasks/{member}", opt_fields="custom_fields"), field) == shown
    more = value(api.get(f"/tasks/{member}", opt_fields="custom_fields.html_text_value"), field)
    assert more == {"gid": field["gid"], "html_text_value": "<body>a &lt; b</body>"}
    both = "custom_fields,custom_fields.html_text_value"
    assert value(api.get(f"/tasks/{member}", opt_fields=both), field) == {**shown, **more}


def test_what_a_setting_shows(api: Api, project: str, make_field: FieldMaker) -> None:
    field = make_field("text")
    put_on(api, f"/projects/{project}", field)
    (setting,) = api.get(f"/projects/{project}/custom_field_settings")
    shown = setting["custom_field"]
    assert (shown["gid"], shown["resource_type"]) == (field["gid"], "custom_field")
    assert shown["privacy_setting"] == "public_with_guests"
    assert shown["default_access_level"] == "user"


def test_a_disabled_option_stays_where_it_is(
    api: Api, project: str, member: str, make_field: FieldMaker
) -> None:
    field = make_field("enum", enum_options=[{"name": "a"}, {"name": "b"}])
    put_on(api, f"/projects/{project}", field)
    a, b = (option["gid"] for option in field["enum_options"])
    api.put(f"/tasks/{member}", custom_fields={field["gid"]: a})
    api.put(f"/enum_options/{a}", enabled=False)
    kept = api.put(f"/tasks/{member}", custom_fields={field["gid"]: a})
    assert value(kept, field)["enum_value"]["enabled"] is False
    api.put(f"/tasks/{member}", custom_fields={field["gid"]: b})
    assert api.refusal("PUT", f"/tasks/{member}", custom_fields={field["gid"]: a})[0] == 400


def test_values_of_people_and_references(
    api: Api, project: str, member: str, make_field: FieldMaker
) -> None:
    people = make_field("people")
    reference = make_field("reference", input_restrictions=["project"])
    for field in (people, reference):
        put_on(api, f"/projects/{project}", field)
    task = api.put(
        f"/tasks/{member}",
        custom_fields={people["gid"]: ["me", "tom@example.com"], reference["gid"]: [project]},
    )
    assert value(task, people)["display_value"] == "Maya Lindqvist, Tom Okafor"
    assert value(task, reference)["reference_value"][0]["gid"] == project
    wrong = api.refusal("PUT", f"/tasks/{member}", custom_fields={reference["gid"]: [member]})
    assert wrong[0] == 400


def test_people_must_be_in_the_workspace(
    api: Api, project: str, member: str, organization: str, make_field: FieldMaker
) -> None:
    field = make_field("people")
    put_on(api, f"/projects/{project}", field)
    stranger = api.post(f"/workspaces/{organization}/addUser", user="stranger@example.org")
    api.post(f"/workspaces/{organization}/removeUser", user=stranger["gid"])
    values = {field["gid"]: [stranger["gid"]]}
    status, message = api.refusal("PUT", f"/tasks/{member}", custom_fields=values)
    assert (status, "Not a user in Organization" in message) == (400, True)


@pytest.mark.parametrize(
    ("subtype", "wrong"),
    [
        ("text", 7),
        ("text", "x" * 1025),
        ("number", "7"),
        ("number", True),
        ("date", "tomorrow"),
        ("date", {"date_time": "noon"}),
        ("people", 7),
    ],
)
def test_values_of_the_wrong_type_are_refused(
    api: Api, project: str, member: str, make_field: FieldMaker, subtype: str, wrong: Any
) -> None:
    field = make_field(subtype)
    put_on(api, f"/projects/{project}", field)
    values = {field["gid"]: wrong}
    assert api.refusal("PUT", f"/tasks/{member}", custom_fields=values)[0] == 400


def test_values_need_a_map_and_a_setting(api: Api, member: str, make_field: FieldMaker) -> None:
    refusal = api.refusal("PUT", f"/tasks/{member}", custom_fields="x")
    assert refusal == (400, "custom_fields: Value is not a JSON object: x")
    for gid in (make_field("text")["gid"], "123"):
        refusal = api.refusal("PUT", f"/tasks/{member}", custom_fields={gid: "x"})
        assert refusal == (400, f"Custom field with ID {gid} is not on given object")
    assert api.put(f"/tasks/{member}", custom_fields=None)["custom_fields"] == []


def test_a_new_task_takes_values(api: Api, project: str, make_field: FieldMaker) -> None:
    field = make_field("text")
    put_on(api, f"/projects/{project}", field)
    task = api.post("/tasks", projects=[project], custom_fields={field["gid"]: "x"})
    assert value(task, field)["text_value"] == "x"


def test_a_value_without_its_setting_is_frozen(
    api: Api, project: str, member: str, make_field: FieldMaker
) -> None:
    field = make_field("text")
    put_on(api, f"/projects/{project}", field)
    api.put(f"/tasks/{member}", custom_fields={field["gid"]: "x"})
    api.post(f"/projects/{project}/removeCustomFieldSetting", custom_field=field["gid"])
    frozen = value(api.get(f"/tasks/{member}"), field)
    assert (frozen["enabled"], frozen["text_value"]) == (False, "x")
    values = {field["gid"]: "y"}
    assert api.refusal("PUT", f"/tasks/{member}", custom_fields=values)[0] == 400
    assert api.put(f"/tasks/{member}", custom_fields={field["gid"]: None})["custom_fields"] == []


def test_deleting_a_field_takes_settings_and_values(
    api: Api, project: str, member: str, make_field: FieldMaker
) -> None:
    field = make_field("enum", enum_options=[{"name": "a"}])
    put_on(api, f"/projects/{project}", field)
    option = field["enum_options"][0]["gid"]
    api.put(f"/tasks/{member}", custom_fields={field["gid"]: option})
    api.delete(f"/custom_fields/{field['gid']}")
    assert api.get(f"/tasks/{member}")["custom_fields"] == []
    assert api.get(f"/projects/{project}/custom_field_settings") == []
    assert api.refusal("PUT", f"/enum_options/{option}", name="b")[0] == 404


def test_changes_of_values_are_told(
    api: Api, project: str, member: str, make_field: FieldMaker, clock: Clock
) -> None:
    field, reference = make_field("number"), make_field("reference", input_restrictions="task")
    for each in (field, reference):
        put_on(api, f"/projects/{project}", each)
    moment = clock.advance(minutes=1)
    values = {field["gid"]: 7, reference["gid"]: [member]}
    assert api.put(f"/tasks/{member}", custom_fields=values)["modified_at"] == moment
    api.put(f"/tasks/{member}", custom_fields={field["gid"]: None})
    stories = api.get(f"/tasks/{member}/stories", opt_expand=".")[1:]
    assert [story["resource_subtype"] for story in stories] == [
        "number_custom_field_changed",
        "reference_custom_field_changed",
        "number_custom_field_changed",
    ]
    assert stories[0]["new_number_value"] == 7
    assert stories[0]["custom_field"]["gid"] == field["gid"]
    assert stories[2]["old_number_value"] == 7
    assert stories[2]["text"] == f"Maya Lindqvist cleared {field['name']}"


def test_ids_number_the_tasks_of_a_project(
    api: Api, project: str, member: str, organization: str, make_field: FieldMaker
) -> None:
    prefix = f"T{project[-6:]}"
    field = make_field("text", id_prefix=prefix)
    assert field["representation_type"] == "custom_id"
    put_on(api, f"/projects/{project}", field)
    second = api.post("/tasks", name="Second", projects=[project])
    assert value(second, field)["text_value"] == f"{prefix}-2"
    assert value(second, field)["is_value_read_only"]
    path = f"/workspaces/{organization}/tasks/custom_id"
    assert api.get(f"{path}/{prefix}-1")["gid"] == member
    assert api.refusal("GET", f"{path}/{prefix}-3")[0] == 404
    values = {field["gid"]: "x"}
    assert api.refusal("PUT", f"/tasks/{member}", custom_fields=values)[0] == 400


# Other objects


def test_projects_take_the_fields_of_their_portfolios(
    api: Api, project: str, organization: str, make_field: FieldMaker
) -> None:
    portfolio = api.post("/portfolios", name="P", workspace=organization)["gid"]
    field = make_field("text")
    values = {field["gid"]: "x"}
    assert api.refusal("PUT", f"/projects/{project}", custom_fields=values)[0] == 400
    api.post(f"/portfolios/{portfolio}/addItem", item=project)
    put_on(api, f"/portfolios/{portfolio}", field)
    changed = api.put(f"/projects/{project}", custom_fields=values)
    assert value(changed, field)["text_value"] == "x"
    changed = api.put(f"/portfolios/{portfolio}", custom_fields=values)
    assert value(changed, field)["text_value"] == "x"
    assert len(api.get(f"/portfolios/{portfolio}/custom_field_settings")) == 1


def test_goals_have_fields(api: Api, organization: str, make_field: FieldMaker) -> None:
    goal = api.post("/goals", name="G", workspace=organization)["gid"]
    field = make_field("text")
    put_on(api, f"/goals/{goal}", field)
    changed = api.put(f"/goals/{goal}", custom_fields={field["gid"]: "x"})
    assert value(changed, field)["text_value"] == "x"
    assert len(api.get(f"/goals/{goal}/custom_field_settings")) == 1


def test_users_have_fields_without_settings(
    api: Api, tom: Api, organization: str, make_field: FieldMaker
) -> None:
    field = make_field("text")
    values = {field["gid"]: "x"}
    me = api.get("/users/me")["gid"]
    api.put("/users/me", custom_fields=values)
    shown = api.get("/users/me", opt_fields="custom_fields.text_value,custom_fields.enabled")
    assert value(shown, field) == {"gid": field["gid"], "text_value": "x", "enabled": True}
    path = f"/workspaces/{organization}/users/{me}"
    tom.put(path, custom_fields={field["gid"]: None})
    assert api.get("/users/me", opt_fields="custom_fields")["custom_fields"] == []
    assert tom.refusal("PUT", path, name="Somebody")[0] == 403
