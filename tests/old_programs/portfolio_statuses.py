"""A weekly report on the projects of a portfolio, with their latest status."""

import os

import asana

client = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = os.environ["BASE_URL"]
me = client.users.me()
workspace = me["workspaces"][0]["gid"]

query = {"workspace": workspace, "owner": "me"}
print([portfolio["name"] for portfolio in client.portfolios.find_all(query)])
portfolio = client.portfolios.create(
    {"workspace": workspace, "name": "Weekly", "color": "light-blue"}
)
projects = list(client.projects.find_all({"workspace": workspace}))
for project in projects:
    client.portfolios.add_item(portfolio["gid"], {"item": project["gid"]})
items = client.portfolios.get_items(portfolio["gid"], opt_fields="name,owner.name")
print(sorted((item["name"], item["owner"]["name"]) for item in items))

client.project_statuses.create_in_project(
    projects[0]["gid"], {"text": "On track", "title": "April", "color": "green"}
)
client.status_updates.create_status_for_object(
    {"parent": projects[1]["gid"], "text": "Late", "status_type": "at_risk", "title": "May"}
)
for project in client.portfolios.get_items_for_portfolio(portfolio["gid"]):
    statuses = client.project_statuses.find_by_project(project["gid"], fields=["title", "color"])
    latest = next(statuses, None)
    print(project["name"], latest and (latest["title"], latest["color"]))

teammate = [u for u in client.users.find_by_workspace(workspace) if u["gid"] != me["gid"]][0]
client.portfolios.add_members(portfolio["gid"], {"members": teammate["gid"]})
memberships = client.portfolio_memberships.find_by_portfolio(portfolio["gid"])
print(len(list(memberships)))
client.portfolios.remove_item(portfolio["gid"], item=projects[0]["gid"])
print(len(list(client.portfolios.get_items(portfolio["gid"]))))
print(client.portfolios.update(portfolio["gid"], {"name": "Monthly"})["name"])
print(client.portfolios.find_by_id(portfolio["gid"])["owner"]["name"] == me["name"])
print(client.portfolios.delete(portfolio["gid"]))
