"""Django-style code that stores its own settings in the options of a shared client."""

import os

from _server import Server

import asana

SETTINGS = {"ASANA_WORKSPACE": "12", "ASANA_ACCESS_TOKEN": os.environ["ACCESS_TOKEN"]}
_client = None


def client_connect():
    global _client
    if _client is None:
        _client = asana.Client.access_token(SETTINGS["ASANA_ACCESS_TOKEN"])
        _client.options["base_url"] = server.url
        _client.options["workspace_id"] = SETTINGS["ASANA_WORKSPACE"]
    return _client


def last_query():
    return server.requests[-1].without_limit()


server = Server([])
client = client_connect()
print(client is client_connect(), client.options["workspace_id"])
print(client.options.get("item_limit"), client.options.get("no_such_key", "missing"))
list(client.projects.find_all())
print(last_query())

client.options["opt_fields"] = "name"
list(client.tasks.find_all(project="3"))
print(last_query())
del client.options["opt_fields"]
del client.options["workspace_id"]
list(client.tasks.find_all(project="3"))
print(last_query(), "workspace_id" in client.options)

client.options.update({"page_size": 7, "fields": ["name", "due_on"]})
list(client.tasks.find_all(project="3"))
print(server.requests[-1].query)

saved = dict(client.options)
client.options = dict(saved, page_size=5, fields="gid")
list(client.tasks.find_all(project="3"))
print(server.requests[-1].query)
client.options = saved
print(client.options["page_size"], client.options["fields"], client.options["max_retries"])
print(sorted(set(asana.Client.DEFAULT_OPTIONS) - set(client.options)))
other = asana.Client.access_token("t")
print(other.options.get("fields"), "workspace_id" in asana.Client.DEFAULT_OPTIONS)
