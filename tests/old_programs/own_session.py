"""A program behind a strict network: its own session with adapters, hooks, proxies and defaults."""

import os

import requests
from _server import Server
from requests.adapters import HTTPAdapter

import asana


class CountingAdapter(HTTPAdapter):
    sent = 0

    def send(self, request, *args, **kwargs):
        CountingAdapter.sent += 1
        return super(CountingAdapter, self).send(request, *args, **kwargs)


class TokenAuth(requests.auth.AuthBase):
    def __init__(self, token):
        self.token = token

    def __call__(self, request):
        request.headers["Authorization"] = "Bearer " + self.token
        return request


seen = []
session = requests.Session()
session.mount("http://", CountingAdapter(max_retries=1, pool_maxsize=4))
session.headers["X-Department"] = "finance"
session.params = {"opt_client_name": "finance"}
session.trust_env = False
session.hooks["response"].append(
    lambda r, *args, **kwargs: seen.append((r.status_code, r.request.method))
)
client = asana.Client(session, auth=TokenAuth(os.environ["ACCESS_TOKEN"]))
client.options["base_url"] = os.environ["BASE_URL"]
me = client.users.me()
workspace = me["workspaces"][0]["gid"]
print(me["name"], client.session is session, CountingAdapter.sent)
task = client.tasks.create({"name": "x", "workspace": workspace})
client.tasks.delete(task["gid"])
print(seen, CountingAdapter.sent)

server = Server({"gid": "1"})
client.options["base_url"] = server.url
client.users.me(timeout=3, verify=True)
request = server.requests[-1]
print(request.headers["X-Department"], request.query)
print(request.headers["Authorization"] == "Bearer " + os.environ["ACCESS_TOKEN"])
print(CountingAdapter.sent, len(seen))

client.auth = None
client.session = requests.Session()
client.session.auth = ("token", "")
client.users.me()
print(
    server.requests[-1].headers["Authorization"].split()[0],
    "X-Department" in server.requests[-1].headers,
)
late = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
late.options["base_url"] = server.url
late.session.headers.update({"X-Late": "1"})
late.session.hooks["response"].append(lambda r, *args, **kwargs: seen.append("late"))
late.session.verify = True
late.users.me()
print(server.requests[-1].headers["X-Late"], seen[-1])
print(server.requests[-1].headers["Authorization"] == "Bearer " + os.environ["ACCESS_TOKEN"])
