"""A program that copies a workspace into an SQL database, one table for each kind of object."""

import os
import sqlite3

import asana

TABLES = {
    "users": ("name", "email"),
    "projects": ("name", "archived", "owner.name"),
    "tasks": ("name", "completed", "assignee.name", "parent.name"),
}


def value(record, path):
    for key in path.split("."):
        record = record.get(key) if record else None
    return record


class Synchronizer(object):
    def __init__(self, client, database, workspace):
        self.client = client
        self.database = database
        self.workspace = workspace
        for table, fields in TABLES.items():
            columns = ", ".join(field.replace(".", "_") for field in fields)
            database.execute("CREATE TABLE %s (gid PRIMARY KEY, %s)" % (table, columns))

    def save(self, table, records):
        fields = TABLES[table]
        marks = ", ".join("?" for _ in range(len(fields) + 1))
        for record in records:
            row = [record["gid"]] + [value(record, field) for field in fields]
            statement = "INSERT OR REPLACE INTO %s VALUES (%s)" % (table, marks)
            self.database.execute(statement, row)

    def run(self):
        everyone = self.client.users.find_by_workspace(self.workspace, fields=TABLES["users"])
        self.save("users", everyone)
        query = {"workspace": self.workspace}
        self.save("projects", self.client.projects.find_all(query, fields=list(TABLES["projects"])))
        for (gid,) in self.database.execute("SELECT gid FROM projects").fetchall():
            fields = ",".join(TABLES["tasks"])
            self.save("tasks", self.client.tasks.find_all({"project": gid}, fields=fields))


client = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = os.environ["BASE_URL"]
client.options["page_size"] = 10
database = sqlite3.connect(":memory:")
Synchronizer(client, database, client.users.me()["workspaces"][0]["gid"]).run()
for query in (
    "SELECT name, email FROM users ORDER BY name",
    "SELECT name, archived, owner_name FROM projects ORDER BY name",
    "SELECT assignee_name, count(*), sum(completed) FROM tasks GROUP BY 1 ORDER BY 1",
    "SELECT count(*) FROM tasks WHERE parent_name IS NOT NULL",
):
    for row in database.execute(query):
        print(*row)
