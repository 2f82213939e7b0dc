"""Imports into the sandbox: what is created, in which order, and the effect of a second run."""

import inspect
from pathlib import Path
from typing import Any

import pytest

import asana
from asana.error import AsanaError, NoAuthorizationError, ReadOnlyError
from asana.importing import Importer, InvalidRowsError, JournalError
from tests.importing.conftest import Place


def row(key: str, name: str | None = None, **more: Any) -> dict[str, Any]:
    return {"key": key, "name": name or key.upper(), **more}


def test_everything_that_a_row_may_have_is_created(place: Place, tmp_path: Path) -> None:
    place.add_field("Budgeted", "number", precision=2)
    place.add_field("Phase", "enum", enum_options=[{"name": "Plan"}, {"name": "Build"}])
    path = tmp_path / "Über.txt"
    path.write_bytes(b"12345")
    me = place.client.users.me()
    with place.importer() as importer:
        importer.task(
            key="a",
            name="Pack",
            section="To do",
            assignee=me["name"],
            due_on="2027-03-01",
            start_on="2027-02-01",
            tags=["new tag", "other tag"],
            followers=[me["email"]],
            custom_fields={"Budgeted": 12.5, "Phase": "Build"},
            notes_markdown="Mind the **glasses**",
            comments=["one", {"markdown": "_two_"}, {"html_text": "<body>three</body>"}],
            attachments=[path, ("note.txt", b"1")],
            completed=True,
        )
        importer.task(key="b", name="Box", parent="a", due_at="2027-03-01T09:00:00+02:00")
        importer.task(key="c", name="Drive", dependencies=["a", "b"], resource_subtype="milestone")
    report = importer.report
    task = place.client.tasks.get_task(report.gids["a"])
    rich = place.client.tasks.get_task(report.gids["a"], fields=["html_notes"])
    assert (report.made, report.complete) == (3, True)
    assert str(report) == "3 made, 0 changed, 0 skipped, 0 failed, 0 unsettled"
    assert (task["name"], task["due_on"], task["start_on"]) == ("Pack", "2027-03-01", "2027-02-01")
    assert task["assignee"]
    assert task["assignee"]["gid"] == me["gid"]
    assert task["completed"] is True
    assert rich["html_notes"] == "<body>Mind the <strong>glasses</strong></body>"
    assert [tag["name"] for tag in task["tags"]] == ["new tag", "other tag"]
    assert task["memberships"][0]["section"]["name"] == "To do"
    values = {each["name"]: each["display_value"] for each in task["custom_fields"]}
    assert values == {"Budgeted": "12.50", "Phase": "Build"}
    assert place.comments(report.gids["a"]) == ["one", "two", "three"]
    assert place.files(report.gids["a"]) == [("Über.txt", 5), ("note.txt", 1)]
    assert place.subtasks(report.gids["a"]) == ["Box"]
    assert place.client.tasks.get_task(report.gids["b"])["due_at"] == "2027-03-01T07:00:00.000Z"
    found = place.client.tasks.get_dependencies_for_task(report.gids["c"])
    assert {each["gid"] for each in found} == {report.gids["a"], report.gids["b"]}


def test_a_second_run_writes_nothing(place: Place) -> None:
    rows = [row("a", tags=["x"], comments=["one"]), row("b", parent="a"), row("c", section="New")]
    place.run(*rows)
    place.written()
    report = place.run(*rows)
    assert (report.made, report.skipped, report.writes) == (0, 3, {})
    assert place.written() == []


def test_tasks_stand_in_the_order_of_their_rows(place: Place) -> None:
    names = [f"{number:02}" for number in range(40)]
    rows = [row(name, section=["One", "Two"][number % 2]) for number, name in enumerate(names)]
    rows += [row(f"sub {name}", parent="00") for name in names]
    report = place.run(*rows)
    assert place.names("One") == names[::2]
    assert place.names("Two") == names[1::2]
    assert place.subtasks(report.gids["00"]) == [f"SUB {name}" for name in names]


def test_sections_are_created_in_the_order_of_the_rows(place: Place) -> None:
    place.run(row("a", section="Z"), row("b", section="A"), row("c", section="Z"))
    found = place.client.sections.get_sections_for_project(place.project)
    assert [each["name"] for each in found] == ["Untitled section", "Z", "A"]


