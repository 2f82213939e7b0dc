"""The packages of the sandbox import each other in one direction, without cycles between files."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import asana.sandbox

PACKAGE = "asana.sandbox"
FOLDER = Path(asana.sandbox.__file__).parent
MAX_LINES = 350

# The other packages that each package may import. "ground" are the errors and the test for loopback
# addresses; "face" is the public part: the package itself, and its command line.
ALLOWED = {
    "face": {"web", "data", "oauth"},
    "web": {"data", "api", "oauth", "changes", "records", "ground"},
    "data": {"api", "records", "ground"},
    "api": {"oauth", "changes", "records", "ground"},
    "oauth": {"records", "ground"},
    "changes": {"records", "ground"},
    "records": {"ground"},
    "ground": set(),
}
IN_NO_FOLDER = {
    PACKAGE: "face",
    f"{PACKAGE}.__main__": "face",
    f"{PACKAGE}.errors": "ground",
    f"{PACKAGE}.loopback": "ground",
}


def module(path: Path) -> str:
    """Return the name of a file's module."""
    parts = path.relative_to(FOLDER).with_suffix("").parts
    return ".".join([PACKAGE, *(part for part in parts if part != "__init__")])


FILES = {module(path): path for path in sorted(FOLDER.rglob("*.py"))}


def imported(name: str) -> Iterator[str]:
    """Yield the imports of a module, including those in functions and for type checking."""
    package = name if FILES[name].name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(FILES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.rsplit(".", node.level - 1)[0] if node.level else ""
            source = ".".join(filter(None, [above, node.module]))
            for alias in node.names:
                submodule = f"{source}.{alias.name}"
                yield submodule if submodule in FILES else source


IMPORTS = {name: {found for found in imported(name) if found in FILES} for name in FILES}


def room(name: str) -> str:
    """Return the package of a module."""
    return IN_NO_FOLDER.get(name) or name.removeprefix(f"{PACKAGE}.").partition(".")[0]


def test_no_two_files_import_each_other() -> None:
    TopologicalSorter(IMPORTS).prepare()  # raises CycleError with the files of a cycle


def test_rooms_depend_on_each_other_one_way() -> None:
    wrong = [
        f"{name} imports {other}"
        for name, found in IMPORTS.items()
        for other in found
        if room(other) not in {*ALLOWED[room(name)], room(name)}
    ]
    assert not wrong


def test_two_files_know_something_of_the_client() -> None:
    knowing = {
        name
        for name in FILES
        for other in imported(name)
        if other.startswith("asana.") and not other.startswith(PACKAGE)
    }
    # Both reject the same names and the same rich text.
    assert knowing == {f"{PACKAGE}.api.unknown", f"{PACKAGE}.records.values"}


def test_the_table_of_rooms_has_no_circle_and_no_room_too_many() -> None:
    assert {room(name) for name in FILES} == set(ALLOWED)
    TopologicalSorter(ALLOWED).prepare()
    used = {(room(name), room(other)) for name, found in IMPORTS.items() for other in found}
    for one, others in ALLOWED.items():
        assert others <= {other for this, other in used if this == one}, one


def test_no_file_is_long() -> None:
    lengths = {name: len(path.read_text("utf-8").splitlines()) for name, path in FILES.items()}
    assert {name: lines for name, lines in lengths.items() if lines > MAX_LINES} == {}


def test_rooms_hand_nothing_on() -> None:
    for name, path in FILES.items():
        if path.name == "__init__.py" and name != PACKAGE:
            (docstring,) = ast.parse(path.read_text(encoding="utf-8")).body
            assert isinstance(docstring, ast.Expr), name
