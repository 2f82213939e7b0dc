"""A class that wraps the client, as services do."""

import os
from typing import Any, Dict, List, Optional

from asana import ApiClient, Configuration, ProjectsApi, StoriesApi, TasksApi, UsersApi
from asana.rest import ApiException


class AsanaService:
    """Creates and comments tasks of one project."""

    def __init__(self, token: str, host: Optional[str] = None) -> None:
        self.configuration = Configuration()
        self.configuration.access_token = token
        if host:
            self.configuration.host = host
        self.configuration.connection_pool_maxsize = 4
        self.client = ApiClient(self.configuration)
        self.client.set_default_header("Asana-Enable", "new_goal_memberships")
        self.tasks = TasksApi(self.client)
        self._stories: Optional[StoriesApi] = None

    @property
    def stories(self) -> StoriesApi:
        if self._stories is None:
            self._stories = StoriesApi(self.client)
        return self._stories

    def workspace(self) -> str:
        return UsersApi(self.client).get_user("me", {})["workspaces"][0]["gid"]

    def create_project(self, name: str) -> Dict[str, Any]:
        body = {"data": {"name": name}}
        return ProjectsApi(self.client).create_project_for_workspace(body, self.workspace(), {})

    def create_task(self, project_gid: str, name: str, **fields: Any) -> Dict[str, Any]:
        body = {"data": {"name": name, "projects": [project_gid], **fields}}
        return self.tasks.create_task(body, {"opt_fields": "name,notes"})

    def comment(self, task_gid: str, text: str) -> str:
        story = self.stories.create_story_for_task({"data": {"text": text}}, task_gid, {})
        return story["text"]

    def comments(self, task_gid: str) -> List[str]:
        stories = self.stories.get_stories_for_task(task_gid, {"opt_fields": "type,text"})
        return [story["text"] for story in stories if story["type"] == "comment"]

    def find(self, task_gid: str) -> Optional[Dict[str, Any]]:
        try:
            return self.tasks.get_task(task_gid, opts={"opt_fields": "name"})
        except ApiException as error:
            if error.status == 404:
                return None
            raise


def main() -> None:
    service = AsanaService(os.environ["ACCESS_TOKEN"], os.environ.get("BASE_URL"))
    project = service.create_project("Support")
    print(project["name"], project["resource_type"])
    task = service.create_task(project["gid"], "Printer", notes="on fire")
    print(task["name"], task["notes"])
    print(service.comment(task["gid"], "Fetch water"))
    print(service.comment(task["gid"], "Too late"))
    print(service.comments(task["gid"]))
    print(service.find(task["gid"])["name"], service.find("404404404"))


if __name__ == "__main__":
    main()
