from typing import Any

import asana
from asana.types.exports import ResourceExportParameter


def test_a_graph_is_exported(client: asana.Client, project_gid: str) -> None:
    job = client.exports.create_graph_export({"parent": project_gid})
    done: Any = client.jobs.wait(job, poll_interval=0.001)
    assert done["new_graph_export"]["download_url"]


def test_resources_are_exported(client: asana.Client, workspace_gid: str) -> None:
    wanted: list[ResourceExportParameter] = [
        {"resource_type": "task", "filters": {"created_at.after": "2026-01-01"}}
    ]
    job = client.exports.create_resource_export(
        {"workspace": workspace_gid, "export_request_parameters": wanted}
    )
    done: Any = client.jobs.wait(job, poll_interval=0.001)
    assert done["new_resource_export"]["download_url"]
