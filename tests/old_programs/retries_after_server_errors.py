"""A script that survives a bad gateway: retries, their number, and the final exception."""

import os
from unittest import mock

from _server import Server, error

import asana


def attempts(call, *responses, **options):
    server = Server(*responses)
    client = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
    client.options["base_url"] = server.url
    client.options.update(options)
    with mock.patch("time.sleep") as sleep:
        try:
            outcome = call(client)
        except asana.error.ServerError as exc:
            retryable = isinstance(exc, asana.error.RetryableAsanaError)
            outcome = (type(exc).__name__, exc.status, retryable, str(exc)[:12])
    return outcome, len(server.requests), sleep.call_count


gateway, down = error(502, "Bad Gateway"), error(500, "Oops")
print(attempts(lambda c: c.users.me()["name"], gateway, down, {"name": "Ada"}))
print(attempts(lambda c: c.tasks.update("1", {"name": "x"})["name"], down, {"name": "x"}))
print(attempts(lambda c: c.tasks.delete("1"), down, {}))
print(attempts(lambda c: c.users.me(), down))
print(attempts(lambda c: c.users.me(), down, max_retries=1))
print(attempts(lambda c: c.users.me(max_retries=0), down, max_retries=9))
print(attempts(lambda c: list(c.tasks.find_all(project="1")), down, max_retries=2))


class PatientClient(asana.Client):
    RETRY_DELAY = 0
    RETRY_BACKOFF = 1.0


server = Server(down, down, down, {"name": "Ada"})
client = PatientClient.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = server.url
print(client.users.me()["name"], len(server.requests))
asana.Client.RETRY_DELAY = 0
plain = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
plain.options["base_url"] = Server(down, down, {"name": "Rosa"}).url
print(plain.users.me()["name"])