def test_what_is_there_is_used_whatever_its_case(place: Place) -> None:
    place.client.tags.create_tag(name="Urgent", workspace=place.workspace)
    place.client.sections.create_section_for_project(place.project, name="To Do")
    report = place.run(row("a", section="to do", tags="urgent, NEW, new"))
    assert report.writes == {"tag": 1, "task": 1}


def test_rows_that_are_added_later_take_their_places(place: Place) -> None:
    place.run(row("a"), row("d"))
    place.run(row("a"), row("b"), row("c"), row("d"), row("e"))
    assert place.names() == ["A", "B", "C", "D", "E"]


def test_what_was_moved_by_hand_stays_there(place: Place) -> None:
    rows = [row("a"), row("b"), row("c")]
    report = place.run(*rows)
    place.client.tasks.add_project_for_task(
        report.gids["a"], project=place.project, insert_after=report.gids["c"]
    )
    place.run(*rows)
    place.run(*rows, row("d"))
    assert place.names() == ["B", "C", "D", "A"]


def test_tasks_that_were_there_stay_below(place: Place) -> None:
    place.client.tasks.create_task(name="Old", projects=[place.project])
    place.run(row("a"), row("b"))
    assert place.names() == ["A", "B", "Old"]


def test_parents_and_dependencies_may_come_later(place: Place) -> None:
    report = place.run(row("a", parent="b", dependencies=["c"]), row("b", parent="c"), row("c"))
    assert place.names() == ["C"]
    assert place.subtasks(report.gids["c"]) == ["B"]
    assert place.subtasks(report.gids["b"]) == ["A"]


def test_a_row_of_an_earlier_run_can_be_a_parent(place: Place) -> None:
    report = place.run(row("a"))
    place.run(row("b", parent="a", dependencies=["a"]))
    assert place.subtasks(report.gids["a"]) == ["B"]


def test_the_same_comment_may_stand_twice(place: Place) -> None:
    report = place.run(row("a", comments=["ping", "ping", "pong", "ping"]))
    assert place.comments(report.gids["a"]) == ["ping", "ping", "pong", "ping"]


# -- wrong rows


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"name": "A"}, "key is missing"),
    ({"key": "a"}, "name is missing"),
    (row("a", nmae="x"), "there is no field 'nmae'; did you mean 'name'?"),
    (row("a", due_on="1.3.2027"), "due_on: must be a date such as 2027-03-01, not '1.3.2027'"),
    (row("a", due_on="2027-02-30"), "due_on: must be a date such as"),
    (row("a", due_on=5), "due_on: must be a date, not int"),
    (row("a", due_at="2027-03-01T09:00:00"), "due_at: a time is written"),
    (
        row("a", due_on="2027-03-01", due_at="2027-03-01T09:00:00Z"),
        "pass only one of due_on, due_at",
    ),
    (row("a", start_on="2027-03-01"), "a start date requires a due date"),
    (row("a", notes="x", notes_markdown="y"), "pass only one of notes, notes_markdown"),
    (row("a", html_notes="<body><p>x</p></body>"), "html_notes: "),
    (row("a", assignee="Nobody Atall"), "assignee: none of the"),
    (row("a", followers=["me", "nobody@example.com"]), "followers: none of the"),
    (row("a", custom_fields={"Nothing": 1}), "custom_fields: no custom field 'Nothing'"),
    (row("a", custom_fields={"Phase": "Paln"}), "did you mean 'Plan'?"),
    (
        row("a", custom_fields={"Budgeted": "much"}),
        "'Budgeted' must be a number such as 1234.5, not 'much'",
    ),
    (row("a", custom_fields=["Budgeted"]), "custom_fields: must be a dictionary"),
    (row("a", parent="aa"), "parent: no row has the key 'aa'"),
    (row("a", parent="a"), "the row is its own ancestor"),
    (row("a", parent="b", section="To do"), "a row cannot have both a parent and a section"),
    (row("a", parent="b", custom_fields={"Budgeted": 1}), "a subtask has none"),
    (row("a", dependencies=["zz"]), "dependencies: no row has the key 'zz'"),
    (row("a", dependencies=["a"]), "the row depends on itself"),
    (row("b"), "row 1 has the same key"),
    (row("a", comments=[{"text": "x", "html_text": "y"}]), "comments: a comment must be a string,"),
    (row("a", comments=[5]), "comments: must be a string, not int"),
    (row("a", attachments=["/nowhere/at/all"]), "attachments: the file"),
    (row("a", attachments=[b"content"]), "attachments: bytes require a name"),
    (row("a", completed="perhaps"), "completed: must be true or false, not 'perhaps'"),
    (row("a", resource_subtype="section"), "resource_subtype: must be one of default_task"),
    (row("a", tags=["\ud800"]), "tags: it is not valid text"),
    (row("a", section="Twice"), "section: 2 sections in"),
]


