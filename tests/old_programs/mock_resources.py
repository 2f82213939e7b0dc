"""A service tested against mocks of the library's own classes: autospecs and patched methods."""

import os
from unittest import mock

import asana
from asana import resources


class Board(object):
    def __init__(self, client):
        self._client = client

    def move(self, task, section):
        self._client.sections.add_task(section, {"task": task})
        return self._client.tasks.find_by_id(task, fields=["name", "memberships.section.name"])

    def names(self, section):
        return [task["name"] for task in self._client.tasks.find_by_section(section)]


client = mock.create_autospec(asana.Client, instance=True)
client.tasks = mock.create_autospec(resources.tasks.Tasks, instance=True)
client.sections = mock.create_autospec(resources.sections.Sections, instance=True)
client.tasks.find_by_id.return_value = {"gid": "1", "name": "Paint"}
client.tasks.find_by_section.return_value = iter([{"name": "Paint"}, {"name": "Clean"}])
board = Board(client)
print(board.move("1", "2"), board.names("2"))
client.sections.add_task.assert_called_once_with("2", {"task": "1"})
print(client.tasks.find_by_id.call_args)

with mock.patch("asana.Client.access_token") as access_token:
    access_token.return_value.users.me.return_value = {"name": "Nobody"}
    print(asana.Client.access_token("x").users.me()["name"], access_token.call_args[0])

with mock.patch("asana.resources.tasks.Tasks.find_by_section", return_value=[{"name": "One"}]):
    print(Board(asana.Client.access_token("x")).names("3"))

real = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
real.options["base_url"] = os.environ["BASE_URL"]
with mock.patch.object(real, "tasks") as tasks:
    tasks.create.return_value = {"gid": "77"}
    print(real.tasks.create(name="x"), real.users.me()["name"])
print(type(real.tasks).__name__, isinstance(real.tasks, resources.tasks.Tasks))
with mock.patch.object(real.users, "me", side_effect=asana.error.NoAuthorizationError()):
    try:
        real.users.me()
    except asana.error.AsanaError as error:
        print(error.status, error)
