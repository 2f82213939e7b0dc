"""Reading and writing data files."""

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from asana.sandbox.data.problems import DataError

Data = str | os.PathLike[str] | Mapping[str, Any]


def read(data: Data) -> tuple[Mapping[str, Any], str]:
    """Return the data, which is read if it is a file, and a prefix for error messages."""
    if isinstance(data, Mapping):
        return data, ""
    if not isinstance(data, str | os.PathLike):
        raise DataError(f"data must be the path of a file or a mapping, not {data!r}")
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
    """Write a file atomically."""
    target = Path(path).resolve()
    text = json.dumps(state, indent=2, ensure_ascii=False) + "\n"
    number, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    try:
        # Lone surrogates, which UTF-8 cannot encode, are escaped as in JSON.
        with open(number, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            os.chmod(name, target.stat().st_mode & 0o777)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
