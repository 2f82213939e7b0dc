"""A security team's export of the audit log, item by item and page by page."""

import os
from collections import Counter

from _server import Server, page

import asana
from asana.page_iterator import AuditLogAPIIterator

client = asana.Client.access_token(os.environ["SERVICE_ACCOUNT_TOKEN"])
client.options["base_url"] = os.environ["BASE_URL"]
workspace = "1200000000000001"

client.tasks.create({"name": "audited", "workspace": workspace})
events = client.audit_log_api.get_audit_log_events(workspace, {"limit": 5})
kinds = Counter(event["event_type"] for event in events)
print(len(kinds) > 0, sum(kinds.values()) > 0)
first = next(client.audit_log_api.get_audit_log_events(workspace, item_limit=1))
print(sorted(first))

server = Server(
    page([{"gid": "1"}, {"gid": "2"}], "a"),
    page([{"gid": "3"}], "b"),
    page([], "c"),
)
client.options["base_url"] = server.url
query = {"start_at": "2020-01-01", "event_type": "user_login_failed"}
events = client.audit_log_api.get_audit_log_events("9", query, page_size=2)
print([event["gid"] for event in events])
for request in server.requests:
    print(request.path, request.query)
limited = client.audit_log_api.get_audit_log_events("9", query, item_limit=0)
print(list(limited), query)

again = Server(page([{"gid": "1"}], "a"), page([{"gid": "2"}], "b"), page([], "c"))
client.options["base_url"] = again.url
pages = AuditLogAPIIterator(client, "/workspaces/9/audit_log_events", {}, dict(client.options))
print(next(pages), pages.next_page["offset"])
print([event["gid"] for event in pages.items()], pages.count)
