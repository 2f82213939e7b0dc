"""A nightly job that is rate limited; `time.sleep` is patched to record the waits."""

import os
from unittest import mock

from _server import Server, error, page

import asana


def slow_down(seconds):
    return error(429, "You have made too many requests recently.", Retry_After=str(seconds))


def run(title, call, *responses):
    server = Server(*responses)
    client = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
    client.options["base_url"] = server.url
    print(title)
    with mock.patch("time.sleep") as sleep:
        try:
            print(" result:", call(client))
        except asana.error.RateLimitEnforcedError as exc:
            print(" failed:", exc.status, exc.retry_after, str(exc)[:19])
    print(" waits:", [float(call[0][0]) for call in sleep.call_args_list])
    print(" requests:", [request.method for request in server.requests])


run("once", lambda c: c.users.me()["name"], slow_down(3), {"name": "Ada"})
run("twice", lambda c: c.users.me()["name"], slow_down(3), slow_down(1), {"name": "Ada"})
run("a write", lambda c: c.tasks.create(name="x")["gid"], slow_down(20), {"gid": "5"})
run(
    "in a listing",
    lambda c: [task["gid"] for task in c.tasks.find_all(project="1", page_size=1)],
    page([{"gid": "1"}], "a"),
    slow_down(2),
    page([{"gid": "2"}]),
)
run("never again", lambda c: c.users.me(max_retries=0), slow_down(30))
run("twice at most", lambda c: c.users.me(max_retries=2), slow_down(4))
run("an update", lambda c: c.tasks.update("1", name="y"), slow_down(9), {"name": "y"})
