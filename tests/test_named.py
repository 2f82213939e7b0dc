"""Records by name: exactly one is found, and at most one is created, whatever happens."""

import threading
from collections.abc import Callable
from enum import Enum
from typing import Any

import pytest

import asana
from asana.sandbox import Sandbox
from tests.places import CLEAR, UNCLEAR, Place, killed, place, posts, shared

__all__ = ["place", "shared"]

Find = Callable[..., Any]

# The resources, the parent of their records, the method that creates one, and its other fields.
MADE: dict[str, tuple[str, str, dict[str, Any]]] = {
    "custom_fields": ("workspace", "create_custom_field", {"resource_subtype": "text"}),
    "portfolios": ("workspace", "create_portfolio", {"color": "dark-red"}),
    "projects": ("workspace", "create_project", {"notes": "now"}),
    "sections": ("project", "create_section_for_project", {}),
    "tags": ("workspace", "create_tag", {"color": "dark-red"}),
    "teams": ("workspace", "create_team", {"description": "us"}),
}


def methods(place: Place, kind: str) -> tuple[Any, str, dict[str, Any]]:
    where, _, more = MADE[kind]
    return getattr(place.client, kind), getattr(place, where), more


@pytest.fixture(params=MADE)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_record_is_created_once_and_then_found(place: Place, kind: str) -> None:
    resource, where, more = methods(place, kind)
    with place.requests(2):
        made = resource.ensure(where, "Pressing", **more)
    assert made["name"] == "Pressing"
    with place.requests(3):
        assert resource.ensure(where, "Pressing", **more) == made
        assert resource.ensure(where, "  pRESSING ") == made
        assert resource.named(where, "pressing") == made


def test_the_further_fields_are_those_of_a_new_record(place: Place) -> None:
    tags, where = place.client.tags, place.workspace
    made = tags.ensure(where, "Pressing", color="dark-red", notes="now", fields=["color", "notes"])
    assert (made["color"], made["notes"], made["name"]) == ("dark-red", "now", "Pressing")
    found = tags.ensure(where, "Pressing", color="dark-blue", fields="color,notes")
    assert found == made


def test_what_was_asked_for_is_there_whether_found_or_created(place: Place) -> None:
    place.client.options["fields"] = ["permalink_url"]
    made = place.client.tags.ensure(place.workspace, "Pressing")
    assert {"gid", "name", "permalink_url"} == made.keys()
    assert place.client.tags.ensure(place.workspace, "Pressing") == made
    found = place.client.tags.named(place.workspace, "Pressing", fields=None)
    assert {"gid", "name", "resource_type"} == found.keys()
    made = place.client.tags.ensure(place.workspace, "Other", opt_fields=iter(["notes"]))
    assert {"gid", "name", "notes"} == made.keys()


def test_iterators_serve_each_attempt(place: Place, sleeps: list[float]) -> None:
    me = place.client.users.me()["gid"]
    place.sandbox.faults.add("drop_before", route="create_tag", times=2)
    made = place.client.tags.ensure(
        place.workspace, "Pressing", followers=iter([me]), fields=iter(["followers"])
    )
    assert [user["gid"] for user in made["followers"]] == [me]
    assert posts(place.sandbox, "/tags") == 3
    bodies = [each.body for each in place.sandbox.requests if each.path == "/tags"]
    assert [body["data"]["followers"] for body in bodies] == [[me]] * 3


@pytest.mark.parametrize("fault", [*UNCLEAR, *CLEAR])
def test_there_is_one_record_after_a_create_that_went_wrong(
    place: Place, kind: str, fault: str, sleeps: list[float]
) -> None:
    resource, where, more = methods(place, kind)
    place.sandbox.faults.add(**{**UNCLEAR, **CLEAR}[fault], route=MADE[kind][1], times=1)
    made = resource.ensure(where, "Pressing", **more)
    assert resource.named(where, "Pressing") == made  # raises if there are two


def test_the_client_does_not_repeat_a_create_by_itself(place: Place, sleeps: list[float]) -> None:
    place.client.options["retry_writes"] = True
    place.sandbox.faults.add("drop_after", route="create_tag", times=1)
    made = place.client.tags.ensure(place.workspace, "Pressing", retry_writes=True)
    assert place.client.tags.named(place.workspace, "Pressing") == made
    assert posts(place.sandbox, "/tags") == 1


def test_it_gives_up_after_three_creates(place: Place, sleeps: list[float]) -> None:
    place.sandbox.faults.add("drop_before", route="create_tag")
    with place.requests(7), pytest.raises(asana.error.UnknownOutcomeError):
        place.client.tags.ensure(place.workspace, "Pressing")
    assert posts(place.sandbox, "/tags") == 3
    place.sandbox.faults.clear()
    place.client.tags.ensure(place.workspace, "Pressing")


