"""Tests of a pipeline's retries: `asana.client.Client.get` is patched to time out."""

from unittest import mock

import requests

import asana

ATTEMPTS = 4


def with_retries(function):
    for attempt in range(ATTEMPTS):
        try:
            return function()
        except requests.exceptions.Timeout:
            if attempt == ATTEMPTS - 1:
                raise


def read(client):
    return list(client.projects.find_all({"workspace": "1"}, timeout=2.5))


client = asana.Client.access_token("not-a-token")

with mock.patch("asana.client.Client.get", side_effect=requests.exceptions.Timeout) as get:
    try:
        with_retries(lambda: read(client))
    except requests.exceptions.Timeout:
        print("timed out after", get.call_count)
    args, kwargs = get.call_args
    print(args[0], args[1]["workspace"], kwargs["timeout"], kwargs["full_payload"])

with mock.patch("asana.client.Client.get") as get:
    get.side_effect = [
        requests.exceptions.Timeout,
        {"data": [{"gid": "1"}], "next_page": {"offset": "x"}},
        {"data": [{"gid": "2"}], "next_page": None},
    ]
    print(with_retries(lambda: read(client)))
    print([call[1].get("offset") or call[0][1].get("offset") for call in get.call_args_list])

with mock.patch("asana.page_iterator.CollectionPageIterator.get_initial") as get_initial:
    get_initial.side_effect = [{"data": [{"gid": "3"}], "next_page": None}]
    print(read(client), get_initial.call_count)
