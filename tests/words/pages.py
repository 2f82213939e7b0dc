"""The Python code of README, docs and examples, as files for type checkers."""

import re
import shutil
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]

# Pages whose snippets use names from the surrounding text.
PRELUDES: dict[str, str] = {}

# Modules that a page shows and imports later, by the number of the snippet.
SHOWN = {
    "nightly": ("docs/tutorial/first-job.md", 0),
    "weekly": ("docs/reference/sandbox.md", 1),
}

# A snippet whose first line names a file is a module of its own. No two pages share a name.
FILE = re.compile(r"# (\w+)\.py\n")

# Too large to install for tests: what imports it is checked only if it is there.
OPTIONAL = "airflow"

# Mistakes shown on pages, which each checker must find: a word of the line.
ON_PURPOSE = {
    "docs/reference/sandbox.md": ["asignee"],
    "docs/explanation/types.md": ["complted", "complted"],
}


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def module_of(page: Path) -> str:
    return "page_" + re.sub(r"\W", "_", name_of(page).removesuffix(".md").lower())


def snippets(page: Path) -> list[str]:
    text = page.read_text(encoding="utf-8")
    return re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def can_be_checked(snippet: str) -> bool:
    return f"from {OPTIONAL}" not in snippet or find_spec(OPTIONAL) is not None


def write(folder: Path) -> list[str]:
    """Write the files of each page, its other snippets as one module, and the examples.

    :return: the names of the modules of pages
    """
    modules = {name: snippets(ROOT / page)[number] for name, (page, number) in SHOWN.items()}
    for page in PAGES:
        parts = snippets(page)
        for part in filter(can_be_checked, parts):
            if file := FILE.match(part):
                same = modules.setdefault(file[1], part) == part
                assert same, f"{name_of(page)}: another page has {file[1]}.py"
        if parts:
            rest = [part for part in parts if not FILE.match(part)]
            modules[module_of(page)] = "\n".join([PRELUDES.get(name_of(page), ""), *rest])
    for name, text in modules.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    for example in (ROOT / "examples").glob("*.py"):
        shutil.copy(example, folder)
    return list(modules)
