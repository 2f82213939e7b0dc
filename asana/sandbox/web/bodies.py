"""Reading request bodies: JSON, forms, and uploads that are streamed to disk."""

import contextlib
import json
import re
from io import BytesIO
from typing import IO, Any
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

MAX_TEXT = 10 * 1024 * 1024  # bytes of a body, or of the parts of a form that are not files

_MULTIPART = "multipart/form-data"
_FORM = "application/x-www-form-urlencoded"
_INDEXED = re.compile(r"(.+)\[(\d{0,6})\]")
_CHUNK = 64 * 1024
# Forms have no null, so in these fields the word stands for it.
_NULLABLE_IN_FORMS = frozenset(
    ["insert_before", "insert_after", "before_section", "after_section", "parent", "assignee"]
)


def read_body(request: Request, spool: Spool) -> Body:
    """Return the body. It is always read to its end, because the connection is reused."""
    stream = get_input_stream(request.environ)
    try:
        if request.method not in ("POST", "PUT"):
            return Body()
        return _parse(request, stream, spool)
    except ApiError as error:
        return Body(problem=error)
    except HTTPException:  # Werkzeug's refusals of what it reads
        return Body(problem=invalid("Could not parse request data"))
    finally:
        with contextlib.suppress(HTTPException):  # the client has gone
            while stream.read(_CHUNK):
                pass


def _parse(request: Request, stream: IO[bytes], spool: Spool) -> Body:
    if request.mimetype == _MULTIPART:
        return _multipart(request, stream, spool)
    raw = stream.read(MAX_TEXT + 1)
    if len(raw) > MAX_TEXT:
        raise too_large(MAX_TEXT)
    if request.mimetype == _FORM:
        _, form, _ = FormDataParser().parse(BytesIO(raw), _FORM, len(raw))
        return _form_body(form.to_dict())
    if not raw.strip():
        return Body()
    try:
        return _json_body(json.loads(raw))
    except ValueError:
        return Body(problem=invalid("Could not parse request data, invalid JSON"))


def _json_body(parsed: Any) -> Body:
    if not isinstance(parsed, dict):
        return Body(parsed=parsed, problem=invalid("Could not parse request data, invalid JSON"))
    body = Body(parsed=parsed)
    for key in parsed:
        if key not in ("data", "options"):
            body.problem = invalid(
                f"Unrecognized request field {key} . The only allowed keys at the top level are: "
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
    """Read flat fields, options that start with `opt_`, and arrays like `followers[0]`."""
    body = Body(parsed=form)
    arrays: dict[str, list[tuple[int, str]]] = {}
    for key, value in form.items():
        indexed = _INDEXED.fullmatch(key)
        if key.startswith("opt_"):
            body.options[key[4:]] = value
        elif indexed:
            array = arrays.setdefault(indexed[1], [])
            array.append((int(indexed[2] or len(array)), value))
        elif value == "null" and key in _NULLABLE_IN_FORMS:
            body.data[key] = None
        else:
            body.data[key] = value
    body.data |= {name: [value for _, value in sorted(array)] for name, array in arrays.items()}
    return body


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
    """Decode percent-encoded UTF-8, which Asana expects; leave anything else as it is."""
    try:
        return unquote(name, errors="strict")
    except UnicodeDecodeError:
        return name
