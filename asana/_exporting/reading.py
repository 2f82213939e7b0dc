"""Reading an export: its manifest, its records, and the verification of its files."""

import json
import os
from collections.abc import Iterator
from typing import Any

from .._call.values import file_path, short
from ..records import Record
from .asked import MANIFEST, PROJECTS
from .files import digest

__all__ = ["manifest_of", "records", "verify"]


def manifest_of(folder: str | os.PathLike[str]) -> Record:
    """Return the manifest of an export.

    :raises ValueError: there is no manifest, because the export has not finished
    """
    where = os.path.join(file_path(folder, "the folder of an export"), MANIFEST)
    try:
        with open(where, encoding="utf-8") as file:
            found = json.load(file)
    except FileNotFoundError:
        raise ValueError(
            f"{where} does not exist: no export to this folder has finished; run it again"
        ) from None
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ValueError(f"{where} is not a manifest; run the export again")
    return found


def records(folder: str | os.PathLike[str], kind: str) -> Iterator[Record]:
    """Return an iterator over the records of one kind, in the order of the project.

    :param kind: a key of ``records`` in the manifest, such as ``"tasks"``
    :raises ValueError: the export has not finished, or has no such kind
    """
    kinds = manifest_of(folder).get("records", {})
    if kind not in kinds:
        raise ValueError(
            f"the export has no {short(kind)}; its kinds of records are {', '.join(kinds)}"
        )
    return lines(os.path.join(os.fspath(folder), kinds[kind]["path"]))


def lines(where: str) -> Iterator[Any]:
    """Yield the value on each line of a JSON Lines file."""
    with open(where, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                record = json.loads(line)
            except ValueError:
                raise ValueError(f"{where}, line {number}: not valid JSON") from None
            yield record


def verify(folder: str | os.PathLike[str]) -> list[str]:
    """Return the problems of an export, one sentence each; an empty list if there are none.

    Compares each file with its checksum. A file or project that Asana did not return is also a
    problem. Sends no request.

    :raises ValueError: the export has not finished
    """
    where = os.fspath(folder)
    manifest = manifest_of(where)
    found: list[str] = []
    for each in manifest.get("parts", ()):
        found += [f"{each['path']}: {problem}" for problem in _part(where, each)]
    parts = list(manifest.get("records", {}).values())
    found += [problem for part in parts for problem in _problem(where, part)]
    if not found and "files" in manifest.get("records", {}):
        for file in records(where, "files"):
            found += _problem(where, file)
    for each in manifest.get("skipped", ()):
        found.append(f"{PROJECTS}/{each['project']}: {each['reason']}")
    missing = manifest.get("files", {}).get("missing", ())
    return found + [f"attachment {each['attachment']}: {each['reason']}" for each in missing]


def _part(folder: str, part: Record) -> list[str]:
    try:
        return verify(os.path.join(folder, part["path"]))
    except ValueError as error:
        return [str(error)]


def _problem(folder: str, part: Record) -> list[str]:
    """Return the problems of one file."""
    try:
        size, found = digest(os.path.join(folder, part["path"]))
    except OSError as error:
        return [f"{part['path']}: {error.strerror}"]
    if found == part["sha256"]:
        return []
    was = part.get("bytes", part.get("size"))
    return [
        f"{part['path']}: the content differs from what was written ({size} bytes, not {was})"
        if size != was
        else f"{part['path']}: the content differs from what was written"
    ]
