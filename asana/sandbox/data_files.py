"""Files with the state of a sandbox: reading them, writing them, and what is wrong with them."""

import difflib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

Data = str | os.PathLike[str] | Mapping[str, Any]

# Where in the data something is: the place around it, and its key or index in there.
Place = tuple["Place", str | int] | tuple[()]


class DataError(ValueError):
    """Data that are no state of a sandbox; says where, and what was expected there."""


def wrong(place: Place, expected: str) -> DataError:
    """What is wrong at a place."""
    where = spell(place)
    return DataError(f"{where}: {expected}" if where else expected)


def expected(key: str, known: Iterable[str]) -> str:
    """What should stand in place of an unknown key."""
    names = sorted(known)
    close = difflib.get_close_matches(key, names, 1)
    if close:
        return f"expected {close[0]!r} instead"
    return f"expected one of {', '.join(names)}"


def spell(place: Place) -> str:
    """A place as a path of keys, such as `tasks[3].assignee`."""
    if not place:
        return ""
    around, key = place
    before = spell(around)
    if isinstance(key, int):
        return f"{before}[{key}]"
    return f"{before}.{key}" if before else key


def read(data: Data) -> tuple[Mapping[str, Any], str]:
    """The data, from a file if it is one, and the name to call it by in what is wrong with it."""
    if isinstance(data, Mapping):
        return data, ""
    path = Path(data)
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataError(f"cannot read {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: expected UTF-8, {error}") from error
    except json.JSONDecodeError as error:
        raise DataError(
            f"{path}, line {error.lineno}, column {error.colno}: expected JSON, {error.msg}"
        ) from error
    if not isinstance(found, dict):
        raise DataError(f"{path}: expected a JSON object")
    return found, f"{path}: "


def write(path: str | os.PathLike[str], state: Mapping[str, Any]) -> None:
    """Write a file so that at any time there is either the old one or the new one, whole."""
    target = Path(path).resolve()
    text = json.dumps(state, indent=2, ensure_ascii=False) + "\n"
    number, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    try:
        with open(number, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            os.chmod(name, target.stat().st_mode & 0o777)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
