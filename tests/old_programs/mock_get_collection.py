"""A report and its unit tests, which patch `Client.get_collection` and `Client.get`."""

import os
import unittest
from unittest import mock

import asana


class OverdueReport(object):
    def __init__(self, client):
        self.client = client

    def lines(self, project, today):
        tasks = self.client.tasks.find_by_project(project, {"completed_since": "now"})
        late = [task for task in tasks if task["due_on"] and task["due_on"] < today]
        return ["%(due_on)s %(name)s" % task for task in late]

    def title(self, project):
        return self.client.projects.find_by_id(project)["name"].upper()


class OverdueReportTest(unittest.TestCase):
    def setUp(self):
        client = asana.Client.access_token("not-a-token")
        client.options["base_url"] = "http://127.0.0.1:9"
        self.report = OverdueReport(client)

    @mock.patch.object(asana.Client, "get_collection")
    def test_lines(self, get_collection):
        get_collection.return_value = iter(
            [{"name": "a", "due_on": "2020-01-01"}, {"name": "b", "due_on": None}]
        )
        self.assertEqual(self.report.lines("123", "2020-02-01"), ["2020-01-01 a"])
        get_collection.assert_called_once_with("/projects/123/tasks", {"completed_since": "now"})

    @mock.patch("asana.client.Client.get_collection", autospec=True)
    def test_lines_with_autospec(self, get_collection):
        get_collection.return_value = []
        self.assertEqual(self.report.lines("5", "2020-02-01"), [])
        print(get_collection.call_args[0][1:], get_collection.call_args[1])

    def test_title(self):
        with mock.patch.object(self.report.client, "get", return_value={"name": "x"}) as get:
            self.assertEqual(self.report.title("77"), "X")
        get.assert_called_once_with("/projects/77", {})


if __name__ == "__main__":
    result = unittest.main(
        exit=False, testRunner=unittest.TextTestRunner(stream=open(os.devnull, "w"))
    )
    for test, trace in result.result.errors + result.result.failures:
        print(test.id(), trace)
    print(result.result.testsRun, "tests,", "passed" if result.result.wasSuccessful() else "FAILED")
