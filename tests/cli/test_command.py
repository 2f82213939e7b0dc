"""What is typed, what is sent, and what is printed."""

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

import asana
from asana import tables
from asana.cli import command, output
from asana.cli.completion import candidates
from asana.sandbox import Sandbox
from asana.schema import names
from tests.cli.conftest import WORKSPACE, Run

PROJECT = "1200000000000035"  # Open Pier Street
TASK = "1200000000000041"


def last(sandbox: Sandbox) -> Any:
    return sandbox.requests[-1]


# Output


def test_records_are_json_lines_unless_a_person_looks(sandbox: Sandbox, run: Run) -> None:
    piped = run("workspaces", "get_workspaces")
    assert json.loads(piped.out.splitlines()[0])["gid"] == WORKSPACE
    shown = run("workspaces", "get_workspaces", terminal=True)
    assert shown.out.splitlines()[0].split() == ["GID", "NAME"]
    assert "Harbour Lights Coffee" in shown.out


def test_json_is_one_document(sandbox: Sandbox, run: Run) -> None:
    assert len(json.loads(run("workspaces", "get_workspaces", "-o", "json").out)) == 2
    assert json.loads(run("users", "get_user", "@me", "-ojson").out)["name"] == "Maya Lindqvist"
    assert json.loads(run("tags", "get_tags_for_task", TASK, "--limit", "0", "-ojson").out) == []


def test_csv_has_the_columns_that_are_asked_for(sandbox: Sandbox, run: Run) -> None:
    columns = "name,assignee,section,custom_fields.Priority"
    words = ("tasks", "get_tasks_for_project", PROJECT, "--fields", columns, "-o", "csv")
    head, *rows = run(*words).out.splitlines()
    assert head == columns
    assert "Renew the liability insurance,Maya Lindqvist,Permits and lease,High" in rows


def test_custom_fields_by_name_are_values_in_json_too(sandbox: Sandbox, run: Run) -> None:
    words = ("tasks", "get_task", "1200000000000051", "--fields", "name,custom_fields.Priority")
    assert json.loads(run(*words).out) == {
        "name": "Renew the liability insurance",
        "custom_fields.Priority": "High",
    }


def test_csv_loses_no_column_in_silence(sandbox: Sandbox, run: Run) -> None:
    rows = [{"gid": str(number)} for number in range(output.HEAD)]
    given = Namespace(output="csv", fields=None, limit=None)
    with pytest.raises(ValueError, match="has more too: name the columns with --fields"):
        output.write(iter([*rows, {"gid": "1", "more": 2}]), given)


def test_a_table_has_no_characters_that_control_a_terminal(
    sandbox: Sandbox, run: Run, client: asana.Client
) -> None:
    client.tags.create_tag(workspace=WORKSPACE, name="東京", color="dark-red")
    shown = run("tags", "get_tags_for_workspace", "--fields", "name,color", terminal=True).out
    [wide] = [line for line in shown.splitlines() if "東京" in line]
    assert len(wide.split("dark")[0]) == shown.index("COLOR") - 2  # which take two columns each
    assert list(tables.text({"a": "a\x1b[31m\n\tb\u202e."})) == ["a  a [31m b ."]


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "table"])
def test_a_console_without_unicode_shows_what_it_lacks(
    form: str, sandbox: Sandbox, run: Run, client: asana.Client
) -> None:
    tag = client.tags.create_tag(workspace=WORKSPACE, name="café ✓ 😀")
    out = run("tags", "get_tag", tag["gid"], "-o", form, encoding="cp1252").out
    if form.startswith("json"):
        assert json.loads(out)["name"] == "café ✓ 😀"
    else:
        assert r"café \u2713 \U0001f600" in out


def test_a_limit_ends_a_listing(sandbox: Sandbox, run: Run) -> None:
    assert len(run("tasks", "walk", PROJECT, "--limit", "3").out.splitlines()) == 3
    words = ("tasks", "get_tasks_for_project", PROJECT, "--limit", "2")
    assert len(run(*words).out.splitlines()) == 2
    assert last(sandbox).query["limit"] == "2"


def test_methods_above_the_api_print_their_records(sandbox: Sandbox, run: Run) -> None:
    walked = [json.loads(line) for line in run("tasks", "walk", PROJECT).out.splitlines()]
    assert {each["depth"] for each in walked} == {0, 1}
    words = ("tasks", "upsert", "external=o-1", "name=a", f"projects={PROJECT}")
    assert [json.loads(run(*words).out)["created"] for _ in range(2)] == [True, False]
    found = json.loads(run("projects", "named", "Website").out)
    assert found == json.loads(run("projects", "named", WORKSPACE, "website").out)
    fields = json.loads(run("custom_fields", "of", "--project", "Open Pier Street").out)
    assert fields["Priority"]["resource_subtype"] == "enum"


