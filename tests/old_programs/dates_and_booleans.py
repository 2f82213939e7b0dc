"""A script whose queries and bodies hold dates, times, numbers, booleans and lists."""

import datetime
import os

from _server import Server

import asana

server = Server([])
client = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = server.url


def query():
    return server.requests[-1].without_limit()


day = datetime.date(2019, 4, 1)
noon = datetime.datetime(2019, 4, 1, 12, tzinfo=datetime.timezone.utc)
list(client.projects.find_all({"workspace": 12345, "archived": False}))
print(query())
list(client.projects.find_all(workspace=12345, archived=True))
print(query())
list(client.tasks.find_all(project="1", completed_since="now", modified_since=noon.isoformat()))
print(query())
list(client.tasks.find_all(project="1", modified_since=day.isoformat()))
print(query())
list(
    client.tasks.search_in_workspace(
        "5",
        {
            "text": "caf\u00e9 & bar",
            "completed": False,
            "is_subtask": True,
            "due_on.before": str(day),
            "projects.any": ",".join(["1", "2"]),
            "sort_by": "created_at",
            "custom_fields.77.value": 3,
        },
    )
)
print(query())
client.tasks.create(
    {"name": "x", "due_on": day.isoformat(), "completed": False, "projects": ["1"], "notes": None}
)
print(server.requests[-1].json)
client.tasks.update(
    "7", {"due_at": noon.strftime("%Y-%m-%dT%H:%M:%SZ"), "custom_fields": {"77": 2.5}}
)
print(server.requests[-1].json)
client.tasks.update(7, assignee=None, liked=True)
print(server.requests[-1].path, server.requests[-1].json)
client.tasks.add_followers(int("7"), {"followers": [1, "me"]})
print(server.requests[-1].path, server.requests[-1].json)
list(client.tasks.find_all({"assignee": "me", "workspace": "1", "completed_since": ""}))
print(query())
client.projects.create(
    {"name": "\u65e5\u672c \U0001f680", "public": True, "html_notes": "<b>x</b>"}
)
print(ascii(server.requests[-1].json))
