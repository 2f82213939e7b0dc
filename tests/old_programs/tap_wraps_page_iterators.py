"""A data pipeline that wraps the page iterators of the library with retries on import."""

import functools
import os

from _server import Server, error, page

import asana
from asana.error import AsanaError, RetryableAsanaError
from asana.page_iterator import CollectionPageIterator


def retried(function, attempts=3):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        for attempt in range(1, attempts + 1):
            try:
                return function(*args, **kwargs)
            except RetryableAsanaError as exc:
                print(function.__name__, "attempt", attempt, type(exc).__name__, exc.status)
                if attempt == attempts:
                    raise

    return wrapper


CollectionPageIterator.get_initial = retried(CollectionPageIterator.get_initial)
CollectionPageIterator.get_next = retried(CollectionPageIterator.get_next)


class TaskStream(object):
    def __init__(self, client):
        self.client = client

    def sync(self, project):
        query = {"project": project, "opt_fields": "name", "modified_since": "2020-01-01"}
        for task in self.client.tasks.find_all(query, timeout=300):
            yield {"type": "RECORD", "stream": "tasks", "record": task}


server = Server(
    error(500, "Oops"),
    page([{"gid": "1", "name": "a"}], "second"),
    error(429, "Slow down", Retry_After="0.01"),
    error(500, "Busy"),
    page([{"gid": "2", "name": "b"}], "third"),
    error(500, "Down"),
)
client = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
client.options.update(base_url=server.url, max_retries=0)
try:
    for message in TaskStream(client).sync("9"):
        print(message)
except AsanaError as exc:
    print("stopped:", type(exc).__name__)
for request in server.requests:
    print(request.path, request.without_limit())
