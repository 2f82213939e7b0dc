import asana


def test_actions_are_done_and_answered_in_order(
    client: asana.Client, workspace_gid: str, task_gid: str
) -> None:
    tag = {"workspace": workspace_gid, "name": "batched"}
    made, shown, missing = client.batch_api.create_batch_request(
        {
            "actions": [
                {"method": "post", "relative_path": "/tags", "data": tag},
                {
                    "method": "get",
                    "relative_path": f"/tasks/{task_gid}",
                    "options": {"fields": ["name"]},
                },
                {"method": "delete", "relative_path": "/tasks/1"},
            ]
        }
    )
    gid = made["body"]["data"]["gid"]
    assert made["status_code"] == 201
    assert client.tags.get_tag(gid)["name"] == "batched"
    assert shown["body"]["data"] == {"gid": task_gid, "name": "a task"}
    assert missing["status_code"] == 404