def test_a_create_stays_unclear_if_nobody_can_look(place: Place, sleeps: list[float]) -> None:
    place.sandbox.faults.add("drop_after", route="create_tag")

    class Tags(asana.resources.tags.Tags):
        def create_tag(self, *args: Any, **options: Any) -> Any:
            place.sandbox.faults.add(status=500, route="get_tags_for_workspace")
            return super().create_tag(*args, **options)

    with pytest.raises(asana.error.UnknownOutcomeError):
        Tags(place.client).ensure(place.workspace, "Pressing")
    place.sandbox.faults.clear()
    place.client.tags.ensure(place.workspace, "Pressing")
    assert posts(place.sandbox, "/tags") == 1


def test_a_refused_create_is_not_repeated(place: Place) -> None:
    with place.requests(2), pytest.raises(asana.error.InvalidRequestError):
        place.client.tags.ensure(place.workspace, "Pressing", color="nonsense")  # type: ignore[arg-type]


def test_a_process_that_is_killed_leaves_one_record(place: Place) -> None:
    workspace, tags = place.workspace, place.client.tags
    program = f'client.tags.ensure("{workspace}", "Pressing")'

    def is_there() -> bool:
        return any(tag["name"] == "Pressing" for tag in tags.get_tags_for_workspace(workspace))

    killed(place, program, "create_tag", is_there)
    assert tags.ensure(workspace, "Pressing") == tags.named(workspace, "Pressing")


