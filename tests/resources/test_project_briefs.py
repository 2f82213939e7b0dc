import pytest

import asana
from asana import error


def test_a_brief_from_beginning_to_end(client: asana.Client, project_gid: str) -> None:
    made = client.project_briefs.create_project_brief(
        project_gid, {"title": "why", "text": "because"}
    )
    gid = made["gid"]
    assert client.project_briefs.get_project_brief(gid) == made
    assert made["html_text"] == "<body>because</body>"
    changed = client.project_briefs.update_project_brief(gid, {"title": "how"})
    assert changed["title"] == "how"
    assert client.project_briefs.get_project_brief(gid) == changed
    assert client.project_briefs.delete_project_brief(gid) == {}
    with pytest.raises(error.NotFoundError):
        client.project_briefs.get_project_brief(gid)
