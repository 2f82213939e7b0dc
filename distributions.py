"""Build the sdist and the wheel twice, and refuse them unless both builds are the same.

All times in them are SOURCE_DATE_EPOCH, or else the time of the commit that is checked out, so that
anyone can build the same files from the tag of a release:

    git clone --branch vX.Y.Z URL asana && cd asana && python distributions.py dist

Needs git, and build, setuptools and wheel beside this Python. The build uses no network.
"""

import argparse
import gzip
import hashlib
import io
import os
import shlex
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
BUILD = (sys.executable, "-m", "build", "--no-isolation")


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


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Run the command line; return the exit status."""
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("folder", type=Path, help="where to put the files")
    given = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory(prefix="source-") as scratch:
            source = Path(scratch, "source")
            run(["git", "clone", "--quiet", "--no-tags", str(root), str(source)], root)
            files = build_twice(source, given.folder, commit_time(root))
    except (Stopped, OSError, ValueError) as error:
        print(f"distributions.py: {error}", file=sys.stderr)
        return 1
    print(*sums(files), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