# Values


def test_values_have_the_types_of_their_parameters(sandbox: Sandbox, run: Run) -> None:
    words = ["name=12", "completed=TRUE", "due_on=", "followers=me", "external.gid=a=b"]
    run("tasks", "create_task", *words, "projects=1,2", "projects=3", 'tags:=["5"]', "assignee=@me")
    assert last(sandbox).body["data"] == {
        "name": "12",
        "completed": True,
        "due_on": None,
        "followers": ["me"],
        "external": {"gid": "a=b"},
        "projects": ["1", "2", "3"],
        "tags": ["5"],
        "assignee": "me",
    }


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["tasks", "create_task", "nmae=x"], "no parameter 'nmae'; did you mean name"),
        (["tasks", "create_task", "completed=yes"], "completed is true or false, not 'yes'"),
        (["tasks", "create_task", "resource_subtype=milstone"], "did you mean milestone?"),
        (["tasks", "create_task", "external=x"], "write external.KEY=VALUE"),
        (["tasks", "create_task", "external.id=x"], "external has no 'id': it has gid, data"),
        (["tasks", "create_task", "name=a", "name=b"], "name is given twice"),
        (["tasks", "create_task", "name:=x"], "name:= takes JSON"),
        (
            ["tasks", "create_task", "notes=@nowhere"],
            "cannot read 'nowhere': No such file or directory; "
            "a value that begins with @ is written @@\n",
        ),
        (
            ["tasks", "create_task", "custom_fields.A=1", "custom_fields.A=2"],
            "asana: a custom field is given twice\n",
        ),
        (["tasks", "create_task", "name=-", "--notes-md", "-"], "stdin can be read once only"),
        (["tasks", "get_task"], "tasks.get_task needs task_gid"),
        (["tasks", "get_task", "1", "2"], "takes no '2'"),
        (["tasks", "get_task", "1/2"], "not a gid"),
        (["tasks", "get_task", "1", "--fields", "nmae"], "did you mean 'name'?"),
        (["tasks", "get_task", "1", "--project", "Website"], "takes no --project"),
        (["project_templates", "get_project_template", "--project", "1"], "takes no --project"),
        (["workspace_memberships", "get_workspace_membership"], "workspace_membership_gid"),
        (["tasks", "get_task", "1", "-o", "xml"], "jsonl"),
        (["tasks", "get_task", "1", "--nope"], "unrecognized arguments: --nope"),
        (["tasks", "get_taks", "1"], "did you mean get_task"),
        (["tasks", "find_by_id", "1"], "did you mean get_task?"),
        (["task", "get_task", "1"], "did you mean tasks"),
        (
            ["time_tracking_entries", "create_time_tracking_entry", "1", "duration_minutes=x"],
            "is a",
        ),
        (["tasks", "delete_task", "1"], "give --yes"),
        (["api", "DELETE", "/tasks/1"], "give --yes"),
        (["batch_api", "create_batch_request", 'actions:=[{"method": "delete"}]'], "give --yes"),
        (["api", "get"], "write asana api GET"),
        (["completion", "tcsh"], "bash, zsh or fish"),
        (["methods", "task.get_task"], "no resource 'task'; did you mean tasks"),
        (["tasks", "create_task", "--workspace", ""], "argument --workspace: it is empty"),
        (["tasks", "get_task", "1", "--fields", " , "], "argument --fields: it is empty"),
        *((["--x", flag, "0/secret"], "never given as an argument") for flag in command.SECRET),
        (["tasks", "create_task", "--token", "0/secret"], "never given as an argument"),
        (["tasks", "create_task", "--pat=0/secret"], "never given as an argument"),
        (["--token=0/secret", "users", "get_user", "me"], "never given as an argument"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_sent(
    words: list[str], why: str, sandbox: Sandbox, run: Run, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    before = len(sandbox.requests)
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert why in err
    assert "secret" not in err
    assert sandbox.requests[before:] == []


def test_text_comes_from_files_and_from_stdin(
    sandbox: Sandbox, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("notes.txt").write_text("été\n", encoding="utf-8")
    words = ("tasks", "create_task", f"projects={PROJECT}")
    run(*words, "notes=@notes.txt", "name=-", stdin="from stdin\n")
    assert last(sandbox).body["data"]["notes"] == "été\n"
    assert last(sandbox).body["data"]["name"] == "from stdin"
    run(*words, "name=@@home")
    assert last(sandbox).body["data"]["name"] == "@home"


def test_markdown_becomes_rich_text(sandbox: Sandbox, run: Run, tmp_path: Path) -> None:
    (tmp_path / "spec.md").write_text("# Plan\n\n- **now**\n", encoding="utf-8")
    words = ("tasks", "create_task", f"projects={PROJECT}", "name=x", "--notes-md")
    assert run(*words, f"@{tmp_path / 'spec.md'}").code == 0
    assert "<h1>Plan</h1>" in last(sandbox).body["data"]["html_notes"]
    run("stories", "create_story_for_task", TASK, "--notes-md", "-", stdin="*Hi*")
    assert last(sandbox).body["data"] == {"html_text": "<body><em>Hi</em></body>"}
    assert run("tags", "create_tag", "--notes-md", "x").code == 2


def test_custom_fields_are_set_and_searched_by_name(
    sandbox: Sandbox, run: Run, client: asana.Client
) -> None:
    words = ("tasks", "create_task", "--project", "Open Pier Street", "name=x")
    made = json.loads(run(*words, "custom_fields.Priority=High", "custom_fields.Cost=12.5").out)
    fields = client.custom_fields.of(PROJECT)
    read = fields.read(client.tasks.get_task(made["gid"]))
    assert (read["Priority"], read["Cost"]) == ("High", 12.5)
    assert run("tasks", "update_task", made["gid"], "custom_fields.Priority=").code == 0
    assert fields.read(client.tasks.get_task(made["gid"]))["Priority"] is None
    gid = fields["Cost"]["gid"]
    assert run("tasks", "update_task", made["gid"], f"custom_fields.{gid}:=3").code == 0
    found = run("tasks", "search_tasks_for_workspace", "@mine", "custom_fields.Cost__less_than=4")
    assert made["gid"] in found.out
    wrong = run(*words, "custom_fields.Priorty=High")
    assert (wrong.code, "did you mean 'Priority'?" in wrong.err) == (2, True)
    assert run(*words, "custom_fields.Cost=much").code == 2
    unset = run("tasks", "search_tasks_for_workspace", "@mine", "custom_fields.Cost__is_set=false")
    assert (unset.code, made["gid"] in unset.out) == (0, False)


def test_custom_fields_by_gid_and_by_name_go_together(
    sandbox: Sandbox, run: Run, client: asana.Client
) -> None:
    cost, priority = (client.custom_fields.of(PROJECT)[name] for name in ("Cost", "Priority"))
    words = (f"custom_fields.{cost['gid']}:=3", "custom_fields.Priority=High", "--dry-run")
    high = {priority["gid"]: priority["enum_options"][0]["gid"]}
    both = json.loads(run("tasks", "update_task", TASK, *words).out)["body"]["data"]
    assert both == {"custom_fields": {cost["gid"]: 3, **high}}
    alone = run("tasks", "create_task", "name=x", *words[1:])  # of the default workspace
    assert json.loads(alone.out)["body"]["data"]["custom_fields"] == high


def test_a_plan_without_custom_fields_says_so(
    run: Run, monkeypatch: pytest.MonkeyPatch, sandbox: Sandbox
) -> None:
    with Sandbox(plan="free") as free:
        monkeypatch.setenv("ASANA_BASE_URL", free.base_url)
        monkeypatch.setenv("ASANA_ACCESS_TOKEN", free.access_token)
        result = run("tasks", "update_task", TASK, "custom_fields.Priority=High")
    assert result.code == 5
    assert "need a paid plan" in result.err


# Names


def test_names_resolve_to_exactly_one_record(
    sandbox: Sandbox, run: Run, client: asana.Client
) -> None:
    words = ("tasks", "get_tasks_for_project", "--project")
    assert run(*words, "Website").out == run(*words[:2], "--project", "website").out
    missing = run(*words, "Websit")
    assert (missing.code, "did you mean 'Website'?" in missing.err) == (4, True)
    same = [client.projects.create_project(workspace=WORKSPACE, name="Same") for _ in range(2)]
    ambiguous = run(*words, "Same")
    assert ambiguous.code == 4
    assert all(each["gid"] in ambiguous.err for each in same)


def test_the_workspace_is_given_configured_or_the_only_one(
    sandbox: Sandbox, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("tags", "get_tags_for_workspace")
    assert run(*words).code == 0
    monkeypatch.delenv("ASANA_WORKSPACE")
    asked = run(*words)
    assert asked.code == 2
    assert f"{WORKSPACE} (Harbour Lights Coffee)" in asked.err
    assert run(*words, "--workspace", "maya's allotment").code == 0
    assert last(sandbox).path == "/workspaces/1200000000000002/tags"
    run("tasks", "create_task", "name=x", "--workspace", "Harbour Lights Coffee")
    assert last(sandbox).body["data"] == {"name": "x", "workspace": WORKSPACE}


# Safety


def test_a_dry_run_prints_the_request(sandbox: Sandbox, run: Run) -> None:
    words = ("tasks", "create_task", "name=Ship", "--project", "Website", "--dry-run")
    before = len(sandbox.requests)
    printed = json.loads(run(*words).out)
    project = json.loads(run("projects", "named", "Website").out)["gid"]
    assert (printed["method"], printed["url"]) == ("POST", f"{sandbox.base_url}/tasks")
    assert printed["body"] == {"data": {"name": "Ship", "projects": [project]}}
    assert {each.method for each in sandbox.requests[before:]} == {"GET"}
    shown = run(*words, terminal=True).out
    assert shown.startswith(f"POST {sandbox.base_url}/tasks\n{{")
    tags = run("tags", "ensure", "brand new", "--dry-run")
    assert json.loads(tags.out)["body"]["data"]["name"] == "brand new"
    assert run("tags", "ensure", "urgent", "--dry-run").code == 0  # it is there: nothing to write
    assert {each.method for each in sandbox.requests[before:]} == {"GET"}
    assert json.loads(run("tasks", "delete_task", TASK, "--dry-run").out)["method"] == "DELETE"
    assert json.loads(run("api", "PUT", "/tasks/1", "name=x", "--dry-run").out)["method"] == "PUT"


@pytest.mark.parametrize("way", ["option", "environment"])
@pytest.mark.parametrize(
    "words",
    [
        ("tasks", "create_task", "name=x"),
        ("tasks", "delete_task", TASK, "--yes"),
        ("tags", "ensure", "brand new"),
        ("api", "POST", "/tasks", "name=x"),
        (
            "batch_api",
            "create_batch_request",
            'actions:=[{"method": "post", "relative_path": "/x"}]',
        ),
    ],
)
def test_a_command_that_only_reads_refuses_writes(
    words: tuple[str, ...], way: str, sandbox: Sandbox, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    if way == "environment":
        monkeypatch.setenv("ASANA_READ_ONLY", "1")
    before = len(sandbox.requests)
    result = run(*words, *(["--read-only"] if way == "option" else []))
    assert result.code == 2
    assert "Read Only" in result.err
    assert {each.method for each in sandbox.requests[before:]} <= {"GET"}


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("\n", 2), ("", 2)])
def test_people_are_asked_before_a_delete(
    answer: str, code: int, sandbox: Sandbox, run: Run
) -> None:
    result = run("tasks", "delete_task", TASK, stdin=answer, terminal=True)
    assert result.code == code
    assert f"tasks.delete_task {TASK}: delete this? [y/N]" in result.err
    assert [each.method for each in sandbox.requests] == (["DELETE"] if code == 0 else [])


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"status": 401}, 3),
        ({"status": 404}, 4),
        ({"status": 402}, 5),
        ({"status": 429, "retry_after": 1}, 5),
        ({"fault": "drop_after"}, 6),
        ({"status": 403}, 1),
        ({"status": 500}, 6),
    ],
)
def test_the_exit_code_tells_what_failed(
    fault: dict[str, Any], code: int, sandbox: Sandbox, run: Run, sleeps: list[float]
) -> None:
    sandbox.faults.add(**fault, route="create_task")
    words = ("tasks", "create_task", f"projects={PROJECT}", "--timeout", "30")
    assert run(*words).code == code
    facts = json.loads(run(*words, "-o", "json").err.splitlines()[-1])["error"]
    assert facts["exit_code"] == code
    assert facts["message"]
    sandbox.faults.clear()


