"""An administrator's script: teams, their members, and the members of projects."""

import os

import asana

client = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = os.environ["BASE_URL"]
organization = client.users.me()["workspaces"][0]["gid"]

teams = sorted(client.teams.find_by_organization(organization), key=lambda team: team["name"])
for team in teams:
    members = sorted(user["name"] for user in client.teams.users(team["gid"]))
    print(client.teams.find_by_id(team["gid"])["organization"]["name"], team["name"], members)
print(sorted(team["name"] for team in client.teams.find_by_user("me", organization=organization)))

invited = client.workspaces.add_user(organization, {"user": "new@example.com"})
print(invited["resource_type"], len(list(client.users.find_by_workspace(organization))))
client.teams.add_user(teams[0]["gid"], {"user": "new@example.com"})
emails = client.teams.users(teams[0]["gid"], opt_fields="email")
print("new@example.com" in [user["email"] for user in emails])
print(client.teams.remove_user(teams[0]["gid"], {"user": "new@example.com"}))
memberships = client.team_memberships.get_team_memberships({"team": teams[0]["gid"]})
print(sorted(membership["user"]["name"] for membership in memberships))

project = client.projects.create_in_team(teams[1]["gid"], {"name": "Moving"})
users = sorted(client.users.find_all({"workspace": organization}), key=lambda user: user["name"])
gids = ",".join(user["gid"] for user in users if user["name"] in ("Jonas Weber", "Tom Okafor"))
client.projects.add_members(project["gid"], {"members": gids})
found = client.project_memberships.find_by_project(project["gid"])
print(sorted(membership["user"]["name"] for membership in found))
first = next(client.project_memberships.find_by_project(project["gid"], item_limit=1))
print(client.project_memberships.find_by_id(first["gid"])["project"]["name"])
everyone = client.memberships.get_memberships({"parent": project["gid"]}, opt_fields="member.name")
print(sorted(membership["member"]["name"] for membership in everyone))
client.projects.remove_members(project["gid"], {"members": gids})
client.projects.add_followers(project["gid"], {"followers": gids})
record = client.projects.find_by_id(project["gid"], {"opt_fields": "followers.name,team.name"})
print(
    sorted(user["name"] for user in record["followers"]), record["team"]["name"] == teams[1]["name"]
)
print(client.workspaces.remove_user(organization, {"user": "new@example.com"}))
print(client.users.get_user("priya@example.com")["name"])