def test_threads_take_turns(place: Place, kind: str) -> None:
    resource, where, more = methods(place, kind)
    other = getattr(place.sandbox.client(), kind)
    found: list[Any] = []

    def ensure(number: int) -> None:
        found.append((resource, other)[number % 2].ensure(where, "Pressing", **more)["gid"])

    threads = [threading.Thread(target=ensure, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len(set(found)) == 1


# -- matching names


def test_the_name_as_it_is_comes_first(place: Place) -> None:
    tags, where = place.client.tags, place.workspace
    made = {name: tags.create_tag(workspace=where, name=name)["gid"] for name in ("Bug", "bug")}
    assert {name: tags.named(where, name)["gid"] for name in made} == made
    with pytest.raises(LookupError, match=r"2 tags in .* are named 'BUG'") as caught:
        tags.ensure(where, "BUG")
    assert all(gid in str(caught.value) for gid in made.values())


@pytest.mark.parametrize(
    ("there", "asked"),
    [
        ("Stra\u00dfe", "STRASSE"),
        ("Cafe\u0301", "caf\u00e9"),
        ("to  do", "To\u00a0Do"),
        ("\u540d\u524d", " \u540d\u524d "),
        ("100 %", "100 %"),
    ],
)
def test_names_are_the_same_in_any_case_and_space(place: Place, there: str, asked: str) -> None:
    made = place.client.tags.ensure(place.workspace, there)
    assert place.client.tags.named(place.workspace, asked) == made


def test_names_that_look_alike_are_not_the_same(place: Place) -> None:
    for name in ("m\u00b2", "m2", "a-b", "ab"):
        place.client.tags.ensure(place.workspace, name)
    assert posts(place.sandbox, "/tags") == 4


def test_two_records_with_one_name(place: Place) -> None:
    gids = [
        place.client.tags.create_tag(workspace=place.workspace, name="Bug")["gid"]
        for _ in range(12)
    ]
    for find in (place.client.tags.named, place.client.tags.ensure):
        with pytest.raises(LookupError, match=r"12 tags .* use a gid") as caught:
            find(place.workspace, "Bug")
        assert sum(gid in str(caught.value) for gid in gids) == 10


def test_near_names_are_in_the_error(place: Place) -> None:
    place.client.tags.ensure(place.workspace, "pressing")
    with pytest.raises(LookupError, match=r"named 'Presisng'; did you mean 'pressing'\?"):
        place.client.tags.named(place.workspace, "Presisng")
    with pytest.raises(LookupError, match=r"none of the 0 task templates .* 'x'$"):
        place.client.task_templates.named(place.project, "x")


class Name(Enum):
    PRESSING = "pressing"


def test_a_name_may_be_a_member_of_an_enum(place: Place) -> None:
    made = place.client.tags.ensure(place.workspace, Name.PRESSING)  # type: ignore[arg-type]
    assert made["name"] == "pressing"


@pytest.mark.parametrize(
    ("name", "error"),
    [(None, TypeError), (5, TypeError), (["a"], TypeError), ("", ValueError), (" \t", ValueError)],
)
def test_what_is_no_name_is_refused_at_once(place: Place, name: Any, error: Any) -> None:
    with place.requests(0):
        for find in (place.client.tags.named, place.client.tags.ensure, place.client.users.named):
            with pytest.raises(error, match="name must "):
                find(place.workspace, name)


@pytest.mark.parametrize(
    ("kind", "given"), [("tags", "name"), ("tags", "workspace"), ("teams", "organization")]
)
def test_the_name_and_the_place_are_given_once(place: Place, kind: str, given: str) -> None:
    with place.requests(0), pytest.raises(TypeError, match=f"{given} as a positional argument"):
        getattr(place.client, kind).ensure(place.workspace, "Pressing", **{given: "x"})


# -- requests and messages

OWN = "name,resource_type"
OF_FIELDS = f"{OWN},resource_subtype,enum_options,is_global_to_workspace"

# The words for records with names, their parent, their listing and its query, and their fields.
FOUND: dict[str, tuple[str, str, dict[str, str], str]] = {
    "custom field": ("workspace", "/workspaces/{}/custom_fields", {}, OF_FIELDS),
    "portfolio": ("workspace", "/portfolios", {"workspace": "{}", "owner": "me"}, OWN),
    "project": ("workspace", "/workspaces/{}/projects", {"archived": "false"}, OWN),
    "project template": ("workspace", "/project_templates", {"workspace": "{}"}, OWN),
    "section": ("project", "/projects/{}/sections", {}, OWN),
    "tag": ("workspace", "/workspaces/{}/tags", {}, OWN),
    "task template": ("project", "/task_templates", {"project": "{}"}, OWN),
    "team": ("workspace", "/workspaces/{}/teams", {}, OWN),
    "user": ("workspace", "/users", {"workspace": "{}"}, "name,email,resource_type"),
}
HINTS = {"project": "; pass archived=None to find projects whether they are archived or not"}


@pytest.mark.parametrize("word", FOUND)
@pytest.mark.parametrize("more", [{}, {"fields": "gid", "headers": {"X-Probe": "y"}}])
def test_a_name_is_looked_for_in_one_listing(place: Place, word: str, more: dict[str, Any]) -> None:
    where, path, query, fields = FOUND[word]
    gid = getattr(place, where)
    seen: list[Any] = []
    place.client.session.hooks["response"] = lambda answer, **_: seen.append(answer.request)
    with place.requests(1), pytest.raises(LookupError) as caught:
        getattr(place.client, f"{word.replace(' ', '_')}s").named(gid, "Zzyzx", **more)
    asked = place.sandbox.requests[-1]
    count = len(asked.response["data"])
    hint = HINTS.get(word, "")
    assert str(caught.value) == f"none of the {count} {word}s in {gid} is named 'Zzyzx'{hint}"
    names = asked.query.pop("opt_fields").split(",")
    needed = ["gid", "name", "email"] if word == "user" else ["gid", "name"]
    assert names == (needed if more else fields.split(","))
    assert (asked.method, asked.path) == ("GET", path.format(gid))
    assert asked.query == {**{key: q.format(gid) for key, q in query.items()}, "limit": "100"}
    assert seen[0].headers.get("X-Probe") == ("y" if more else None)


@pytest.mark.parametrize("kind", MADE)
def test_a_record_is_created_with_its_name_its_parent_and_the_further_fields(
    place: Place, kind: str
) -> None:
    resource, where, more = methods(place, kind)
    resource.ensure(where, "Pressing", **more, fields=["gid"])
    listed, made = place.sandbox.requests[-2:]
    home = {"sections": {}, "teams": {"organization": where}}.get(kind, {"workspace": where})
    assert made.body["data"] == {"name": "Pressing", **home, **more}
    assert (made.method, listed.method) == ("POST", "GET")
    assert made.body["options"]["fields"] == listed.query["opt_fields"].split(",")


def test_portfolios_of_another_owner(place: Place) -> None:
    with place.requests(1), pytest.raises(asana.error.ForbiddenError):
        place.client.portfolios.named(place.workspace, "x", owner="tom@example.com")
    assert place.sandbox.requests[-1].query["owner"] == "tom@example.com"


# -- particular resources


def test_users_have_names_and_addresses(place: Place) -> None:
    me = place.client.users.me()
    users, where = place.client.users, place.workspace
    for name in (me["name"], me["name"].upper(), me["email"], me["email"].upper()):
        with place.requests(1):
            assert users.named(where, name)["gid"] == me["gid"]
    assert users.named(where, me["email"]).keys() == {"gid", "name", "email", "resource_type"}
    with pytest.raises(LookupError, match=me["email"]):
        users.named(where, me["email"].replace("@", "@@"))


def test_archived_projects_are_left_out(place: Place) -> None:
    projects, where = place.client.projects, place.workspace
    old = projects.ensure(where, "Launch")
    projects.update_project(old["gid"], archived=True)
    with pytest.raises(LookupError, match="archived=None"):
        projects.named(where, "Launch")
    assert projects.named(where, "Launch", archived=True) == old
    assert projects.named(where, "Launch", archived=None) == old
    new = projects.ensure(where, "Launch")
    assert new["gid"] != old["gid"]
    assert projects.named(where, "Launch") == new
    with pytest.raises(LookupError, match="2 projects"):
        projects.named(where, "Launch", archived=None)
    assert projects.ensure(where, "Launch", archived=True) == old


def test_templates_are_found(place: Place) -> None:
    templates = [*place.client.project_templates.get_project_templates(workspace=place.workspace)]
    name = templates[0]["name"]
    found = place.client.project_templates.named(place.workspace, name.upper())
    assert found["gid"] == templates[0]["gid"]
    projects = [*place.client.projects.get_projects(workspace=place.workspace)]
    task_templates = place.client.task_templates
    [(project, template), *_] = [
        (project["gid"], template)
        for project in projects
        for template in task_templates.get_task_templates(project=project["gid"])
    ]
    assert task_templates.named(project, template["name"])["gid"] == template["gid"]


def test_a_place_that_is_not_there(place: Place) -> None:
    with pytest.raises(asana.error.AsanaError):
        place.client.sections.named("1", "Doing")
    with pytest.raises(ValueError, match="not a gid"):
        place.client.sections.named("../users", "Doing")


def test_a_batch_cannot_look(place: Place) -> None:
    batch = place.client.batch()
    with pytest.raises(TypeError, match="an action is not a record"):
        batch.tags.named(place.workspace, "Pressing")
    assert len(batch) == 0


@pytest.mark.parametrize(
    "call",
    [
        lambda batch, place: batch.tags.ensure(place.workspace, "Pressing"),
        lambda batch, place: batch.tasks.walk(place.project),
        lambda batch, place: batch.tasks.tree(place.project),
        lambda batch, place: batch.tasks.index(place.project, "name"),
        lambda batch, place: batch.tasks.upsert({"name": "x"}, external="x"),
        lambda batch, place: batch.custom_fields.of(place.project),
        lambda batch, place: batch.stories.ensure_comment(place.project, "x", key="x"),
    ],
)
def test_a_batch_refuses_what_takes_several_requests(
    place: Place, call: Callable[[Any, Place], Any]
) -> None:
    batch = place.client.batch()
    with pytest.raises(TypeError, match="such as ensure, upsert or walk, work only on the client"):
        call(batch, place)
    assert len(batch) == 0


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("\u0390", "\u03aa\u0301"),  # one character, and two in the other case
        ("Stra\u00dfe", "STRASSE"),
        ("\u0130stanbul", "i\u0307stanbul"),
        ("Cafe\u0301", "CAF\u00c9"),
    ],
)
def test_names_are_compared_in_any_form(place: Place, name: str, wanted: str) -> None:
    made = place.client.tags.create_tag(workspace=place.workspace, name=name)
    assert place.client.tags.named(place.workspace, wanted)["gid"] == made["gid"]


