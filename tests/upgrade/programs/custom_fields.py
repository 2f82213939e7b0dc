"""Makes custom fields, fills them in, and searches by them."""

import os

import asana as sdk

config = sdk.Configuration()
config.access_token = os.environ["ACCESS_TOKEN"]
config.host = os.environ["BASE_URL"]
client = sdk.ApiClient(config)

fields_api = sdk.CustomFieldsApi(client)
projects_api = sdk.ProjectsApi(client)
tasks_api = sdk.TasksApi(client)
settings_api = sdk.CustomFieldSettingsApi(client)
workspace = sdk.UsersApi(client).get_user("me", {})["workspaces"][0]["gid"]
project = projects_api.create_project_for_workspace({"data": {"name": "Costs"}}, workspace, {})[
    "gid"
]

cost = fields_api.create_custom_field(
    {
        "data": {
            "workspace": workspace,
            "name": "Net cost",
            "resource_subtype": "number",
            "precision": 2,
        }
    },
    {},
)
phase = fields_api.create_custom_field(
    {
        "data": {
            "workspace": workspace,
            "name": "Phase of work",
            "resource_subtype": "enum",
            "enum_options": [{"name": "Plan"}, {"name": "Build"}],
        }
    },
    {"opt_fields": "name,enum_options,enum_options.name"},
)
for field in (cost, phase):
    projects_api.add_custom_field_setting_for_project(
        {"data": {"custom_field": field["gid"], "is_important": True}}, project, {}
    )
print(
    [
        setting["custom_field"]["name"]
        for setting in settings_api.get_custom_field_settings_for_project(project, {})
    ]
)

opts = {
    "body": {"data": {"name": "Ship"}},
    "opt_fields": "name",
}
shipped = fields_api.create_enum_option_for_custom_field(phase["gid"], opts)
fields_api.insert_enum_option_for_custom_field(
    phase["gid"],
    {
        "body": {
            "data": {
                "enum_option": shipped["gid"],
                "before_enum_option": phase["enum_options"][0]["gid"],
            }
        }
    },
)
fields_api.update_custom_field(
    cost["gid"], {"body": {"data": {"name": "Gross cost"}}, "opt_fields": "name"}
)
options = fields_api.get_custom_field(phase["gid"], {"opt_fields": "enum_options.name"})[
    "enum_options"
]
print([option["name"] for option in options])

for number in range(3):
    tasks_api.create_task(
        {
            "data": {
                "name": f"Part {number}",
                "projects": [project],
                "custom_fields": {cost["gid"]: number * 2.5, phase["gid"]: options[number]["gid"]},
            }
        },
        {},
    )

found = tasks_api.search_tasks_for_workspace(
    workspace,
    {
        "projects.any": project,
        f"custom_fields.{cost['gid']}.greater_than": 1,
        "sort_by": "created_at",
        "sort_ascending": "true",
        "opt_fields": "name,custom_fields.name,custom_fields.display_value",
    },
)
for task in found:
    values = {field["name"]: field["display_value"] for field in task["custom_fields"]}
    print(task["name"], values["Gross cost"], values["Phase of work"])
query = {"projects.any": project, "text": "Part 1"}
print([task["name"] for task in tasks_api.search_tasks_for_workspace(workspace, query)])
tasks = sdk.TypeaheadApi(client).typeahead_for_workspace(workspace, "project", {"query": "Costs"})
print([each["name"] for each in tasks])
