"""An importer whose client converts every failure to its own exception, in `request`."""

import os

import asana


class InvalidRequest(Exception):
    pass


class FailedRequest(Exception):
    pass


class ImporterClient(asana.Client):
    def request(self, method, path, **options):
        try:
            return super().request(method, path, **options)
        except asana.error.AsanaError:
            raise InvalidRequest("%s %s" % (method, path))
        except Exception:
            raise FailedRequest("%s %s" % (method, path))


class Importer(object):
    def __init__(self, token):
        self._client = ImporterClient.oauth(token=token)
        self._client.options["base_url"] = os.environ["BASE_URL"]

    def list_projects(self):
        for workspace in self._client.workspaces.find_all():
            for project in self._client.projects.find_all(workspace=workspace["gid"]):
                project = self._client.projects.find_by_id(project["gid"])
                yield "%s/%s" % (workspace["name"], project["name"]), project

    def import_project(self, project):
        users = {user["gid"]: user["name"] for user in self._client.users.find_all()}
        for section in self._client.sections.find_by_project(project["gid"]):
            print("*", section["name"])
        tasks = self._client.tasks.find_all(
            project=project["gid"], opt_fields="name,assignee,tags.name"
        )
        for task in tasks:
            owner = users[task["assignee"]["gid"]] if task["assignee"] else "nobody"
            print("-", task["name"], owner, [tag["name"] for tag in task["tags"]])


importer = Importer({"access_token": os.environ["ACCESS_TOKEN"], "token_type": "bearer"})
projects = dict(importer.list_projects())
print(sorted(projects))
importer.import_project(projects["Harbour Lights Coffee/Website"])
for bad in (lambda: importer._client.tasks.create({}), lambda: importer._client.users.me(1)):
    try:
        bad()
    except InvalidRequest as error:
        print("invalid:", error)
    except TypeError:
        print("a type error, raised before the request")