# Raw requests, files


def test_raw_requests_read_all_pages(sandbox: Sandbox, run: Run) -> None:
    assert json.loads(run("api", "get", "/users/me", "--fields", "name").out) == {
        "gid": "1200000000000003",
        "name": "Maya Lindqvist",
    }
    words = ("api", "GET", "/tasks", f"project={PROJECT}")
    paged = run(*words, "limit=2").out
    assert paged == run(*words).out
    made = json.loads(run("api", "POST", "/tasks", "name=x", f'projects:=["{PROJECT}"]').out)
    assert run("api", "DELETE", f"/tasks/{made['gid']}", "--yes").code == 0
    assert last(sandbox).path == f"/tasks/{made['gid']}"


def test_files_go_up_and_down(
    sandbox: Sandbox, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_bytes(b"content")
    words = ("attachments", "create_attachment_for_object", f"parent={TASK}", "file=@a.txt")
    made = json.loads(run(*words).out)
    assert made["name"] == "a.txt"
    assert run("attachments", "download", made["gid"], "-").out == "content"
    assert run("attachments", "download", made["gid"], "b.txt").out == "7\n"
    assert Path("b.txt").read_bytes() == b"content"


# Help and completion


@pytest.mark.parametrize("words", [(), ("--help",)])
def test_the_help_lists_all_resources(words: tuple[str, ...], run: Run) -> None:
    code, out, _ = run(*words)
    assert code == 0
    for word in ("tasks", "workspaces", "login", "sandbox", "--dry-run", "Exit codes"):
        assert word in out
    assert "message" not in out.split("Resources:")[1].split("Exit codes")[0].split()


def test_methods_are_described_in_one_document_or_in_lines(run: Run) -> None:
    described = json.loads(run("methods", "tags", "--json").out)
    assert [each["name"] for each in described] == names("tags")
    lines = run("methods", "tags", "tasks.walk", "--json", "-o", "jsonl").out.splitlines()
    assert [json.loads(line)["name"] for line in lines] == [*names("tags"), "tasks.walk"]
    assert described[0]["command"] == "asana tags create_tag [NAME=VALUE ...]"
    assert (
        run("methods", "tags.get_tag").out == run("tags", "get_tag", "-h").out.split("\nOptions")[0]
    )


def test_the_help_of_a_method_is_its_docstring(run: Run) -> None:
    page = run("tasks", "create_task", "--help").out
    for text in ("asana tasks create_task [NAME=VALUE ...]", "One of `workspace`, `projects`"):
        assert text in page
    assert "  completed=true|false\n" in page
    assert "POST /tasks   (scope tasks:write)" in page
    assert "create_task" in run("tasks").out
    assert "stdin" in run("login", "--help").out
    assert run("--version").out == f"asana {asana.__version__}\n"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("asana tas", ["task_templates", "tasks"]),
        ("asana tasks del", ["delete_task"]),
        ("asana tasks create_task na", ["name="]),
        ("asana --yes tasks create_task completed=t", ["completed=true"]),
        ("asana tasks create_task approval_status=p", ["approval_status=pending"]),
        ("asana tasks get_task --dr", ["--dry-run"]),
        ("asana completion f", ["fish"]),
        ('asana tasks create_task name="an open', []),
        ("asana nothing x", []),
        ("asana tasks nothing x", []),
    ],
)
def test_completion_knows_what_may_come_next(line: str, expected: list[str]) -> None:
    assert candidates(line, ["completion", "sandbox"]) == expected


