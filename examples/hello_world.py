"""A first tour: the user, a project with sections and 120 tasks, a comment, a listing in pages.

If ASANA_ACCESS_TOKEN is set, it uses that Asana account, and deletes what it created. Otherwise it
uses a sandbox, which needs no account and no network.
"""

from collections import Counter
from datetime import date, timedelta

from account import connect, on_asana

import asana
from asana.types.projects import Project

SECTIONS = ("To do", "In progress", "Done")
TASKS = 120


def main() -> None:
    with connect() as client:
        tour(client)


def tour(client: asana.Client) -> None:
    me = client.users.me()
    print(f"Hello, {me['name']}!")

    for workspace in client.workspaces.get_workspaces():
        print(f"  workspace {workspace['gid']}  {workspace['name']}")
    workspace_gid = me["workspaces"][0]["gid"]

    project = client.projects.create_project(
        {"workspace": workspace_gid, "name": "Open the second roastery", "color": "light-green"}
    )
    try:
        work_on(client, workspace_gid, project["gid"])
        summarize(client, project)
    finally:
        if on_asana():
            delete(client, project["gid"])


def work_on(client: asana.Client, workspace_gid: str, project_gid: str) -> None:
    sections = [
        client.sections.create_section_for_project(project_gid, {"name": name}) for name in SECTIONS
    ]
    hello = client.tasks.create_task(
        {"workspace": workspace_gid, "name": "Hello World!", "assignee": "me"}
    )
    client.tasks.add_project_for_task(
        hello["gid"], {"project": project_gid, "section": sections[0]["gid"]}
    )
    comment = client.stories.create_story_for_task(hello["gid"], {"text": "The first of many."})
    print(f"Created task {hello['gid']} and commented: {comment['text']}")

    for number in range(1, TASKS):
        section = sections[number % len(SECTIONS)]
        task = client.tasks.create_task(
            {
                "name": f"Step {number:03}",
                "due_on": date.today() + timedelta(days=number),
                "memberships": [{"project": project_gid, "section": section["gid"]}],
            }
        )
        if section["name"] == "Done":
            client.tasks.update_task(task["gid"], {"completed": True})
    print(f"Created {TASKS} tasks and completed those that are done")


def summarize(client: asana.Client, project: Project) -> None:
    tasks = client.tasks.get_tasks_for_project(
        project["gid"], opt_fields=["name", "completed", "memberships.section.name"], page_size=50
    )
    by_section: Counter[str] = Counter()
    completed = 0
    for number, page in enumerate(tasks.pages, 1):
        print(f"  page {number}: {len(page)} tasks, from {page[0]['name']!r}")
        by_section.update(task["memberships"][0]["section"]["name"] for task in page)
        completed += sum(task["completed"] for task in page)
    print(f"{project['name']}: {by_section.total()} tasks, {completed} completed")
    for name, count in by_section.items():
        print(f"  {count:4}  {name}")


def delete(client: asana.Client, project_gid: str) -> None:
    for task in list(client.tasks.get_tasks_for_project(project_gid)):
        client.tasks.delete_task(task["gid"])
    client.projects.delete_project(project_gid)
    print("Deleted all of it again")


if __name__ == "__main__":
    main()
