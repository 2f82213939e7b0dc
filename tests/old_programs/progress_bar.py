"""A script that wraps its iterators in a progress bar, chains, slices and peeks at them."""

import itertools
import os

import asana


class Progress(object):
    """A progress bar like tqdm, which wraps any iterable."""

    def __init__(self, iterable, title):
        self.iterable = iterable
        self.title = title
        try:
            self.total = len(iterable)
        except (TypeError, AttributeError):
            self.total = None

    def __iter__(self):
        number = 0
        for number, item in enumerate(self.iterable, 1):
            yield item
        print("%s: %d of %s" % (self.title, number, self.total or "?"))


client = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = os.environ["BASE_URL"]
workspace = client.users.me()["workspaces"][0]["gid"]
projects = list(client.projects.find_all(workspace=workspace))

for project in Progress(projects, "projects"):
    tasks = client.tasks.find_by_project(project["gid"], page_size=4)
    done = sum(1 for task in Progress(tasks, project["name"]) if task["name"][0] in "AEIOU")
    print(done)
everything = itertools.chain.from_iterable(
    client.tasks.find_by_project(project["gid"]) for project in projects
)
print(len([task for task in Progress(everything, "all")]))
tasks = client.tasks.find_by_project(projects[0]["gid"], page_size=5)
first = next(tasks)
rest = list(itertools.islice(tasks, 6))
print(first["name"], len(rest), len(list(tasks)), next(tasks, None))
tasks = client.tasks.find_by_project(projects[0]["gid"])
print(iter(tasks) is tasks, hasattr(tasks, "__next__"), hasattr(tasks, "__len__"), bool(tasks))
left, right = itertools.tee(client.tasks.find_by_project(projects[2]["gid"], page_size=3))
print([task["gid"] for task in left] == [task["gid"] for task in right])
print(max(client.tasks.find_by_project(projects[2]["gid"]), key=lambda task: task["name"])["name"])
names, *_ = zip(*((t["name"], t["gid"]) for t in client.tasks.find_by_project(projects[1]["gid"])))
print(sorted(names)[0], any(name == "Tasting" for name in names))
users = dict((user["gid"], user) for user in client.users.find_by_workspace(workspace))
print(len(users), {task["gid"]: task for task in client.tasks.find_all(project="1", item_limit=0)})
generator = client.tasks.find_by_project(projects[0]["gid"])
next(generator)
generator.close()
print(list(generator))