@pytest.mark.parametrize(("wrong", "reason"), WRONG, ids=[reason for _, reason in WRONG])
def test_a_wrong_row_is_refused_before_anything_is_written(
    place: Place, wrong: dict[str, Any], reason: str
) -> None:
    place.add_field("Budgeted", "number", precision=2)
    place.add_field("Phase", "enum", enum_options=[{"name": "Plan"}, {"name": "Build"}])
    for _ in range(2):
        place.client.sections.create_section_for_project(place.project, name="Twice")
    place.written()
    with pytest.raises(InvalidRowsError) as raised:
        place.run(row("b", tags=["new"]), wrong)
    [problem] = raised.value.problems
    assert problem.where == "row 2"
    assert reason in problem.reason
    assert str(problem) in str(raised.value)
    assert isinstance(raised.value, ValueError)
    assert place.written() == []


def test_all_problems_are_raised_together(place: Place) -> None:
    rows = [row(f"{n}", parent=f"{n + 1}" if n < 8 else "0", assignee="Nobody") for n in range(9)]
    with pytest.raises(InvalidRowsError) as raised:
        place.run(*rows, *(row(f"x{n}", due_on="never") for n in range(30)))
    assert len(raised.value.problems) == 39 + 9
    assert "… and 28 more" in str(raised.value)
    assert "see the first row with 'Nobody'" in str(raised.value.problems)


def test_a_task_has_a_limit_of_dependencies_and_dependents(place: Place) -> None:
    rows = [row(f"{n}", dependencies=["a"]) for n in range(31)]
    with pytest.raises(InvalidRowsError, match="at most 30 dependencies and dependents"):
        place.run(row("a"), *rows)
    assert place.run(row("a"), *rows[1:]).complete


