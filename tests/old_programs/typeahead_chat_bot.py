"""A chat bot that looks up objects with typeahead, and handles slash commands."""

import os
import re

import asana


class Bot(object):
    def __init__(self, token, workspace_name):
        self.client = asana.Client.access_token(token)
        self.client.options["base_url"] = os.environ["BASE_URL"]
        self.client.options["client_name"] = "chat-bot"
        workspaces = self.client.workspaces.find_all()
        self.workspace = next(w["gid"] for w in workspaces if w["name"] == workspace_name)

    def find(self, kind, text):
        query = {"resource_type": kind, "query": text, "count": 5}
        found = list(self.client.workspaces.typeahead(self.workspace, query))
        return found[0] if found else None

    def add(self, project_name, title, person=None):
        project = self.find("project", project_name)
        if project is None:
            return "I know no project called %s" % project_name
        data = {"name": title, "projects": [project["gid"]]}
        user = person and self.find("user", person)
        if user:
            data["assignee"] = user["gid"]
        task = self.client.tasks.create_in_workspace(self.workspace, data)
        return "Added %s to %s for %s" % (task["name"], project["name"], (user or {}).get("name"))

    def who(self, project_name):
        project = self.find("project", project_name)
        details = self.client.projects.find_by_id(project["gid"], opt_fields="members.name")
        return ", ".join(sorted(member["name"] for member in details["members"]))

    def handle(self, line):
        match = re.match(r"/asana (add|who) (\w+)(?: \"([^\"]*)\")?(?: @(\w+))?$", line)
        if not match:
            return 'Try /asana add PROJECT "TITLE" @PERSON'
        command, project, title, person = match.groups()
        return self.who(project) if command == "who" else self.add(project, title, person)


bot = Bot(os.environ["ACCESS_TOKEN"], "Harbour Lights Coffee")
for line in (
    '/asana add Website "Fix the footer" @Priya',
    '/asana add Autumn "Order labels"',
    '/asana add Winter "Too early"',
    "/asana who Website",
    "/asana help",
):
    print(">", line)
    print(bot.handle(line))
found = bot.client.typeahead.typeahead_for_workspace(
    bot.workspace, {"resource_type": "task", "query": "Fix the footer", "opt_fields": "name"}
)
print([task["name"] for task in found])
