"""A program that changes the defaults of all clients on import."""

import os

from _server import Server, page

import asana

asana.Client.DEFAULT_OPTIONS["base_url"] = os.environ["BASE_URL"]
asana.Client.DEFAULT_OPTIONS["page_size"] = 4
asana.Client.DEFAULT_OPTIONS["max_retries"] = 2
asana.Client.LOG_ASANA_CHANGE_WARNINGS = False
TOKEN = os.environ["ACCESS_TOKEN"]

client = asana.Client.access_token(TOKEN)
print(client.users.me()["name"], client.options["page_size"], client.options["max_retries"])
basic = asana.Client.basic_auth("not-a-token")
print(basic.options["base_url"] == os.environ["BASE_URL"], basic.auth.username, basic.auth.password)
workspace = client.users.me()["workspaces"][0]["gid"]
print(len(list(client.projects.find_all({"workspace": workspace}))))

server = Server(page([{"gid": "1"}]))
for made in (
    asana.Client(base_url=server.url, page_size=9),
    asana.Client(None, None, base_url=server.url),
    asana.Client(session=client.session, auth=None, base_url=server.url, item_limit=1),
):
    print(list(made.tasks.find_all({"project": "1"})), server.requests[-1].query)
    print(made.options["page_size"], made.options["item_limit"], made.options["iterator_type"])


class OurClient(asana.Client):
    DEFAULT_OPTIONS = dict(asana.Client.DEFAULT_OPTIONS, page_size=7, base_url=server.url)


ours = OurClient()
list(ours.tasks.find_all({"project": "1"}))
print(ours.options["page_size"], server.requests[-1].query)
print(asana.Client.DEFAULT_OPTIONS["page_size"], isinstance(ours.tasks.client, OurClient))
print(asana.Client.RETRY_DELAY, asana.Client.RETRY_BACKOFF)
try:
    asana.Client().tasks.find_all({"project": "1"}, iterator_type="nonsense")
except Exception as error:
    print("nonsense" in str(error))