def test_rows_can_be_mended_and_run_again(place: Place) -> None:
    with pytest.raises(InvalidRowsError):
        place.run(row("a"), row("a"))
    assert place.run(row("a"), row("b")).made == 2


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"concurrency": 0}, ValueError, "concurrency must be a positive whole number, not 0"),
        ({"grace": -1}, ValueError, "grace must be a non-negative number of seconds, not -1"),
        ({"progress": 3}, TypeError, "progress must be True or a function, not int"),
    ],
)
def test_options_are_checked(
    place: Place, options: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        place.importer(**options)
    assert place.sandbox.requests == []


# -- updates


def test_changed_rows_are_written_on_request_only(place: Place) -> None:
    field = place.add_field("Budgeted", "number", precision=2)
    before = row(
        "a",
        section="One",
        tags=["x", "y"],
        due_on="2027-03-01",
        start_on="2027-02-01",
        notes="Old",
        assignee="me",
        custom_fields={"Budgeted": 1},
        comments=["one"],
        dependencies=["b"],
        completed=True,
    )
    after = row(
        "a",
        "Renamed",
        section="Two",
        tags=["y", "z"],
        due_on="2027-04-01",
        comments=["one", "two"],
        attachments=[("new.txt", b"1")],
        dependencies=["c"],
        followers=["me"],
    )
    rest = [row("b", section="Two"), row("c")]
    gid = place.run(before, *rest).gids["a"]
    place.written()
    report = place.run(after, *rest)
    assert (report.skipped, report.outdated, report.changed) == (3, 1, 0)
    assert place.written() == []
    report = place.run(after, *rest, update=True)
    task = place.client.tasks.get_task(gid)
    assert (report.made, report.changed, report.skipped) == (0, 1, 2)
    assert (task["name"], task["due_on"], task["start_on"]) == ("Renamed", "2027-04-01", None)
    assert (task["notes"], task["assignee"], task["completed"]) == ("", None, False)
    assert sorted(tag["name"] for tag in task["tags"]) == ["y", "z"]
    values = {each["gid"]: each["number_value"] for each in task["custom_fields"]}
    assert values == {field: None}
    assert place.names("Two") == ["Renamed", "B"]
    assert place.comments(gid) == ["one", "two"]
    assert place.files(gid) == [("new.txt", 1)]
    found = place.client.tasks.get_dependencies_for_task(gid)
    assert [each["name"] for each in found] == ["C"]
    place.written()
    assert place.run(after, *rest, update=True).skipped == 3
    assert place.written() == []


def test_an_update_changes_nothing_that_the_rows_did_not(place: Place) -> None:
    gid = place.run(row("a", due_on="2027-03-01")).gids["a"]
    place.client.tasks.update_task(gid, name="By hand", notes="By hand")
    place.run(row("a", due_on="2027-03-02"), update=True)
    task = place.client.tasks.get_task(gid)
    assert (task["name"], task["notes"], task["due_on"]) == ("By hand", "By hand", "2027-03-02")


def test_a_task_can_move_below_another_and_back(place: Place) -> None:
    report = place.run(row("a"), row("b", section="S"), row("c", parent="a"))
    place.run(row("a"), row("b", parent="a"), row("c", parent="a"), update=True)
    assert place.subtasks(report.gids["a"]) == ["B", "C"]
    assert place.names() == ["A"]
    place.run(row("a"), row("b", section="S"), row("c"), update=True)
    assert place.subtasks(report.gids["a"]) == []
    assert place.names() == ["A", "C", "B"]


def test_notes_may_become_rich(place: Place) -> None:
    gid = place.run(row("a", notes="Plain")).gids["a"]
    place.run(row("a", notes_markdown="**Rich**"), update=True)
    assert place.client.tasks.get_task(gid)["notes"] == "Rich"
    place.run(row("a", notes="Plain"), update=True)
    assert place.client.tasks.get_task(gid)["notes"] == "Plain"


def test_a_tag_or_section_with_the_name_of_a_key_is_no_change_of_its_row(place: Place) -> None:
    place.run(row("x"), row("z"))
    report = place.run(row("x"), row("z"), row("y", tags=["x"], section="z"))
    assert (report.made, report.changed, report.skipped) == (1, 0, 2)
    assert report.writes == {"tag": 1, "section": 1, "task": 1}


def test_the_options_have_the_same_defaults_everywhere(place: Place) -> None:
    method = inspect.signature(place.client.projects.importer).parameters
    own = inspect.signature(Importer).parameters
    expected = {
        "update": False, "dry_run": False, "concurrency": 10, "grace": 60, "progress": None
    }  # fmt: skip
    for parameters in (method, own):
        found = {name: each.default for name, each in parameters.items() if name in expected}
        assert found == expected


# -- dry runs


def test_a_dry_run_writes_nothing(place: Place) -> None:
    rows = [row("a", section="New", tags=["t"], comments=["c"], attachments=[("f", b"")])]
    rows.append(row("b", dependencies=["a"]))
    report = place.run(*rows, dry_run=True)
    assert report.steps == [
        "create the tag 't'",
        "create the section 'New'",
        "create the task 'A' (row 1)",
        "comment on 'A' (row 1)",
        "attach f to 'A' (row 1)",
        "create the task 'B' (row 2)",
        "add 1 dependency to 'B' (row 2)",
    ]
    assert "would create the tag 't'" in str(report)
    assert place.written() == []
    assert not place.journal.exists()


def test_a_dry_run_after_a_run_says_what_is_left(place: Place) -> None:
    place.run(row("a"))
    report = place.run(row("a", "Other"), row("b"), dry_run=True, update=True)
    assert report.steps == ["update the task 'Other' (row 1)", "create the task 'B' (row 2)"]
    assert place.run(row("a"), row("b")).made == 1


# -- failures


def test_a_refused_row_does_not_stop_the_others(place: Place) -> None:
    place.sandbox.faults.add(status=403, route="create_task", times=1, message="Not this one")
    rows = [row("a"), row("b", parent="a", comments=["x"]), row("c", dependencies=["a"])]
    rows.append(row("d"))
    report = place.run(*reversed(rows), concurrency=1)  # so that the fault meets row a
    reasons = {problem.key: problem.reason for problem in report.failed}
    assert "Not this one" in reasons["a"]
    assert reasons["b"] == "the task of the row 'a' could not be created"
    assert reasons["c"] == "dependencies: the task of the row 'a' could not be created"
    assert (report.made, report.complete) == (2, False)
    assert place.run(*reversed(rows)).complete
    assert place.names() == ["D", "C", "A"]


def test_a_refused_comment_is_tried_again_in_the_next_run(place: Place) -> None:
    place.sandbox.faults.add(status=403, route="create_story_for_task", times=1)
    report = place.run(row("a", comments=["one"]))
    assert [problem.key for problem in report.failed] == ["a"]
    assert place.run(row("a", comments=["one"])).complete
    assert place.comments(report.gids["a"]) == ["one"]


def test_a_refused_tag_fails_its_rows(place: Place) -> None:
    place.sandbox.faults.add(status=403, route="create_tag", times=1)
    report = place.run(row("a", tags=["t"]), row("b"))
    assert report.made == 1
    assert [str(each).partition(":")[0] for each in report.failed] == ["tag (t)", "row 1 (a)"]
    assert report.failed[1].reason == "the tag 't' could not be created"


def test_a_refused_tag_fails_the_update_of_its_row(place: Place) -> None:
    place.run(row("a"))
    place.sandbox.faults.add(status=403, route="create_tag", times=1)
    report = place.run(row("a", tags=["t"]), update=True)
    assert [(each.where, each.key) for each in report.failed] == [("tag", "t"), ("row 1", "a")]
    assert report.failed[1].reason == "the tag 't' could not be created"


def test_a_refused_section_fails_its_rows(place: Place) -> None:
    place.sandbox.faults.add(status=403, route="create_section_for_project", times=1)
    report = place.run(row("a", section="S"), row("b"))
    assert report.made == 1
    assert [str(each).partition(":")[0] for each in report.failed] == ["section (S)", "row 1 (a)"]
    assert report.failed[1].reason == "the section 'S' could not be created"


def test_unsettled_writes_are_reported_by_what_they_create(place: Place) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr("asana._importing.run.MOST_IDLE", 1)
        for route in ("create_tag", "create_section_for_project", "create_task"):
            place.sandbox.faults.add("drop_before", route=route)
        report = place.run(row("a", tags=["t"], section="S"), row("b"))
        unknown = "the outcome of the request is unknown"
        waiting = "it depends on objects that have not been created"
        assert sorted(str(each) for each in report.unsettled) == [
            f"row 2 (b): task: {unknown}",
            f"the section (S): section: {unknown}",
            f"the tag (t): tag: {unknown}",
        ]
        assert [str(each) for each in report.failed] == [f"row 1 (a): {waiting}"]


def test_a_value_that_asana_refuses_fails_its_row(place: Place) -> None:
    place.add_field("Remark", "text")
    report = place.run(row("a", custom_fields={"Remark": "\ud800"}), row("b"))
    assert [problem.key for problem in report.failed] == ["a"]
    assert "a character that is not allowed" in report.failed[0].reason
    assert place.names() == ["B"]


def test_a_file_whose_name_cannot_be_sent_fails_its_row(place: Place, tmp_path: Path) -> None:
    path = tmp_path / "\udcff.txt"
    try:
        path.write_bytes(b"1")
    except (OSError, UnicodeError):
        return  # this system does not allow such a file name
    report = place.run(row("a", attachments=[path, ("b.txt", b"2")]))
    assert [problem.key for problem in report.failed] == ["a"]
    assert "not valid text" in report.failed[0].reason
    assert place.files(report.gids["a"]) == [("b.txt", 1)]


def test_a_file_that_vanishes_is_a_failure(place: Place, tmp_path: Path) -> None:
    path = tmp_path / "there"
    path.write_bytes(b"1")
    with place.importer() as importer:
        importer.task("a", "A", attachments=[path])
        path.unlink()
    assert "No such file" in importer.report.failed[0].reason


@pytest.mark.parametrize(
    ("fault", "error"), [("expired_token", NoAuthorizationError), ("drop_before", AsanaError)]
)
def test_a_run_ends_when_nothing_gets_through(
    place: Place, fault: str, error: type[Exception]
) -> None:
    with place.importer() as importer:
        importer.task("a", "A")
        place.sandbox.faults.add(fault)
        with pytest.raises(error):
            importer.run()
    place.sandbox.faults.clear()
    assert place.run(row("a")).made == 1
    assert place.names() == ["A"]


def test_a_client_that_only_reads_can_do_a_dry_run(place: Place) -> None:
    place.client.options["read_only"] = True
    assert place.run(row("a"), dry_run=True).steps == ["create the task 'A' (row 1)"]
    with pytest.raises(ReadOnlyError):
        place.run(row("a"))
    place.client.options["read_only"] = False
    assert place.run(row("a")).made == 1


def test_an_unknown_project_leaves_no_journal(place: Place) -> None:
    with pytest.raises(asana.error.NotFoundError):
        place.client.projects.importer("1", place.journal)
    assert not place.journal.exists()


def test_options_of_the_client_do_not_get_in_the_way(place: Place) -> None:
    place.client.options.update(
        fields=["completed"], full_payload=True, item_limit=1, iterator_type=None, page_size=2
    )
    rows = [row(f"{n}", tags=[f"t{n}"], parent="0" if n else None) for n in range(5)]
    assert place.run(*rows).made == 5
    assert place.run(*rows).skipped == 5


def test_an_exception_in_the_block_imports_nothing(place: Place) -> None:
    def fail() -> None:
        with place.importer() as importer:
            importer.task("a", "A")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert place.names() == []
    assert place.run(row("a")).made == 1


def test_free_plans_have_no_custom_fields(tmp_path: Path) -> None:
    with asana.sandbox.Sandbox(plan="free") as sandbox:
        place = Place(sandbox, tmp_path)
        with pytest.raises(InvalidRowsError, match="paid plan"):
            place.run(row("a", custom_fields={"Budgeted": 1}))
        assert place.run(row("a")).made == 1


# -- progress


def test_a_function_is_told_the_progress(place: Place) -> None:
    told: list[tuple[int, int]] = []
    place.run(row("a", comments=["x"]), row("b"), progress=lambda *both: told.append(both))
    assert told[0] == (0, 3)
    assert (3, 3) in told
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_progress_can_be_a_bar(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    class Bar:
        bars: list["Bar"] = []

        def __init__(self, unit: str) -> None:
            self.n, self.total = 0, 0
            self.bars.append(self)

        def __enter__(self) -> "Bar":
            return self

        def __exit__(self, *_: object) -> None: ...

        def update(self, count: int) -> None:
            self.n += count

    module = type(asana)("tqdm")
    module.__dict__["tqdm"] = Bar
    monkeypatch.setitem(__import__("sys").modules, "tqdm", module)
    # In the order of the rows: a task that comes too early is moved, which is a write more.
    place.run(row("a"), row("b"), progress=True, concurrency=1)
    assert [(bar.n, bar.total) for bar in Bar.bars] == [(2, 2)]


def test_a_bar_needs_tqdm(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "tqdm", None)
    with pytest.raises(ImportError, match="pip install tqdm"):
        place.run(row("a"), progress=True)


# -- the journal


def test_a_journal_is_used_by_one_import_at_a_time(place: Place) -> None:
    with place.importer() as importer:
        with pytest.raises(JournalError, match="another import is using it"):
            place.importer()
        importer.task("a", "A")
    assert place.run(row("a")).skipped == 1


def test_a_journal_belongs_to_one_project(place: Place) -> None:
    place.run(row("a"))
    place.project = place.new_project()
    with pytest.raises(JournalError, match="belongs to the import into another project"):
        place.run(row("a"))
