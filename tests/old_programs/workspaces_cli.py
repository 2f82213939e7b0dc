"""A command-line tool with subcommands that work on all workspaces of the user."""

import argparse
import os
import sys

import asana


def make_client(args):
    client = asana.Client.access_token(args.token)
    client.options["base_url"] = args.url
    client.options["page_size"] = args.page_size
    return client


def selected(client, args):
    for workspace in client.workspaces.find_all():
        if not args.workspace or args.workspace in workspace["name"]:
            yield workspace


def list_projects(client, args):
    for workspace in selected(client, args):
        print(workspace["name"])
        for project in client.projects.find_by_workspace(workspace["gid"], archived=args.archived):
            print("  " + project["name"])


def count_tasks(client, args):
    for workspace in selected(client, args):
        for project in client.projects.find_all({"workspace": workspace["gid"]}):
            number = sum(1 for _ in client.tasks.find_by_project(project["gid"], fields="name"))
            print("%3d %s" % (number, project["name"]))


def add_tag(client, args):
    for workspace in selected(client, args):
        tag = client.tags.create_in_workspace(workspace["gid"], {"name": args.name})
        names = [each["name"] for each in client.tags.find_all({"workspace": workspace["gid"]})]
        print(workspace["name"], tag["name"] in names, len(names))


def main(argv):
    parser = argparse.ArgumentParser()
    parser.add_argument("--token", default=os.environ["ACCESS_TOKEN"])
    parser.add_argument("--url", default=os.environ["BASE_URL"])
    parser.add_argument("--workspace", default="")
    parser.add_argument("--page-size", type=int, default=20)
    commands = parser.add_subparsers()
    projects = commands.add_parser("projects")
    projects.add_argument("--archived", action="store_true")
    projects.set_defaults(run=list_projects)
    commands.add_parser("count").set_defaults(run=count_tasks)
    tag = commands.add_parser("tag")
    tag.add_argument("name")
    tag.set_defaults(run=add_tag)
    args = parser.parse_args(argv)
    try:
        args.run(make_client(args), args)
    except asana.error.AsanaError as error:
        print("error:", error.status, str(error).split(":")[0])
        return 1
    return 0


if __name__ == "__main__":
    for arguments in sys.argv[1:] or (
        "projects",
        "projects --archived",
        "--workspace Harbour --page-size 1 count",
        "tag someday",
        "--token wrong projects",
    ):
        print("$", arguments)
        print("exit code", main(arguments.split()))