def test_a_sandbox_has_its_own_options(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[list[str]] = []

    def start(words: list[str]) -> int:
        given.append(words)
        return 7

    monkeypatch.setattr("asana.sandbox.__main__.main", start)
    assert run("sandbox", "--token", "0/tests").code == 7
    assert given == [["--token", "0/tests"]]


def test_the_options_that_hold_secrets_are_known() -> None:
    assert command.SECRET == (
        "--token",
        "--access-token",
        "--api-key",
        "--client-secret",
        "--pat",
    )


def test_a_command_runs_on_a_fresh_sandbox(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    made = run("--sandbox", "tasks", "create_task", "name=x", "--workspace", "@mine")
    assert (made.code, json.loads(made.out)["name"]) == (0, "x")


def test_the_section_of_a_row_is_that_in_the_listed_project(sandbox: Sandbox, run: Run) -> None:
    client = sandbox.client()
    projects = [
        client.projects.create_project(workspace=WORKSPACE, name=name)["gid"] for name in "AB"
    ]
    task = client.tasks.create_task(name="both", projects=projects)["gid"]
    for project, name in zip(projects, ("here", "there"), strict=True):
        section = client.sections.create_section_for_project(project, name=name)["gid"]
        client.sections.add_task_for_section(section, task=task)
    for project, name in zip(projects, ("here", "there"), strict=True):
        words = ("tasks", "get_tasks_for_project", project, "--fields", "name,section")
        assert run(*words, "-o", "csv").out.splitlines() == ["name,section", f"both,{name}"]
