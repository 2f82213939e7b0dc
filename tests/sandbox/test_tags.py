import pytest

from tests.sandbox.conftest import Api


@pytest.fixture
def tag(api: Api, organization: str) -> str:
    return str(api.post("/tags", name="Tag", workspace=organization)["gid"])


def test_create_show_update_delete(api: Api, tag: str, task: str) -> None:
    path = f"/tags/{tag}"
    api.post(f"/tasks/{task}/addTag", tag=tag)
    changed = api.put(path, name="Label", color="light-green", notes="For later")
    assert (changed["name"], changed["color"], changed["notes"]) == (
        "Label",
        "light-green",
        "For later",
    )
    assert api.get(path) == changed
    assert api.delete(path) == {}
    assert api.refusal("GET", path) == (404, f"tag: Not a recognized ID: {tag}")
    assert api.get(f"/tasks/{task}")["tags"] == []


def test_workspace_in_body_or_path(api: Api, organization: str, personal: str) -> None:
    assert api.refusal("POST", "/tags", name="Tag") == (400, "workspace: Missing input")
    assert api.refusal("POST", "/tags", workspace=organization) == (400, "name: Missing input")
    made = api.post(f"/workspaces/{personal}/tags", name="Home", workspace=organization)
    assert made["workspace"]["gid"] == personal
    assert made["permalink_url"].endswith(f"/{made['gid']}/list")


def test_names_need_not_be_unique(api: Api, organization: str, tag: str) -> None:
    twin = api.post("/tags", name="Tag", workspace=organization)["gid"]
    listed = [each["gid"] for each in api.get(f"/workspaces/{organization}/tags")]
    assert {tag, twin} <= set(listed)


def test_tags_are_filtered_by_workspace(api: Api, organization: str, tag: str) -> None:
    everywhere = [each["gid"] for each in api.get("/tags")]
    here = [each["gid"] for each in api.get("/tags", workspace=organization)]
    assert tag in here
    assert set(here) < set(everywhere) or here == everywhere


def test_the_workspace_of_a_tag_is_fixed(api: Api, tag: str, personal: str) -> None:
    refusal = (400, "workspace: Cannot write this property")
    assert api.refusal("PUT", f"/tags/{tag}", workspace=personal) == refusal


def test_colours_are_checked(api: Api, tag: str) -> None:
    assert api.refusal("PUT", f"/tags/{tag}", color="none")[0] == 400
