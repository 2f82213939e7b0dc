"""Records the terminal that README shows, as an SVG: ``python -m tests.docs.recording``."""

from html import escape
from pathlib import Path

from tests.cli.session import on_a_terminal, prepared
from tests.docs.snippets import ROOT, environment

PICTURE = ROOT / "docs/terminal.svg"

SCRIPT = """\
import asana

client = asana.Client.access_token()  # ASANA_ACCESS_TOKEN
workspace = client.users.me()["workspaces"][0]
task = client.tasks.create_task(
    workspace=workspace["gid"], name="Order cups", assignee="me"
)
print("created", task["gid"])
"""
CUPS = "1200000000000339"  # what the script creates
COMMANDS = [
    "cat order.py",
    "python order.py",
    "asana tasks get_tasks workspace=@mine assignee=me --fields name,due_on --limit 3",
    f"asana tasks update_task {CUPS} due_on=2026-03-20 --fields name,due_on",
    f"asana tasks update_task {CUPS} asignee=me",
]

COLUMNS = 84

# Pixels, and seconds.
CHARACTER, LINE, MARGIN = 8.43, 20, 18
PAUSE, STEP, WHOLE = 1.2, 0.06, 6.0

HEAD = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" \
viewBox="0 0 {width} {height}" role="img">
<style>
rect {{ fill: #1f2430; }}
text {{ font: 14px ui-monospace, Menlo, Consolas, monospace; fill: #d7dce2; white-space: pre; }}
.command {{ fill: #ffffff; font-weight: bold; }}
.prompt {{ fill: #7fd88f; }}
@media (prefers-reduced-motion: no-preference) {{
text {{ animation: {seconds:.2f}s step-end infinite; }}
}}
</style>
<rect width="100%" height="100%" rx="8"/>
"""


def record() -> list[tuple[str, bool]]:
    """Return the lines that the terminal shows, and of each whether it is a command."""
    lines = []
    with prepared() as (sandbox, _, folder):
        Path(folder, "order.py").write_text(SCRIPT, encoding="utf-8")
        shell = environment(sandbox, Path(folder))
        for command in COMMANDS:
            lines.append((command, True))
            shown = on_a_terminal(command, shell, folder).rstrip()
            lines += [(part, False) for line in shown.splitlines() for part in _wrapped(line)]
    return lines


def _wrapped(line: str) -> list[str]:
    return [line[start : start + COLUMNS] for start in range(0, max(len(line), 1), COLUMNS)]


def draw(lines: list[tuple[str, bool]]) -> str:
    """Return an SVG that shows all lines for a time, and then again one after the other."""
    times = _times(lines)
    seconds = WHOLE + times[-1]
    width = int(2 * MARGIN + CHARACTER * max(len(line) + 2 for line, _ in lines))
    height = 2 * MARGIN + LINE * len(lines)
    parts = [HEAD.format(width=width, height=height, seconds=seconds)]
    for number, ((line, is_command), time) in enumerate(zip(lines, times, strict=True)):
        gone, back = 100 * WHOLE / seconds, 100 * (WHOLE + time) / seconds
        steps = f"0% {{ opacity: 1; }} {gone:.2f}% {{ opacity: 0; }} {back:.2f}% {{ opacity: 1; }}"
        frames = f"<style>@keyframes l{number} {{ {steps} }}</style>\n" if time else ""
        text = escape(line, quote=False)
        if is_command:
            text = f'<tspan class="prompt">$ </tspan><tspan class="command">{text}</tspan>'
        place = f'x="{MARGIN}" y="{MARGIN + LINE * number + 14}"'
        parts.append(f'{frames}<text {place} style="animation-name: l{number}">{text}</text>\n')
    return "".join([*parts, "</svg>\n"])


def _times(lines: list[tuple[str, bool]]) -> list[float]:
    """Return when each line appears."""
    times, now = [], 0.0
    for _, is_command in lines:
        times.append(now)
        now += PAUSE if is_command else STEP
    return times


if __name__ == "__main__":
    PICTURE.write_text(draw(record()), encoding="utf-8")
