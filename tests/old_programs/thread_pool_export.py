"""An export that reads all tasks with a thread pool, whose threads share one client."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed

import asana

client = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = os.environ["BASE_URL"]
workspace = client.users.me()["workspaces"][0]["gid"]
projects = list(client.projects.find_all({"workspace": workspace}))


def read_project(project):
    gids = [task["gid"] for task in client.tasks.find_by_project(project["gid"], page_size=5)]
    return project["name"], gids


def read_task(gid):
    task = client.tasks.find_by_id(gid, opt_fields="name,completed")
    stories = [story for story in client.stories.find_by_task(gid) if story["type"] == "comment"]
    return task["name"], task["completed"], len(stories)


with ThreadPoolExecutor(max_workers=8) as pool:
    by_project = dict(pool.map(read_project, projects))
    print(sorted((name, len(gids)) for name, gids in by_project.items()))
    gids = [gid for gids in by_project.values() for gid in gids]
    futures = [pool.submit(read_task, gid) for gid in gids]
    tasks = [future.result() for future in as_completed(futures)]
print(len(tasks), sum(completed for _, completed, _ in tasks), sum(count for *_, count in tasks))
print(min(tasks)[0], max(tasks)[0])

lock, names = threading.Lock(), []


def create(number):
    task = client.tasks.create({"name": "n%02d" % number, "workspace": workspace})
    with lock:
        names.append(task["name"])


threads = [threading.Thread(target=create, args=(number,)) for number in range(12)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(names), sorted(names)[-1])
with ThreadPoolExecutor(4) as pool:
    missing = [pool.submit(client.tasks.find_by_id, gid) for gid in ("1", "2")]
print([type(future.exception()).__name__ for future in missing])
