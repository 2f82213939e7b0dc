"""A bot that watches a task for comments with `get_iterator`, and replies to each of them."""

import os
from unittest import mock

from _server import Server

import asana

server = Server(
    (412, {"errors": [{"message": "Sync token invalid or too old"}], "sync": "s0"}),
    (200, {"data": [], "sync": "s1", "has_more": False}),
    (200, {"data": [
        {"action": "changed", "resource": {"gid": "1", "resource_type": "task"}},
        {"action": "added", "resource": {"gid": "2", "resource_type": "story", "text": "ping 1"}},
    ], "sync": "s2", "has_more": False}),
    {"gid": "3", "text": "pong 1"},
    (200, {"data": [], "sync": "s3", "has_more": False}),
    (200, {"data": [
        {"action": "added", "resource": {"gid": "4", "resource_type": "story", "text": "ping 2"}},
    ], "sync": "s4", "has_more": False}),
    {"gid": "5", "text": "pong 2"},
)  # fmt: skip
client = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = server.url


def run(task, limit):
    answered = 0
    for event in client.events.get_iterator({"resource": task}, poll_interval=0):
        resource = event["resource"]
        print("event:", event["action"], resource["resource_type"])
        if resource["resource_type"] == "story" and resource["text"].startswith("ping"):
            number = resource["text"].split()[1]
            client.tasks.add_comment(task, {"text": "pong " + number})
            answered += 1
            if answered == limit:
                return


run("1", 2)
for request in server.requests:
    sent = request.json["data"] if request.method == "POST" else dict(request.query).get("sync")
    print(request.method, request.path, sent)

waits = Server(
    (200, {"data": [], "sync": "s1"}),
    (200, {"data": [{"action": "added"}], "sync": "s2"}),
)
client.options["base_url"] = waits.url
client.options["poll_interval"] = 30
with mock.patch("time.sleep") as sleep:
    print(client.events.get_next({"resource": "1", "sync": "s0"}))
    print([float(call[0][0]) for call in sleep.call_args_list])
