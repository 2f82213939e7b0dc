"""Make a release of this repository from a clean, up-to-date release branch.

It checks that everything is ready. In a temporary clone, it builds the sdist and the wheel twice,
which must give the same files, and the documentation, in which a warning or a broken link is an
error. Then it sets the version in asana/version.py, dates its entry in CHANGELOG.md, commits, tags,
and pushes the branch and the tag together. If a step fails, all changes are undone.

Nothing is uploaded to a package index. The tag starts .github/workflows/release.yml, which builds
the same files, attests them, and attaches them to a GitHub release. Copies are in dist/.

It needs git 2.29 or newer, and some packages in the environment of this Python. The build uses
those and no network:
python -m pip install '.[docs]' build twine 'setuptools>=68' wheel
"""

import argparse
import re
import shlex
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from distributions import Stopped, build_twice, run, sums

ROOT = Path(__file__).resolve().parent
VERSION_FILE = "asana/version.py"
CHANGELOG = "CHANGELOG.md"
TOOLS = (
    *("build", "twine", "setuptools", "wheel"),
    *("sphinx", "furo", "myst-parser", "sphinx-reredirects"),
)
SITE = (sys.executable, "-m", "sphinx", "-q", "-E", "-W", "--keep-going", "-b", "html", "docs")
LINKS = (sys.executable, "docs/_ext/asana_site/links.py")
CHECK = (sys.executable, "-m", "twine", "check", "--strict")
SIGNALS = [getattr(signal, s) for s in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, s)]

NUMBER = r"(0|[1-9][0-9]{0,8})"
VERSION = re.compile(rf"{NUMBER}\.{NUMBER}\.{NUMBER}(?:(\.dev|rc){NUMBER})?")
STAGES = {".dev": 0, "rc": 1, None: 2}
VERSION_LINE = re.compile(r'^__version__ = "([^"\n]+)"(?=\r?$)', re.MULTILINE)


class Release(NamedTuple):
    """The version to release, and the branch and remote."""

    version: str
    root: Path
    branch: str = "main"
    remote: str = "origin"
    time: int = 0  # of the commit, and in the distributions

    @property
    def tag(self) -> str:
        """The name of the tag."""
        return f"v{self.version}"

    def commands(self) -> list[list[str]]:
        """Return the git commands of the release, to run after the files are written."""
        message = f"Release {self.version}"
        refs = [f"refs/heads/{self.branch}", f"refs/tags/{self.tag}"]
        return [
            ["git", "commit", "--quiet", "--message", message, "--", VERSION_FILE, CHANGELOG],
            ["git", "tag", "--annotate", "--message", message, self.tag],
            ["git", "push", "--atomic", self.remote, *refs],
        ]


def parse_version(text: str) -> tuple[int, ...]:
    """Return a key to compare versions: X.Y.Z.devN < X.Y.ZrcN < X.Y.Z."""
    found = VERSION.fullmatch(text)
    if found is None:
        raise Stopped(f"{text!r} is not a version of the form X.Y.Z or X.Y.ZrcN")
    *numbers, stage, number = found.groups()
    return (*map(int, numbers), STAGES[stage], int(number or 0))


def set_version(text: str, version: str) -> str:
    """Return the text of the version file with a new version, greater than the current one."""
    found = VERSION_LINE.findall(text)
    if len(found) != 1:
        raise Stopped(f'{VERSION_FILE} needs exactly one line __version__ = "..."')
    if parse_version(version)[3] == STAGES[".dev"]:
        raise Stopped(f"{version} is a development version; releases are X.Y.Z or X.Y.ZrcN")
    if parse_version(version) <= parse_version(found[0]):
        raise Stopped(f"{version} is not greater than the current version, {found[0]}")
    return VERSION_LINE.sub(f'__version__ = "{version}"', text)


def date_entry(changelog: str, version: str, today: date) -> str:
    """Return the changelog with the entry of the version dated; raise if the entry is empty."""
    heading, text = find_entry(changelog, version)
    if not re.sub(r"^#.*$|^\[[^\]]+\]:.*$|(?s:<!--.*?-->)", "", text, flags=re.M).strip():
        raise Stopped(f"the entry of {version} in {CHANGELOG} is empty")
    if heading[2]:
        return changelog
    dated = f"{heading[1]} - {today.isoformat()}"
    return f"{changelog[: heading.start()]}{dated}{changelog[heading.end() :]}"


def find_entry(changelog: str, version: str) -> tuple[re.Match[str], str]:
    """Return the heading of the entry of a version, and its text."""
    name = rf"^(## (?:{re.escape(version)}|\[{re.escape(version)}\]))"
    when = r"(?: (?:- )?\(?(?:unreleased|([0-9]{4}-[0-9]{2}-[0-9]{2}))\)?)?"
    heading = re.compile(rf"{name}{when}[ \t]*(?=\r?$)", re.MULTILINE | re.IGNORECASE)
    found = list(heading.finditer(changelog))
    if len(found) != 1:
        how = "more than one heading" if found else "no heading"
        raise Stopped(f"{CHANGELOG} has {how} '## {version}' (a date or '(unreleased)' may follow)")
    return found[0], re.split(r"^##? ", changelog[found[0].end() :], maxsplit=1, flags=re.M)[0]


def ask(root: Path, *arguments: str) -> str:
    """Return the output of a git command for a check; if it fails, raise a one-line error."""
    try:
        return run(["git", *arguments], root)
    except Stopped as error:
        raise Stopped(" ".join(str(error).splitlines()[:2])) from error


def object_of(root: Path, name: str) -> str | None:
    """Return the hash that a name in the repository refers to, or None."""
    try:
        return run(["git", "rev-parse", "--quiet", "--verify", name], root)
    except Stopped:
        return None


def write(root: Path, texts: Mapping[str, str]) -> None:
    """Write files of the repository, and keep their line endings."""
    for name, text in texts.items():
        (root / name).write_bytes(text.encode())


def check_tools() -> None:
    """Raise if a tool that builds or checks the distributions is missing."""
    if shutil.which("git") is None:
        raise Stopped("git is not installed")
    missing = [name for name in TOOLS if not any(metadata.distributions(name=name))]
    if missing:
        install = f"{shlex.quote(sys.executable)} -m pip install {' '.join(missing)}"
        raise Stopped(f"not installed: {', '.join(missing)}; install with: {install}")


def check_work_tree(release: Release) -> str:
    """Raise for another branch or uncommitted changes; return the commit to release."""
    branch = ask(release.root, "branch", "--show-current")
    if branch != release.branch:
        raise Stopped(f"releases are made on {release.branch}, not on {branch or 'no branch'}")
    dirty = ask(release.root, "status", "--porcelain", "--untracked-files=all").splitlines()
    if dirty:
        raise Stopped(
            f"the working tree is not clean: {len(dirty)} changed, such as {dirty[0][3:]}"
        )
    return ask(release.root, "rev-parse", "HEAD")


def check_remote(release: Release, head: str) -> None:
    """Raise if the tag exists, or the branch is behind the remote. No ref is changed."""
    branch, tag = f"refs/heads/{release.branch}", f"refs/tags/{release.tag}"
    if object_of(release.root, tag):
        raise Stopped(f"the tag {release.tag} already exists")
    told = ask(release.root, "ls-remote", release.remote, branch, tag).splitlines()
    theirs = {name: value for value, name in (line.split("\t") for line in told)}
    if tag in theirs:
        raise Stopped(f"the tag {release.tag} already exists on {release.remote}")
    if branch not in theirs:
        raise Stopped(f"{release.remote} has no branch {release.branch}")
    quiet = ("--quiet", "--no-tags", "--no-write-fetch-head", "--refmap=")
    ask(release.root, "fetch", *quiet, release.remote, branch)
    count = ("rev-list", "--left-right", "--count", f"{head}...{theirs[branch]}")
    ahead, behind = map(int, ask(release.root, *count).split())
    if behind:
        how = "has diverged from" if ahead else "is behind"
        raise Stopped(f"{release.branch} {how} {release.remote}, by {behind} commits to pull")


def check(release: Release) -> tuple[str, dict[str, str]]:
    """Run all checks; return the commit to release, and the new texts of the files."""
    head = check_work_tree(release)
    version = (release.root / VERSION_FILE).read_bytes().decode()
    changelog = (release.root / CHANGELOG).read_bytes().decode()
    texts = {
        VERSION_FILE: set_version(version, release.version),
        CHANGELOG: date_entry(changelog, release.version, date.today()),
    }
    check_remote(release, head)
    return head, texts


def build(release: Release, texts: Mapping[str, str], scratch: Path) -> list[Path]:
    """Build and check everything in a clone, which contains only committed files."""
    source = scratch / "source"
    run(["git", "clone", "--quiet", "--no-tags", str(release.root), str(source)], scratch)
    write(source, texts)
    print(f"Building {release.version} ...", flush=True)
    files = build_twice(source, scratch / "dist", release.time)
    names = [f"asana-{release.version}{end}" for end in ("-py3-none-any.whl", ".tar.gz")]
    if [path.name for path in files] != names:
        raise Stopped(f"built {[path.name for path in files]} instead of {names}")
    run([*CHECK, *map(str, files)], scratch)
    print("Building the documentation ...", flush=True)
    run([*SITE, str(scratch / "site")], source)
    run([*LINKS, str(scratch / "site")], source)
    return files


def arrived(release: Release) -> bool:
    """Return whether the remote has our tag: a push can succeed although it reports a failure."""
    tag = f"refs/tags/{release.tag}"
    ours = object_of(release.root, tag)
    return ours is not None and ours in ask(release.root, "ls-remote", release.remote, tag)


def put_back(release: Release, head: str) -> str:
    """Undo the steps of a release; return a message about it."""
    now = object_of(release.root, "HEAD")
    restore = ["git", "restore", f"--source={head}", "--staged", "--worktree", "--"]
    commands = [[*restore, VERSION_FILE, CHANGELOG]]
    if now != head:
        commands.insert(0, ["git", "reset", "--soft", head])
        if object_of(release.root, f"refs/tags/{release.tag}^{{commit}}") == now:
            commands.insert(0, ["git", "tag", "--delete", release.tag])
    try:
        for command in commands:
            run(command, release.root)
    except Stopped as error:
        by_hand = "\n".join(map(shlex.join, commands))
        return f"Undoing the release failed too: {error}\nRun the remaining commands:\n{by_hand}"
    return f"Not released. The files, {release.branch} and the local tags are unchanged."


def publish(release: Release, head: str, texts: Mapping[str, str]) -> None:
    """Write, commit, tag and push; if a step fails, undo all of them."""
    dates = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), f"{release.time} +0000")
    try:
        write(release.root, texts)
        for command in release.commands():
            print("$", shlex.join(command), flush=True)
            run(command, release.root, dates)
    except BaseException as error:
        for number in SIGNALS:  # the process is about to end, and nothing is left to undo
            signal.signal(number, signal.SIG_IGN)
        unclear = ""
        try:
            if arrived(release):
                print(f"The push reported a failure, but {release.remote} has everything.")
                return
        except Stopped:
            unclear = (
                f"\nBefore you try again, make sure that {release.remote} has no {release.tag}."
            )
        told = str(error) or "interrupted"
        raise Stopped(f"{told}\n{put_back(release, head)}{unclear}") from error


def hand_over(release: Release, files: Sequence[Path]) -> None:
    """Copy the distributions to dist/, and print their hashes."""
    print(f"Released {release.tag}.", flush=True)
    (release.root / "dist").mkdir(exist_ok=True)
    for path in files:
        shutil.copy(path, release.root / "dist")
    print("The same tools build the same files from the tag; their SHA-256:")
    print(*sums(files), sep="\n")


def deploy(release: Release, dry_run: bool) -> None:
    """Make the release, or only check whether it is possible."""
    check_tools()
    head, texts = check(release)
    with tempfile.TemporaryDirectory(prefix="release-") as scratch:
        files = build(release, texts, Path(scratch))
        print("Built and checked:", *(path.name for path in files))
        if dry_run:
            print(f"Dry run. A release would edit {VERSION_FILE} and {CHANGELOG}, and run:")
            print(*(f"$ {shlex.join(command)}" for command in release.commands()), sep="\n")
            return
        if check_work_tree(release) != head:
            raise Stopped("new commits were made during the build")
        publish(release, head, texts)
        hand_over(release, files)


def notes(root: Path, version: str) -> str:
    """Return the text of the entry of a version in the changelog."""
    changelog = (root / CHANGELOG).read_text(encoding="utf-8")
    return find_entry(changelog, version)[1].strip()


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Run the command line; return the exit status."""
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("version", metavar="X.Y.Z", help="the version to release; also X.Y.ZrcN")
    parser.add_argument(
        "--notes", action="store_true", help="print the entry of the changelog, and do nothing else"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="check and build, but change nothing"
    )
    parser.add_argument("--branch", default="main", help="the release branch (default: main)")
    parser.add_argument("--remote", default="origin", help="where to push to (default: origin)")
    given = parser.parse_args(arguments)
    try:
        if given.notes:
            print(notes(root, given.version))
        else:
            now = int(time.time())
            release = Release(given.version, root, given.branch, given.remote, now)
            deploy(release, given.dry_run)
    except (Stopped, OSError, KeyboardInterrupt) as error:
        print(f"deploy.py: {str(error) or 'interrupted'}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    for number in SIGNALS:
        signal.signal(number, signal.default_int_handler)
    sys.exit(main())
