"""Reading request bodies: JSON, forms, and uploads that are streamed to disk."""

import json
import re
from collections.abc import Iterable
from io import BytesIO
from typing import IO, Any, NoReturn
from urllib.parse import unquote

from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import HTTPException
from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_options_header
from werkzeug.wrappers import Request
from werkzeug.wsgi import get_input_stream

from asana.sandbox.api.messages import Body
from asana.sandbox.errors import ApiError, invalid, too_large
from asana.sandbox.records.storage import Spool, Upload
from asana.sandbox.web.connections import Wire

MAX_TEXT = 10 * 1024 * 1024  # bytes of a body, or of the parts of a form that are not files
MAX_DEPTH = 100  # nesting of arrays and objects
MAX_DIGITS = 1000  # of a number; parsing in Python takes quadratic time
MAX_REST = 128 * 1024 * 1024  # bytes of a rejected body to read before the connection is closed

_MULTIPART = "multipart/form-data"
_FORM = "application/x-www-form-urlencoded"
_INDEXED = re.compile(r"(.+)\[(\d{0,6})\]")
_OPTION = re.compile(r"(?:opt_|options\.)(.+)", re.DOTALL)
_CHUNK = 64 * 1024
# Forms have no null, so the word null means it in these fields.
_NULLABLE_IN_FORMS = frozenset(
    ["insert_before", "insert_after", "before_section", "after_section", "parent", "assignee"]
)


def read_body(request: Request, spool: Spool) -> Body:
    """Return the body, read to its end because the connection is reused."""
    wire = Wire.of(request.environ)
    wire.read = True
    if wire.endless:
        return Body(problem=_unreadable())
    stream = get_input_stream(request.environ)
    try:
        return _parse(request, stream, spool) if request.method in ("POST", "PUT") else Body()
    except ApiError as error:
        return Body(problem=error)
    except (HTTPException, OSError):  # bodies that Werkzeug rejects
        return Body(problem=_unreadable())
    finally:
        wire.endless = not _skip(stream)
        _mark_as_read(request)


def read_json(request: Request) -> Any:
    """Return the JSON of a body, regardless of its Content-Type; None if it is empty."""
    wire = Wire.of(request.environ)
    wire.read = True
    if wire.endless:
        raise _unreadable()
    stream = get_input_stream(request.environ)
    try:
        raw = _read(stream, MAX_REST)
        return _read_json(raw) if raw.strip() else None
    except (HTTPException, OSError, ValueError, RecursionError):
        raise _unreadable() from None
    finally:
        wire.endless = not _skip(stream)
        _mark_as_read(request)


def skip_body(request: Request) -> None:
    """Read and discard a body, unless it has been read."""
    wire = Wire.of(request.environ)
    if not wire.read:
        wire.read = True
        wire.endless = wire.endless or not _skip(get_input_stream(request.environ))
        _mark_as_read(request)


def _mark_as_read(request: Request) -> None:
    """Leave nothing to read: tracers read the body later, and would block."""
    request.environ.update({"wsgi.input": BytesIO(), "wsgi.input_terminated": True})


def _skip(stream: IO[bytes]) -> bool:
    """Read a stream to its end; return whether that was possible."""
    rest = MAX_REST
    try:
        while rest > 0 and (chunk := stream.read(_CHUNK)):
            rest -= len(chunk)
    except (HTTPException, OSError):  # the body is invalid, or the client has disconnected
        return False
    return rest > 0


def _unreadable() -> ApiError:
    return invalid("Could not parse request data")


def _parse(request: Request, stream: IO[bytes], spool: Spool) -> Body:
    if request.mimetype == _MULTIPART:
        return _multipart(request, stream, spool)
    raw = _read(stream, MAX_TEXT)
    body = _parse_text(request, raw)
    body.size = len(raw)
    return body


def _read(stream: IO[bytes], limit: int) -> bytearray:
    raw = bytearray()
    while chunk := stream.read(_CHUNK):  # the last read detects a truncated body
        raw += chunk
        if len(raw) > limit:
            raise too_large(limit)
    return raw


