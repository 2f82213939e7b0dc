"""deploy.py releases a temporary copy of this repository, to a local remote."""

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
import yaml

HERE = Path(__file__).parents[1]


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if TYPE_CHECKING:
    import deploy
else:
    deploy = load("deploy")

VERSION_TEXT = '"""The version."""\n\n__version__ = "3.3.0.dev0"\n'
CHANGES = "# Changelog\n\n## 3.3.0 (unreleased)\n\n### Added\n\n- All.\n\n## 3.2.3\n\n- Old.\n"
STUB = """
import re, sys, tarfile
from pathlib import Path
out, source = map(Path, sys.argv[-2:])
version = re.search('"([^"]+)"\\n', (source / "asana/version.py").read_text())[1]
out.mkdir()
with tarfile.open(out / f"asana-{version}.tar.gz", "w") as archive:
    archive.add(source / "CHANGELOG.md", "CHANGELOG.md")
(out / f"asana-{version}-py3-none-any.whl").write_text(version)
"""
PAGE = "Title\n=====\n\n`Link <https://example.com/>`_\n"
DIFFER = "two builds differ in asana-3.3.0-py3-none-any.whl"
NOTHING = (sys.executable, "-c", "")


class Repository:
    """A clone of a bare remote, each in its own directory."""

    def __init__(self, home: Path) -> None:
        self.root = home / "a clone"
        self.remote = home / "remote.git"

    def git(self, *arguments: str) -> str:
        return run(self.root, "git", *arguments)

    def commit(self, name: str, text: str) -> None:
        (self.root / name).write_text(text)
        self.git("add", "--all")
        self.git("commit", "-m", f"Change {name}")

    def hook(self, name: str, *lines: str) -> Path:
        """Install a script as a git hook, here or at the remote."""
        there = name in ("pre-receive", "reference-transaction")
        path = (self.remote if there else self.root / ".git") / "hooks" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(["#!/bin/sh", *lines, ""]))
        path.chmod(0o755)
        return path

    def state(self) -> dict[str, object]:
        """All that a release may change, here and at the remote."""
        files = [p for p in self.root.rglob("*") if p.is_file() and ".git" not in p.parts]
        status = ("status", "--porcelain=2", "--branch", "--ignored")
        return {
            **{str(path): path.read_bytes() for path in files},
            "head and index": self.git(*status),
            "refs": self.git("for-each-ref"),
            "refs there": run(self.remote, "git", "for-each-ref"),
        }


def run(cwd: Path, *command: str) -> str:
    return subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module", autouse=True)
def _own_git() -> Iterator[None]:
    """Ignore the user's settings, and the repository of a hook that runs these tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("GIT_")]:
            patch.delenv(name)
        for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
            patch.setenv(name, os.devnull)
        for who in ("AUTHOR", "COMMITTER"):
            patch.setenv(f"GIT_{who}_NAME", "Ada")
            patch.setenv(f"GIT_{who}_EMAIL", "ada@example.com")
        yield


@pytest.fixture(autouse=True)
def _signals() -> Iterator[None]:
    """Restore signal handlers, because a failed release ignores signals."""
    before = {number: signal.getsignal(number) for number in deploy.SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture(scope="module")
def template(_own_git: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with only the files that a release edits."""
    repository = Repository(tmp_path_factory.mktemp("template"))
    (repository.root / "asana").mkdir(parents=True)
    (repository.root / "asana" / "version.py").write_text(VERSION_TEXT)
    (repository.root / "CHANGELOG.md").write_text(CHANGES)
    (repository.root / ".gitignore").write_text("dist/\nbuild/\n*.egg-info/\n__pycache__/\n")
    start = ("git", "init", "--template=", "--initial-branch=main")
    run(repository.root, *start, "--bare", str(repository.remote))
    run(repository.root, *start)
    repository.git("remote", "add", "origin", f"../{repository.remote.name}")
    repository.git("add", "--all")
    repository.git("commit", "-m", "Begin")
    repository.git("push", "--set-upstream", "origin", "main")
    return repository.root.parent


@pytest.fixture
def bare(template: Path, tmp_path: Path) -> Repository:
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    return Repository(tmp_path)


@pytest.fixture
def repository(bare: Repository, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """The same, with fake distributions and a fake site, which are built immediately."""
    monkeypatch.setattr(deploy, "BUILD", (sys.executable, "-c", STUB))
    monkeypatch.setattr(deploy, "TOOLS", ("build", "twine", "setuptools", "wheel"))
    for step in ("CHECK", "SITE", "LINKS"):
        monkeypatch.setattr(deploy, step, NOTHING)
    return bare


@pytest.fixture
def package(bare: Repository) -> Repository:
    """The entire package without the sandbox, with deploy.py and one page of documentation."""
    for tool in ("sphinx", "furo", "myst_parser", "sphinx_reredirects"):
        pytest.importorskip(
            tool, reason=f"{tool} is not installed: pip install '.[docs]' (Python 3.11)"
        )
    for name in ("setup.py", "pyproject.toml", "README.md", "LICENSE", "deploy.py"):
        shutil.copy(HERE / name, bare.root)
    links = "docs/_ext/asana_site/links.py"
    (bare.root / links).parent.mkdir(parents=True)
    shutil.copy(HERE / links, bare.root / links)
    (bare.root / "docs/conf.py").write_text('html_theme = "furo"\nexclude_patterns = ["_ext"]\n')
    (bare.root / "docs/index.rst").write_text(PAGE)
    skip = shutil.ignore_patterns("sandbox", "__pycache__", "version.py")
    shutil.copytree(HERE / "asana", bare.root / "asana", ignore=skip, dirs_exist_ok=True)
    stale = bare.root / "build" / "lib" / "asana"  # left behind by an earlier build
    stale.mkdir(parents=True)
    (stale / "stale.py").touch()
    bare.git("add", "--all")
    bare.git("commit", "-m", "Add the package")
    bare.git("push")
    return bare


def check_released(repository: Repository, version: str) -> None:
    """Check all results of a release, here and at the remote."""
    git = repository.git
    assert f'\n__version__ = "{version}"\n' in (repository.root / "asana/version.py").read_text()
    changelog = (repository.root / "CHANGELOG.md").read_text()
    assert re.search(rf"^## {re.escape(version)} - \d{{4}}-\d\d-\d\d$", changelog, re.M)
    assert git("status", "--porcelain") == ""
    assert git("log", "-1", "--format=%s") == f"Release {version}\n"
    changed = git("diff", "--name-only", "HEAD~")
    assert changed == "CHANGELOG.md\nasana/version.py\n"
    tag = f"refs/tags/v{version}"
    assert git("cat-file", "-t", tag) == "tag\n"
    assert git("rev-parse", f"{tag}^{{commit}}") == git("rev-parse", "HEAD")
    for ref in (tag, "refs/heads/main"):
        assert run(repository.remote, "git", "rev-parse", ref) == git("rev-parse", ref)
    assert sorted(path.name for path in (repository.root / "dist").iterdir()) == [
        f"asana-{version}-py3-none-any.whl",
        f"asana-{version}.tar.gz",
    ]


# Decisions


def test_versions_are_ordered() -> None:
    ordered = (
        "3.2.9 3.3.0.dev0 3.3.0.dev1 3.3.0rc1 3.3.0rc2 3.3.0rc10 3.3.0 3.3.1.dev0 3.3.1 3.10.0"
    )
    keys = [deploy.parse_version(text) for text in [*ordered.split(), "10.0.0"]]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    "text",
    [
        *("", "3", "3.3", "3.3.0.1", "v3.3.0", "3.3.0 ", "3.3.0\n", "03.3.0", "3.3.-1", "3.3.٣"),
        *("3.3.0rc", "3.3.0-rc1", "3.3.0a1", "3.3.0.post1", "3.3.0rc1.dev1", "9" * 5000 + ".0.0"),
    ],
)
def test_what_is_no_version(text: str) -> None:
    with pytest.raises(deploy.Stopped, match="is not a version"):
        deploy.parse_version(text)


@pytest.mark.parametrize("version", ["3.3.0rc1", "3.3.0", "3.3.1", "3.10.0", "4.0.0"])
def test_a_greater_version_is_set(version: str) -> None:
    text = f'"""About __version__ = "3.3.0.dev0"."""\r\n\r\n{VERSION_TEXT}'
    after = deploy.set_version(text, version)
    assert after == text.replace('\n__version__ = "3.3.0.dev0"', f'\n__version__ = "{version}"')


@pytest.mark.parametrize(
    ("text", "version", "message"),
    [
        (VERSION_TEXT, "3.2.9", "3.2.9 is not greater than the current version, 3.3.0.dev0"),
        (VERSION_TEXT.replace("3.0.dev0", "10.0"), "3.9.0", "not greater"),
        (VERSION_TEXT.replace(".dev0", ""), "3.3.0", "not greater"),
        (VERSION_TEXT.replace(".dev0", ""), "3.3.0rc1", "not greater"),
        (VERSION_TEXT, "3.3.0.dev1", "a development version"),
        (VERSION_TEXT, "3.3", "'3.3' is not a version"),
        (VERSION_TEXT.replace(".dev0", "+local"), "3.3.0", r"'3.3.0\+local' is not a version"),
        (VERSION_TEXT * 2, "3.3.0", "exactly one line"),
        ("", "3.3.0", "exactly one line"),
    ],
)
def test_what_no_version_can_be_set_in(text: str, version: str, message: str) -> None:
    with pytest.raises(deploy.Stopped, match=message):
        deploy.set_version(text, version)


def test_the_version_file_of_this_repository_can_be_edited() -> None:
    text = (HERE / deploy.VERSION_FILE).read_text(encoding="utf-8")
    assert '__version__ = "999.0.0"' in deploy.set_version(text, "999.0.0")


@pytest.mark.parametrize(
    ("heading", "after"),
    [
        ("## 3.3.0 (unreleased)", "## 3.3.0 - 2026-02-03"),
        ("## 3.3.0 - Unreleased", "## 3.3.0 - 2026-02-03"),
        ("## [3.3.0] (unreleased) ", "## [3.3.0] - 2026-02-03"),
        ("## 3.3.0", "## 3.3.0 - 2026-02-03"),
        ("## 3.3.0 - 2026-02-01", "## 3.3.0 - 2026-02-01"),
        ("## 3.3.0 (2026-02-01)", "## 3.3.0 (2026-02-01)"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_entry_is_dated(heading: str, after: str, end: str) -> None:
    text = CHANGES.replace("## 3.3.0 (unreleased)", heading).replace("\n", end)
    dated = deploy.date_entry(text, "3.3.0", date(2026, 2, 3))
    assert dated == text.replace(heading + end, after + end)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "CHANGELOG.md has no heading '## 3.3.0'"),
        ("## 3.3.0rc1\n\n- a\n\n## 3.3.01\n\n- b\n\n### 3.3.0\n\n- c\n\n## 3x3.0\n\n- d\n", "no h"),
        ("## 3.3.0 is the next\n\n- a\n", "no heading"),
        (CHANGES + CHANGES, "more than one heading"),
        ("## 3.3.0", "the entry of 3.3.0 in CHANGELOG.md is empty"),
        ("## 3.3.0\n\n## 3.2.3\n\n- Old.\n", "is empty"),
        (
            "## 3.3.0\n\n### Added\n\n<!-- what\nelse? -->\n[3.3.0]: https://example.com\n",
            "is empty",
        ),
    ],
)
def test_what_is_no_entry(text: str, message: str) -> None:
    with pytest.raises(deploy.Stopped, match=message):
        deploy.date_entry(text, "3.3.0", date(2026, 2, 3))


# Refusals


def another_clone(repository: Repository) -> None:
    """Push a commit from another clone."""
    other = repository.remote.with_name("other")
    run(repository.remote.parent, "git", "clone", str(repository.remote), str(other))
    run(other, "git", "commit", "--allow-empty", "-m", "Theirs")
    run(other, "git", "push", "origin", "main")


def diverge(repository: Repository) -> None:
    another_clone(repository)
    repository.commit("mine.txt", "")


def tag_remotely(repository: Repository) -> None:
    repository.git("push", "origin", "main:refs/tags/v3.3.0")


def edit(name: str, old: str, new: str) -> Callable[[Repository], None]:
    def arrange(repository: Repository) -> None:
        text = (repository.root / name).read_text()
        assert old in text
        repository.commit(name, text.replace(old, new))

    return arrange


REFUSALS: dict[str, tuple[str, Callable[[Repository], object], str]] = {
    "malformed": ("3.3", lambda r: None, "'3.3' is not a version"),
    "not greater": ("3.2.3", lambda r: None, "3.2.3 is not greater"),
    "edited": (
        "3.3.0",
        lambda r: (r.root / "CHANGELOG.md").write_text("## 3.3.0\n\n- Other.\n"),
        "the working tree is not clean: 1 changed, such as CHANGELOG.md",
    ),
    "untracked": (
        "3.3.0",
        lambda r: (r.root / "notes").touch(),
        "not clean: 1 changed, such as notes",
    ),
    "staged": ("3.3.0", lambda r: r.git("rm", "--cached", ".gitignore"), "is not clean"),
    "branch": ("3.3.0", lambda r: r.git("switch", "-c", "topic"), "on main, not on topic"),
    "detached": ("3.3.0", lambda r: r.git("switch", "--detach"), "on main, not on no branch"),
    "no entry": ("3.3.1", lambda r: None, "no heading '## 3.3.1'"),
    "empty entry": ("3.3.0", edit("CHANGELOG.md", "- All.", ""), "entry of 3.3.0"),
    "no changelog": ("3.3.0", lambda r: r.git("rm", "CHANGELOG.md"), "is not clean"),
    "tag": ("3.3.0", lambda r: r.git("tag", "v3.3.0"), "the tag v3.3.0 already exists"),
    "remote tag": ("3.3.0", tag_remotely, "v3.3.0 already exists on origin"),
    "behind": ("3.3.0", another_clone, "main is behind origin, by 1 commits"),
    "diverged": ("3.3.0", diverge, "main has diverged from origin, by 1 commits"),
    "no remote": ("3.3.0", lambda r: r.git("remote", "remove", "origin"), "does not appear to be"),
    "other remote": ("3.3.0 --remote=up", lambda r: None, "'up' does not appear to be"),
    "other branch": ("3.3.0 --branch=next", lambda r: None, "on next, not on main"),
    "unpushed branch": (
        "3.3.0 --branch=next",
        lambda r: r.git("switch", "-c", "next"),
        "origin has no branch next",
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a_refusal_changes_nothing(
    case: str, repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments, arrange, message = REFUSALS[case]
    arrange(repository)
    before, inside = repository.state(), sorted(os.listdir(repository.root / ".git"))
    for flags in ([], ["--dry-run"]):
        assert deploy.main([*arguments.split(), *flags], repository.root) == 1
        out, err = capsys.readouterr()
        assert out == ""
        assert re.fullmatch(r"deploy\.py: [^\n]+\n", err)
        assert message in err
    assert repository.state() == before
    assert sorted(os.listdir(repository.root / ".git")) == inside


def test_no_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(deploy, "TOOLS", ())
    assert deploy.main(["3.3.0"], tmp_path) == 1
    err = capsys.readouterr().err
    assert re.fullmatch(r"deploy\.py: git branch .* failed: .*not a git repository.*\n", err)


def test_missing_tools_are_named(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(deploy, "TOOLS", ("build", "no-such-tool", "nor-this"))
    assert deploy.main(["3.3.0"], repository.root) == 1
    err = capsys.readouterr().err
    assert "not installed: no-such-tool, nor-this; install with: " in err
    assert "-m pip install no-such-tool nor-this\n" in err
    monkeypatch.setenv("PATH", "")
    assert deploy.main(["3.3.0"], repository.root) == 1
    assert capsys.readouterr().err == "deploy.py: git is not installed\n"


# The documentation


@pytest.mark.parametrize(
    ("page", "message"),
    [
        (PAGE + "\n:doc:`gone`\n", "unknown document: 'gone'"),
        (PAGE + "\n.. image:: https://example.com/a.png\n", "loads https://example.com/a.png"),
    ],
    ids=["warning", "link"],
)
def test_no_release_without_green_docs(
    page: str,
    message: str,
    package: Repository,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(deploy, "BUILD", (sys.executable, "-c", STUB))
    monkeypatch.setattr(deploy, "CHECK", NOTHING)
    package.commit("docs/index.rst", page)
    package.git("push")
    before = package.state()
    assert deploy.main(["3.3.0"], package.root) == 1
    assert message in capsys.readouterr().err
    assert package.state() == before


# Notes


def test_the_notes_of_a_release_are_the_entry(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    assert deploy.main(["3.3.0", "--notes"], repository.root) == 0
    assert capsys.readouterr().out == "### Added\n\n- All.\n"
    assert deploy.main(["3.3.1", "--notes"], repository.root) == 1
    assert "no heading '## 3.3.1'" in capsys.readouterr().err


# Reproducible builds


def test_an_archive_shows_nothing_of_who_built_it(tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "asana").mkdir(parents=True)
    (source / "asana/version.py").write_text(VERSION_TEXT)
    (source / "CHANGELOG.md").write_text(CHANGES)
    (source / "CHANGELOG.md").chmod(0o600)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deploy, "BUILD", (sys.executable, "-c", STUB))
        files = deploy.build_twice(source, tmp_path / "out", 1_700_000_000)
    with tarfile.open(files[1]) as archive:
        (member,) = archive
        assert (member.mtime, member.mode) == (1_700_000_000, 0o644)
        assert (member.uid, member.gid, member.uname, member.gname) == (0, 0, "", "")
        content = archive.extractfile(member)
        assert content is not None
        assert content.read().decode() == CHANGES
    assert files[1].read_bytes()[4:8] == (1_700_000_000).to_bytes(4, "little")  # of gzip


def test_the_time_of_a_release_is_that_of_its_commit(repository: Repository) -> None:
    assert deploy.main(["3.3.0"], repository.root) == 0
    dates = repository.git("log", "-1", "--format=%at %ct", "v3.3.0").split()
    with tarfile.open(repository.root / "dist/asana-3.3.0.tar.gz") as archive:
        (member,) = archive
    assert dates == [str(member.mtime)] * 2


# Failures


@pytest.mark.parametrize(
    ("step", "script", "message"),
    [
        ("BUILD", "exit('no luck')", "no luck"),
        ("BUILD", STUB.replace(".tar.gz", ".zip"), "'asana-3.3.0.zip'"),
        (
            "BUILD",
            f"{STUB}\nimport os\nopen(next(out.glob('*.whl')), 'a').write(str(os.getpid()))",
            DIFFER,
        ),
        (
            "BUILD",
            f"{STUB}\nif source.parent.name == 'a': (out / 'more.txt').touch()",
            "differ in more.txt",
        ),
        ("CHECK", "exit('bad metadata')", "bad metadata"),
        ("SITE", "exit('WARNING: no such page')", "WARNING: no such page"),
        ("LINKS", "exit('index.html has a broken link: a.html')", "has a broken link: a.html"),
    ],
)
def test_a_failed_build_changes_nothing(
    step: str,
    script: str,
    message: str,
    repository: Repository,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(deploy, step, (sys.executable, "-c", script))
    before = repository.state()
    assert deploy.main(["3.3.0"], repository.root) == 1
    assert message in capsys.readouterr().err
    assert repository.state() == before


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("open('CHANGELOG.md', 'a').write('- More.')", "is not clean"),
        ("subprocess.run(['git', 'commit', '--allow-empty', '-m', 'x'])", "new commits"),
    ],
)
def test_what_happens_during_the_build_is_kept(
    change: str,
    message: str,
    repository: Repository,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    script = f"{STUB}\nimport os, subprocess\nos.chdir({str(repository.root)!r})\n{change}"
    monkeypatch.setattr(deploy, "BUILD", (sys.executable, "-c", script))
    assert deploy.main(["3.3.0"], repository.root) == 1
    assert message in capsys.readouterr().err
    assert repository.git("tag") == ""
    assert (repository.root / "asana/version.py").read_text() == VERSION_TEXT
    kept = "- More." if "More" in change else "## 3.3.0 (unreleased)"
    assert kept in (repository.root / "CHANGELOG.md").read_text()


@pytest.mark.parametrize("hook", ["pre-receive", "pre-push", "pre-commit", "gpg"])
def test_a_failed_step_puts_all_back(
    hook: str, repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    script = repository.hook(hook, "echo declined >&2", "exit 1")
    if hook == "gpg":
        repository.git("config", "gpg.program", str(script))
        repository.git("config", "tag.gpgSign", "true")
    before = repository.state()
    assert deploy.main(["3.3.0"], repository.root) == 1
    err = capsys.readouterr().err
    assert ("failed to sign" if hook == "gpg" else "declined") in err
    assert "Not released. The files, main and the local tags are unchanged." in err
    assert repository.state() == before

    if hook == "gpg":
        repository.git("config", "tag.gpgSign", "false")
    script.unlink()
    assert deploy.main(["3.3.0"], repository.root) == 0
    check_released(repository, "3.3.0")


def test_a_push_that_comes_too_late_puts_all_back(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    build = deploy.build

    def build_slowly(*arguments: object) -> object:
        another_clone(repository)
        return build(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(deploy, "build", build_slowly)
    here = repository.git("for-each-ref")
    assert deploy.main(["3.3.0"], repository.root) == 1
    assert "rejected" in capsys.readouterr().err
    assert repository.git("for-each-ref") == here
    assert repository.git("status", "--porcelain") == ""
    assert (repository.root / "CHANGELOG.md").read_text() == CHANGES
    assert "v3.3.0" not in run(repository.remote, "git", "for-each-ref")


def test_interrupts_put_all_back(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RELEASE_PID", str(os.getpid()))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # as the command does
    again = ".git/hooks/reference-transaction"  # runs when the tag is deleted
    repository.hook(
        "pre-push",
        f"(echo '#!/bin/sh'; echo 'kill -INT $RELEASE_PID') > {again}; chmod +x {again}",
        "kill -INT $RELEASE_PID",
        "exit 1",
    )
    before = repository.state()
    assert deploy.main(["3.3.0"], repository.root) == 1
    assert "deploy.py: interrupted\nNot released." in capsys.readouterr().err
    assert repository.state() == before
    assert (repository.root / again).exists()


@pytest.mark.parametrize("then", ["", "mv remote.git gone.git;"], ids=["asked", "gone"])
def test_a_push_that_arrives_but_reports_failure(
    then: str, repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    """The remote has the commit and the tag, but its process dies before it reports that."""
    die = f"grep refs/tags/v3.3.0 || exit 0; cd '{repository.remote.parent}'; {then} kill -9 $PPID"
    repository.hook("reference-transaction", f"if test $1 = committed; then {die}; fi")
    refs = repository.git("for-each-ref", "refs/heads", "refs/tags")
    status = deploy.main(["3.3.0"], repository.root)
    out, err = capsys.readouterr()
    if not then:
        assert status == 0
        assert "The push reported a failure, but origin has everything." in out
        check_released(repository, "3.3.0")
        return
    assert status == 1
    assert "Before you try again, make sure that origin has no v3.3.0." in err
    assert repository.git("for-each-ref", "refs/heads", "refs/tags") == refs
    assert repository.git("status", "--porcelain") == ""
    repository.remote.with_name("gone.git").rename(repository.remote)
    assert deploy.main(["3.3.0"], repository.root) == 1
    assert "v3.3.0 already exists on origin" in capsys.readouterr().err


def test_what_cannot_be_put_back_is_told(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    head = repository.git("rev-parse", "HEAD").strip()
    repository.hook("pre-push", f"touch '{repository.root}/.git/index.lock'", "exit 1")
    before = repository.state()
    assert deploy.main(["3.3.0"], repository.root) == 1
    err = capsys.readouterr().err
    assert "Undoing the release failed too" in err
    (repository.root / ".git" / "index.lock").unlink()
    by_hand = err.split("Run the remaining commands:\n")[1].splitlines()
    assert by_hand[0] == "git tag --delete v3.3.0"
    for command in by_hand[1:]:
        assert head in command
        run(repository.root, "sh", "-c", command)
    assert repository.state() == before


# Releases


def test_a_release_of_a_candidate_and_then_of_the_version(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.git("remote", "rename", "origin", "upstream")
    edit("CHANGELOG.md", "## 3.2.3", "## 3.3.0rc1\n\n- Try it.\n\n## 3.2.3")(repository)
    assert deploy.main(["3.3.0rc1", "--remote=upstream"], repository.root) == 0  # and the edit
    check_released(repository, "3.3.0rc1")
    shutil.rmtree(repository.root / "dist")
    assert deploy.main(["3.3.0", "--remote=upstream", "--dry-run"], repository.root) == 0
    assert deploy.main(["3.3.0", "--remote=upstream"], repository.root) == 0
    check_released(repository, "3.3.0")
    assert repository.git("tag") == "v3.3.0\nv3.3.0rc1\n"
    assert capsys.readouterr().err == ""


def test_a_dry_run_changes_nothing(package: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    before, inside = package.state(), sorted(os.listdir(package.root / ".git"))
    assert deploy.main(["3.3.0", "--dry-run"], package.root) == 0
    assert package.state() == before
    assert sorted(os.listdir(package.root / ".git")) == inside
    out, err = capsys.readouterr()
    assert err == ""
    assert "Built and checked: asana-3.3.0-py3-none-any.whl asana-3.3.0.tar.gz\n" in out
    assert [line for line in out.splitlines() if line.startswith("$")] == [
        "$ git commit --quiet --message 'Release 3.3.0' -- asana/version.py CHANGELOG.md",
        "$ git tag --annotate --message 'Release 3.3.0' v3.3.0",
        "$ git push --atomic origin refs/heads/main refs/tags/v3.3.0",
    ]


def test_a_release_from_the_command_line(package: Repository, tmp_path: Path) -> None:
    command = [sys.executable, str(package.root / "deploy.py"), "3.3.0"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    check_released(package, "3.3.0")
    wheel, sdist = "dist/asana-3.3.0-py3-none-any.whl", "dist/asana-3.3.0.tar.gz"
    assert "twine upload" not in done.stdout
    with zipfile.ZipFile(package.root / wheel) as archive:
        assert "asana/client.py" in archive.namelist()
        assert "asana/stale.py" not in archive.namelist()
        assert b'__version__ = "3.3.0"' in archive.read("asana/version.py")
    with tarfile.open(package.root / sdist) as archive_of_sources:
        assert "asana-3.3.0/setup.py" in archive_of_sources.getnames()

    again = tmp_path / "again"
    build = [sys.executable, str(package.root / "deploy.py"), "--build", str(again)]
    done = subprocess.run(build, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for name in (wheel, sdist):
        assert (again / Path(name).name).read_bytes() == (package.root / name).read_bytes()
        assert Path(name).name in done.stdout

    once_more = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert once_more.returncode == 1
    assert once_more.stderr == "deploy.py: 3.3.0 is not greater than the current version, 3.3.0\n"


# Workflows


def workflow(name: str) -> str:
    return (HERE / ".github/workflows" / f"{name}.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["docs", "release", "test"])
def test_a_workflow_may_write_only_where_a_job_says_so(name: str) -> None:
    found = yaml.safe_load(workflow(name))
    assert found["permissions"] == {"contents": "read"}
    for job in found["jobs"].values():
        uses = [step["uses"] for step in job["steps"] if "uses" in step]
        assert all(each.startswith("actions/") and "@v" in each for each in uses)


def test_a_release_is_attested_and_goes_to_no_index() -> None:
    text = workflow("release")
    steps = yaml.safe_load(text)["jobs"]["release"]["steps"]
    order = (
        "deploy.py --build dist",
        "twine check",
        "attest-build-provenance",
        "gh release create",
    )
    places = [next(n for n, each in enumerate(steps) if word in str(each)) for word in order]
    assert places == sorted(places)
    assert not re.search(r"twine upload|pypi|password", text)


def test_the_site_that_is_published_is_the_one_that_tox_checks() -> None:
    (command,) = re.findall(r"^    sphinx-build (.+)$", (HERE / "tox.ini").read_text(), re.M)
    *_, folder = command.split()
    assert "-W" in command.split()
    assert f"path: {folder}\n" in workflow("docs")
    assert "docs/_build/\n" in (HERE / ".gitignore").read_text()
