"""Scripts that set headers: for the client, for one call, and those of announced changes."""

import os

from _server import Server

import asana

server = Server({"gid": "1"})
client = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = server.url


def show(*names):
    headers = server.requests[-1].headers
    print([headers.get(name) for name in names])


client.headers = {"Asana-Enable": "string_ids,new_sections"}
client.users.me()
show("asana-enable", "asana-disable")
client.headers.update({"asana-disable": "new_rich_text"})
client.users.me(headers={"X-Request-Source": "nightly"})
show("asana-enable", "asana-disable", "x-request-source")
client.users.me(headers={"Asana-Enable": "project_templates"})
show("asana-enable", "x-request-source")
client.tasks.create({"name": "x"}, headers={"asana-enable": "new_user_task_lists"})
show("asana-enable", "content-type")
client.tasks.find_by_id("1", {"opt_fields": "name"}, headers={"X-Trace": "7"})
show("x-trace")
client.tasks.delete("1", headers={"X-Trace": "8"})
show("x-trace", "asana-disable")
client.headers["User-Agent"] = "our-reports/1.0"
client.users.me()
show("user-agent")

other = asana.Client(headers={"asana-enable": "string_ids"}, base_url=server.url)
other.users.me()
show("asana-enable", "authorization")
print(other.headers, other.options.get("headers"))
client.users.me()
lib = server.requests[-1].headers["X-Asana-Client-Lib"]
print([part.split("=")[0] for part in lib.split("&")], "language=Python" in lib)
print(server.requests[-1].headers["Authorization"] == "Bearer " + os.environ["ACCESS_TOKEN"])
