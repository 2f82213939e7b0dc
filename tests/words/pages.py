"""The Python code of README, docs and examples, as files for type checkers."""

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]

# Pages whose snippets use names from the surrounding text.
PRELUDES: dict[str, str] = {}

# Modules that a page shows and imports later, by the number of the snippet.
SHOWN = {"weekly": ("docs/reference/sandbox.md", 0)}

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


def write(folder: Path) -> list[str]:
    """Write the snippets of each page as one module, and the examples; return those modules."""
    modules = {name: snippets(ROOT / page)[number] for name, (page, number) in SHOWN.items()}
    for page in PAGES:
        if parts := snippets(page):
            modules[module_of(page)] = "\n".join([PRELUDES.get(name_of(page), ""), *parts])
    for name, text in modules.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    for example in (ROOT / "examples").glob("*.py"):
        shutil.copy(example, folder)
    return list(modules)