def _parse_text(request: Request, raw: bytearray) -> Body:
    if request.mimetype == _FORM:
        _, form, _ = FormDataParser().parse(BytesIO(raw), _FORM, len(raw))
        return _form_body(form.to_dict())
    if not raw.strip():
        return Body()
    try:
        return _json_body(_read_json(raw))
    except (ValueError, RecursionError):
        return Body(problem=invalid("Could not parse request data, invalid JSON"))


def _read_json(raw: bytearray) -> Any:
    """Parse JSON strictly; ValueError for Python's extensions of JSON and for deep nesting."""
    parsed = json.loads(raw, parse_constant=_refuse, parse_int=_whole)
    level = [parsed]
    for _ in range(MAX_DEPTH):
        level = [each for value in level for each in _inside(value)]
        if not level:
            return parsed
    raise ValueError("too deep")


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _whole(digits: str) -> int:
    return int(digits) if len(digits) <= MAX_DIGITS else _refuse(digits)


def _json_body(parsed: Any) -> Body:
    if not isinstance(parsed, dict):
        return Body(parsed=parsed, problem=invalid("Could not parse request data, invalid JSON"))
    body = Body(parsed=parsed)
    for key in parsed:
        if key not in ("data", "options"):
            body.problem = invalid(
                f"Unrecognized request field `{key}`. The only allowed keys at the top level are: "
                "data, options. Is it possible you did not wrap object properties in a data object?"
            )
            return body
    for key in ("data", "options"):
        value = parsed.get(key) or {}
        if not isinstance(value, dict):
            body.problem = invalid(f"{key}: Value is not a JSON object: {json.dumps(value)}")
            return body
        setattr(body, key, value)
    return body


def _form_body(form: dict[str, str]) -> Body:
    """Read flat fields, options such as `opt_fields` and `options.fields`, and arrays."""
    body = Body(parsed=form)
    for key, value in _with_arrays(form).items():
        option = _OPTION.fullmatch(key)
        if option:
            body.options[option[1]] = value
        elif value == "null" and key in _NULLABLE_IN_FORMS:
            body.data[key] = None
        else:
            body.data[key] = value
    return body


def _with_arrays(form: dict[str, str]) -> dict[str, Any]:
    """Return a form with the items of arrays, such as `followers[0]`, merged into one value."""
    values: dict[str, Any] = {}
    arrays: dict[str, list[tuple[int, str]]] = {}
    for key, value in form.items():
        indexed = _INDEXED.fullmatch(key)
        if indexed:
            array = arrays.setdefault(indexed[1], [])
            array.append((int(indexed[2] or len(array)), value))
        else:
            values[key] = value
    return values | {name: [value for _, value in sorted(array)] for name, array in arrays.items()}


# Uploads


def _multipart(request: Request, stream: IO[bytes], spool: Spool) -> Body:
    parser = FormDataParser(
        stream_factory=spool.open, max_form_memory_size=MAX_TEXT, max_form_parts=1000
    )
    # A truncated or malformed body has neither fields nor files.
    _, form, files = parser.parse(
        stream, _MULTIPART, request.content_length, request.mimetype_params
    )
    body = _form_body(form.to_dict())
    body.size = sum(len(name) + len(value) for name, value in form.items())
    body.files = {str(name): _upload(part, spool) for name, part in files.items()}
    return body


def _upload(part: FileStorage, spool: Spool) -> Upload:
    return spool.written(_file_name(part), part.stream)


def _file_name(part: FileStorage) -> str:
    """Return the file name in any encoding, without directories and control characters."""
    name = part.filename or ""
    _, parameters = parse_options_header(part.headers.get("Content-Disposition"))
    if "filename*" not in part.headers.get("Content-Disposition", ""):
        name = _decoded(parameters.get("filename", name))
    base = re.split(r"[/\\]", name)[-1]
    return "".join(letter for letter in base if letter.isprintable()).strip() or "unnamed"


def _decoded(name: str) -> str:
    """Decode percent-encoded UTF-8, which Asana expects; return anything else unchanged."""
    try:
        return unquote(name, errors="strict")
    except UnicodeDecodeError:
        return name
