"""The house: files import each other one way only, and so do the rooms that they are in."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import asana

PACKAGE = Path(asana.__file__).parent
FILES = {
    ".".join(file.relative_to(PACKAGE).with_suffix("").parts): file
    for file in sorted(PACKAGE.rglob("*.py"))
    if file.parent != PACKAGE / "sandbox" and PACKAGE / "sandbox" not in file.parents
}


@cache
def imports(name: str) -> set[str]:
    """Return the files that a file imports: inside of functions and for types only as well."""
    file = FILES[name]
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            found |= imported(name, node)
        elif isinstance(node, ast.Import):
            found |= {alias.name.removeprefix("asana.") for alias in node.names}
    return {each for each in found if each in FILES} - {name}


def imported(name: str, node: ast.ImportFrom) -> set[str]:
    """Return what may be files in one ``from … import``."""
    package = name.split(".")[: -node.level] if node.level else []
    module = [part for part in (node.module or "").split(".") if part]
    if not node.level:
        if module[:1] != ["asana"]:
            return set()
        module = module[1:]
    base = ".".join([*package, *module])
    inside = {f"{base}.{alias.name}".strip(".") for alias in node.names}
    files = {each for each in inside if each in FILES}
    files |= {f"{each}.__init__" for each in inside if f"{each}.__init__" in FILES}
    return files or {base if base in FILES else f"{base}.__init__".strip(".")}


def circle(name: str, path: tuple[str, ...] = ()) -> tuple[str, ...] | None:
    """Return a way from a file back to itself, or None."""
    if name in path:
        return path[path.index(name) :]
    for each in sorted(imports(name)):
        found = None if each in done else circle(each, (*path, name))
        if found:
            return found
    done.add(name)
    return None


done: set[str] = set()


def test_no_files_import_each_other() -> None:
    found = [way for name in FILES if (way := circle(name))]
    assert found == []


def room(name: str) -> str:
    """Return the room of a file: its folder, or its own name where it is in the root."""
    return name.partition(".")[0]


# The rooms and the files of the root that each of them knows.
KNOWS: dict[str, set[str]] = {
    "version": set(),
    "records": {"_call", "error"},
    "error": {"types"},
    "tracing": {"error"},
    "options": {"_call"},
    "types": set(),
    "_call": set(),
    "_http": {"_call", "error", "records", "tracing"},
    "page_iterator": {"_call", "_http", "error", "options", "records"},
    "_verbs": {"_call", "_http", "options", "page_iterator", "records"},
    "rich_text": {"_call"},
    "stores": {"_call", "types"},
    "feed": {"_call", "_verbs", "error", "page_iterator", "records", "stores", "types"},
    "_above": {"_call", "_verbs", "error", "options", "page_iterator", "records", "types"},
    "fields": {"_above", "_call", "_verbs", "error", "records", "types"},
    "_importing": {
        "_above",
        "_call",
        "_http",
        "_verbs",
        "error",
        "fields",
        "records",
        "rich_text",
    },
    "importing": {"_call", "_importing", "_verbs", "records"},
    "tables": {"_call", "fields", "records"},
    "mirror": {"_call", "_verbs", "error", "feed", "records", "types"},
    "upgrade": {"_call", "resources"},
    "_exporting": {
        "_above",
        "_call",
        "_http",
        "_verbs",
        "error",
        "feed",
        "fields",
        "importing",
        "options",
        "page_iterator",
        "records",
        "rich_text",
    },
    "exporting": {"_call", "_exporting", "_verbs", "feed", "options", "records"},
    "webhook": {"_call", "stores", "types"},
    "resources": {
        "_above",
        "_call",
        "_http",
        "_verbs",
        "error",
        "exporting",
        "feed",
        "fields",
        "importing",
        "mirror",
        "page_iterator",
        "records",
        "stores",
        "types",
        "webhook",
    },
    "oauth": {"_call", "_http", "error", "options", "types"},
    "session": {"_http", "oauth", "types"},
    "batch": {"_call", "_http", "_verbs", "error", "options", "records", "resources", "types"},
    "client": {
        "_call",
        "_http",
        "_verbs",
        "batch",
        "error",
        "options",
        "page_iterator",
        "records",
        "resources",
        "session",
        "types",
        "version",
    },
    "schema": {"_call", "fields", "resources", "types"},
    "login": {
        "_above",
        "_http",
        "client",
        "error",
        "options",
        "records",
        "session",
        "stores",
        "types",
    },
    "cli": {
        "_call",
        "_http",
        "client",
        "error",
        "fields",
        "login",
        "resources",
        "rich_text",
        "schema",
        "session",
        "tables",
        "version",
    },
    "__main__": {"cli"},
}


@pytest.mark.parametrize("name", [name for name in FILES if room(name) in KNOWS])
def test_each_room_knows_what_is_below_it(name: str) -> None:
    known = {room(each) for each in imports(name)} - {room(name)}
    assert known <= KNOWS[room(name)]


def test_only_the_command_line_and_the_plugin_of_pytest_know_the_sandbox() -> None:
    found = {room(name) for name in FILES for each in imports(name) if room(each) == "sandbox"}
    assert found <= {"cli", "pytest_plugin"}


def test_nothing_knows_the_codemod() -> None:
    found = {room(name) for name in FILES for each in imports(name) if room(each) == "upgrade"}
    assert found <= {"upgrade"}


def test_only_the_codemod_knows_libcst() -> None:
    found = {
        room(name)
        for name, file in FILES.items()
        if re.search(r"^\s*(import|from) libcst\b", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert found == {"upgrade"}


def test_every_room_is_in_the_table() -> None:
    rooms = {room(name) for name in FILES}
    assert rooms - KNOWS.keys() == {"__init__", "pytest_plugin"}


def test_each_file_says_which_names_are_its_own() -> None:
    for name, file in FILES.items():
        tree = ast.parse(file.read_text(encoding="utf-8"))
        own = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        listed = any(
            isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
            for node in tree.body
        )
        public = [each.name for each in own if not each.name.startswith("_")]
        assert listed or not public or name.startswith("sandbox"), name


def test_each_folder_is_a_package() -> None:
    folders = {file.parent for file in PACKAGE.rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []
