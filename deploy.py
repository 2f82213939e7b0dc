"""Make a release of this repository from a clean, up-to-date release branch.

It checks that everything is ready. In a temporary clone, it builds the sdist and the wheel twice,
which must give the same files, and the documentation, in which a warning or a broken link is an
error. Then it sets the version in asana/version.py, dates its entry in CHANGELOG.md, commits, tags,
and pushes the branch and the tag together. If a step fails, all changes are undone.

Nothing is uploaded to a package index. The tag starts .github/workflows/release.yml, which builds
the same files, attests them, and attaches them to a GitHub release. Copies are in dist/. Anyone can
build them again from the tag, because all times in them are SOURCE_DATE_EPOCH, or else the time of
the commit that is checked out: python deploy.py --build dist

It needs git 2.29 or newer, and some packages in the environment of this Python. The build uses
those and no network:
python -m pip install '.[docs]' build twine 'setuptools>=68' wheel
"""

import argparse
import gzip
import hashlib
import io
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent
VERSION_FILE = "asana/version.py"
CHANGELOG = "CHANGELOG.md"
TOOLS = (
    *("build", "twine", "setuptools", "wheel"),
    *("sphinx", "furo", "myst-parser", "sphinx-reredirects"),
)
BUILD = (sys.executable, "-m", "build", "--no-isolation")
SITE = (sys.executable, "-m", "sphinx", "-q", "-E", "-W", "--keep-going", "-b", "html", "docs")
LINKS = (sys.executable, "docs/_ext/asana_site/links.py")
CHECK = (sys.executable, "-m", "twine", "check", "--strict")
SIGNALS = [getattr(signal, s) for s in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, s)]

NUMBER = r"(0|[1-9][0-9]{0,8})"
VERSION = re.compile(rf"{NUMBER}\.{NUMBER}\.{NUMBER}(?:(\.dev|rc){NUMBER})?")
STAGES = {".dev": 0, "rc": 1, None: 2}
VERSION_LINE = re.compile(r'^__version__ = "([^"\n]+)"(?=\r?$)', re.MULTILINE)


class Stopped(Exception):
    """The release is not possible or has failed; the message is for the user."""


def run(command: Sequence[str], cwd: Path, variables: Mapping[str, str] | None = None) -> str:
    """Run a command, with more variables in its environment, and return what it prints."""
    with subprocess.Popen(
        command,
        cwd=cwd,
        env={**os.environ, **(variables or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    ) as process:
        try:
            out, err = process.communicate()
        except BaseException:
            process.kill()
            process.wait()  # after an interrupt, it must not run while changes are undone
            raise
    if process.returncode:
        said = f"{out}\n{err}".strip()
        raise Stopped(f"{shlex.join(command)} failed:\n{said or 'without a message'}")
    return out.rstrip()


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


def build_twice(source: Path, out: Path, epoch: int) -> list[Path]:
    """Build from two copies of the source; return the files, which are in ``out``.

    :param source: a work tree that contains only the files of the commit
    :param epoch: the time to set in the files, in seconds since 1970
    """
    with tempfile.TemporaryDirectory(prefix="build-") as scratch:
        first, second = (
            _build(source, Path(scratch, name), epoch) for name in ("a", "another place")
        )
        differing = sorted(name for name in {*first, *second} if not _same(name, first, second))
        if differing:
            raise Stopped(f"two builds differ in {', '.join(differing)}")
        out.mkdir(parents=True, exist_ok=True)
        return [Path(shutil.copy(path, out)) for _, path in sorted(first.items())]


def _same(name: str, first: Mapping[str, Path], second: Mapping[str, Path]) -> bool:
    return name in first and name in second and _digest(first[name]) == _digest(second[name])


def _build(source: Path, home: Path, epoch: int) -> dict[str, Path]:
    """Build from a copy of the source; return the files by their names."""
    copy, built = home / "source", home / "dist"
    shutil.copytree(source, copy, ignore=shutil.ignore_patterns(".git"))
    for path in copy.rglob("*"):
        path.chmod(_mode(path.is_dir() or os.access(path, os.X_OK)))
    variables = {"SOURCE_DATE_EPOCH": str(epoch)}
    run([*BUILD, "--outdir", str(built), str(copy)], home, variables)
    for path in built.glob("*.tar.gz"):
        _normalize(path, epoch)
    return {path.name: path for path in built.iterdir()}


def _mode(executable: bool) -> int:
    return 0o755 if executable else 0o644


def _normalize(path: Path, epoch: int) -> None:
    """Write an archive again, without what depends on the user, the machine and the time."""
    with tarfile.open(path) as archive:
        members = [(each, _content(archive, each)) for each in archive]
    with (
        path.open("wb") as file,
        gzip.GzipFile("", "wb", 9, file, epoch) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for member, content in sorted(members, key=lambda each: each[0].name):
            plain = tarfile.TarInfo(member.name)
            plain.type, plain.size, plain.mtime = member.type, member.size, epoch
            plain.mode = _mode(member.isdir() or bool(member.mode & 0o100))
            archive.addfile(plain, content)


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> io.BytesIO | None:
    file = archive.extractfile(member)
    return None if file is None else io.BytesIO(file.read())


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def sums(files: Sequence[Path]) -> Iterator[str]:
    """Yield a line for each file, as ``sha256sum`` prints it."""
    for path in files:
        yield f"{_digest(path)}  {path.name}"


def commit_time(root: Path) -> int:
    """Return SOURCE_DATE_EPOCH, or else the time of the commit that is checked out."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(given or run(["git", "log", "-1", "--format=%ct"], root))


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


def build_again(root: Path, folder: Path) -> None:
    """Build the distributions of the commit that is checked out, and print their hashes."""
    with tempfile.TemporaryDirectory(prefix="source-") as scratch:
        source = Path(scratch, "source")
        run(["git", "clone", "--quiet", "--no-tags", str(root), str(source)], root)
        print(*sums(build_twice(source, folder, commit_time(root))), sep="\n")


def notes(root: Path, version: str) -> str:
    """Return the text of the entry of a version in the changelog."""
    changelog = (root / CHANGELOG).read_text(encoding="utf-8")
    return find_entry(changelog, version)[1].strip()


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Run the command line; return the exit status."""
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument(
        "version", nargs="?", metavar="X.Y.Z", help="the version to release; also X.Y.ZrcN"
    )
    parser.add_argument(
        "--build",
        type=Path,
        metavar="FOLDER",
        help="build what is checked out, and do nothing else",
    )
    parser.add_argument(
        "--notes", action="store_true", help="print the entry of the changelog, and do nothing else"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="check and build, but change nothing"
    )
    parser.add_argument("--branch", default="main", help="the release branch (default: main)")
    parser.add_argument("--remote", default="origin", help="where to push to (default: origin)")
    given = parser.parse_args(arguments)
    if given.version is None and given.build is None:
        parser.error("name the version to release, or a folder with --build")
    try:
        if given.build is not None:
            build_again(root, given.build)
        elif given.notes:
            print(notes(root, given.version))
        else:
            now = int(time.time())
            release = Release(given.version, root, given.branch, given.remote, now)
            deploy(release, given.dry_run)
    except (Stopped, OSError, ValueError, KeyboardInterrupt) as error:
        print(f"deploy.py: {str(error) or 'interrupted'}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    for number in SIGNALS:
        signal.signal(number, signal.default_int_handler)
    sys.exit(main())
