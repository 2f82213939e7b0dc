"""Functions that take a client, or an API, from the caller."""

import os

import asana


def connect() -> asana.ApiClient:
    configuration = asana.Configuration()
    configuration.access_token = os.environ["ACCESS_TOKEN"]
    configuration.host = os.environ["BASE_URL"]
    return asana.ApiClient(configuration)


def first_workspace(client: asana.ApiClient) -> str:
    return next(asana.WorkspacesApi(client).get_workspaces({"limit": 1}))["gid"]


def make_board(client, workspace, name, columns):
    projects_api, sections_api = asana.ProjectsApi(client), asana.SectionsApi(client)
    project = projects_api.create_project(
        body={"data": {"name": name, "workspace": workspace}}, opts={"opt_fields": "name"}
    )
    for column in columns:
        opts = {"body": {"data": {"name": column}}, "opt_fields": "name"}
        sections_api.create_section_for_project(project["gid"], opts)
    return project


def fill(tasks_api, sections_api, project, names):
    sections = list(sections_api.get_sections_for_project(project["gid"], {}))
    for place, name in enumerate(names):
        task = tasks_api.create_task({"data": {"name": name, "projects": [project["gid"]]}}, {})
        section = sections[1 + place % (len(sections) - 1)]
        sections_api.add_task_for_section(section["gid"], {"body": {"data": {"task": task["gid"]}}})
        subtask = {"data": {"name": f"{name}, in detail"}}
        tasks_api.create_subtask_for_task(opts={}, task_gid=task["gid"], body=subtask)


def show(tasks_api: asana.TasksApi, sections_api: "asana.SectionsApi", project_gid: str) -> None:
    for section in sections_api.get_sections_for_project(project_gid, {"opt_fields": "name"}):
        tasks = tasks_api.get_tasks_for_section(section["gid"], {"opt_fields": "name,num_subtasks"})
        print(section["name"], [(task["name"], task["num_subtasks"]) for task in tasks])


if __name__ == "__main__":
    api_client = connect()
    board = make_board(api_client, first_workspace(api_client), "Board", ["Now", "Later"])
    tasks, sections = asana.TasksApi(api_client), asana.SectionsApi(api_client)
    fill(tasks, sections, board, ["a", "b", "c"])
    show(tasks, sections, board["gid"])
    counts = asana.ProjectsApi(api_client).get_task_counts_for_project(
        board["gid"], {"opt_fields": "num_tasks"}
    )
    print(counts["num_tasks"])
