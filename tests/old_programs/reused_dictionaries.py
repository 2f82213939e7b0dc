"""A script that builds its parameters once, as constants, and uses them in many calls."""

import copy
import os

import asana

WORKSPACE = "1200000000000001"
QUERY = {"workspace": WORKSPACE, "archived": False, "opt_fields": "name"}
FIELDS = {"fields": ["name", "completed"], "page_size": 3}
TEMPLATE = {"name": "Check in", "completed": False, "tags": [], "workspace": WORKSPACE}
COMMENT = {"text": "Any news?"}
HEADERS = {"X-Job": "reminders"}
CONSTANTS = (QUERY, FIELDS, TEMPLATE, COMMENT, HEADERS)
before = copy.deepcopy(CONSTANTS)


def unchanged():
    return CONSTANTS == before


client = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = os.environ["BASE_URL"]

for _ in range(2):
    projects = list(client.projects.find_all(QUERY))
    print(len(projects), unchanged())
for project in projects:
    tasks = client.tasks.find_by_project(project["gid"], **FIELDS)
    print(project["name"], sum(not task["completed"] for task in tasks), unchanged())
gids = [client.tasks.create(TEMPLATE)["gid"] for _ in range(3)]
print(len(set(gids)), unchanged())
for gid in gids:
    client.tasks.add_comment(gid, COMMENT)
    client.tasks.update(gid, {"completed": True}, headers=HEADERS)
print(unchanged(), [client.tasks.find_by_id(gid)["completed"] for gid in gids])
first = client.projects.find_all(QUERY, item_limit=1)
second = client.projects.find_all(QUERY, item_limit=2)
print([p["name"] for p in first], [p["name"] for p in second], unchanged())
one = client.projects.find_all(QUERY, iterator_type=None, limit=1)
print(len(one), unchanged())
event_query = {"resource": projects[0]["gid"]}
try:
    client.events.get(event_query)
except asana.error.InvalidTokenError:
    print(sorted(event_query))
options = dict(client.options)
list(client.users.find_all({"workspace": WORKSPACE}, page_size=1))
print(dict(client.options) == options, client.headers)
print(client.users.find_all().__next__()["resource_type"], client.users.me()["name"])