def test_an_accent_counts_before_case(place: Place) -> None:
    for name in ("Caf\u00e9", "CAF\u00c9"):
        place.client.tags.create_tag(workspace=place.workspace, name=name)
    assert place.client.tags.named(place.workspace, "Cafe\u0301")["name"] == "Caf\u00e9"


def test_a_thousand_projects() -> None:
    names = [f"Project {number}" for number in range(1000)]
    with Sandbox(data={"projects": [{"name": name} for name in names]}) as sandbox:
        client = sandbox.client()
        workspace = client.users.me()["workspaces"][0]["gid"]
        before = len(sandbox.requests)
        assert client.projects.named(workspace, "project 999")["name"] == "Project 999"
        assert len(sandbox.requests) - before == 10
        client.options.update(item_limit=5, iterator_type="pages", full_payload=True)
        assert client.projects.named(workspace, "project 999")["name"] == "Project 999"
        assert len(sandbox.requests) - before == 20


def test_a_read_only_client_finds_but_does_not_create(place: Place) -> None:
    client = place.sandbox.client(read_only=True)
    made = place.client.tags.ensure(place.workspace, "Pressing")
    assert client.tags.ensure(place.workspace, "Pressing") == made
    with pytest.raises(asana.error.ReadOnlyError):
        client.tags.ensure(place.workspace, "Other")
