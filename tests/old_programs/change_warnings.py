"""A program that watches for announced changes of the API, and one that ignores them."""

import os
import warnings

from _server import Server

import asana

NOTICE = "name=string_ids;info=https://changes.example/a;affected=true"
BOTH = NOTICE + ",name=new_sections;info=https://changes.example/b;affected=false"


def warnings_of(client, **options):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        client.users.me(**options)
    return [
        (name, issubclass(warning.category, UserWarning))
        for warning in caught
        for name in ("string_ids", "new_sections")
        if name in str(warning.message).split("Please")[0]
    ]


client = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = Server((200, {"data": {}}, {"Asana-Change": BOTH})).url
print(warnings_of(client))
print(warnings_of(client, headers={"Asana-Enable": "string_ids"}))
print(warnings_of(client, headers={"asana-disable": "other,string_ids"}))
print(warnings_of(client, headers={"asana-enable": "new_sections"}))
client.headers["asana-enable"] = "string_ids"
print(warnings_of(client))
client.headers = {}
print(warnings_of(client))
client.LOG_ASANA_CHANGE_WARNINGS = False
print(warnings_of(client), asana.Client.LOG_ASANA_CHANGE_WARNINGS)


class QuietClient(asana.Client):
    LOG_ASANA_CHANGE_WARNINGS = False


quiet = QuietClient.access_token(os.environ["ACCESS_TOKEN"])
quiet.options["base_url"] = client.options["base_url"]
print(warnings_of(quiet))
silent = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
silent.options["base_url"] = Server((200, {"data": {}})).url
print(warnings_of(silent))
