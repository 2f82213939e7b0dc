"""A script that creates custom fields, sets their values, and adds them up."""

import os

import asana

client = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = os.environ["BASE_URL"]
workspace = client.users.me()["workspaces"][0]["gid"]
project = client.projects.create({"name": "Budget", "workspace": workspace})["gid"]

points = client.custom_fields.create(
    {"workspace": workspace, "name": "Points", "resource_subtype": "number", "precision": 1}
)
stage = client.custom_fields.create_custom_field(
    workspace=workspace,
    name="Stage",
    resource_subtype="enum",
    enum_options=[{"name": "New", "color": "green"}, {"name": "Done"}],
)
for field in (points, stage):
    client.projects.add_custom_field_setting(
        project, {"custom_field": field["gid"], "is_important": True}
    )
settings = client.custom_field_settings.find_by_project(project)
print(sorted(setting["custom_field"]["name"] for setting in settings))
late = client.custom_fields.create_enum_option(stage["gid"], {"name": "Late"})
client.custom_fields.update_enum_option(late["gid"], {"name": "Very late"})
client.custom_fields.insert_enum_option(
    stage["gid"],
    {"enum_option": late["gid"], "before_enum_option": stage["enum_options"][0]["gid"]},
)
options = client.custom_fields.find_by_id(stage["gid"])["enum_options"]
print([option["name"] for option in options])

for number in range(4):
    values = {points["gid"]: number * 1.5, stage["gid"]: options[number % 3]["gid"]}
    client.tasks.create({"name": "t%d" % number, "projects": [project], "custom_fields": values})
total = {}
fields = [
    "name",
    "custom_fields.name",
    "custom_fields.number_value",
    "custom_fields.enum_value.name",
]
for task in client.tasks.find_by_project(project, fields=fields):
    values = {field["name"]: field for field in task["custom_fields"]}
    key = values["Stage"]["enum_value"]["name"]
    total[key] = total.get(key, 0) + values["Points"]["number_value"]
print(sorted(total.items()))
task = next(client.tasks.find_by_project(project))
client.tasks.update(task["gid"], custom_fields={points["gid"]: None})
fields = client.tasks.find_by_id(task["gid"])["custom_fields"]
print([(field["name"], field["display_value"]) for field in fields])
client.projects.remove_custom_field_setting(project, custom_field=stage["gid"])
print(len(list(client.custom_field_settings.find_by_project(project))))
print(client.custom_fields.update(points["gid"], name="Story points")["name"])
print(client.custom_fields.delete(stage["gid"]))
print("Stage" in [field["name"] for field in client.custom_fields.find_by_workspace(workspace)])
