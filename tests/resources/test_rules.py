import asana
from asana.sandbox import Sandbox


def test_a_triggered_rule_does_its_work(
    client: asana.Client, sandbox: Sandbox, project_gid: str, task_gid: str
) -> None:
    project = sandbox.store.get("project", project_gid)
    rule = sandbox.store.create("rule_trigger", project=project, comment="It says:")
    triggered = client.rules.trigger_rule(
        rule.gid, {"resource": task_gid, "action_data": {"tracking": "A1"}}
    )
    assert triggered["message"] == "Successfully ran rule"
    *_, story = client.stories.get_stories_for_task(task_gid)
    assert story["text"] == "It says: tracking: A1"
