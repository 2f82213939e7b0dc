"""The complete message of each wrong argument, which is refused before anything is sent."""

import io
import re
from collections.abc import Callable
from datetime import datetime
from enum import Enum
from typing import Any

import pytest

import asana
from asana._http import multipart
from tests.test_conventions import Recorder
from tests.test_read_only import client_of

# The names here are made up.
pytestmark = pytest.mark.filterwarnings("ignore::asana.UnknownNameWarning")

Use = Callable[[asana.Client], Any]

UNHASHABLE: Any = [([], 1)]
LONE = "\ud800"  # half of a surrogate pair
LONG = 10**5000
NUMBER: Any = 5
NESTED = 'the fields are nested one level too deep, in a field "data"; Asana would ignore them'
WRAPPED = (
    'pass the fields directly, or all of them in {"data": {…}} with only options next to it; '
    "Asana would ignore the rest"
)
JSONP = "opt_jsonp is not supported: its response is not JSON"
NO_URL = "base_url must be an http or https URL, such as https://host:port/path"
WITH_MORE = "base_url must not have credentials, a query or a fragment"
TEXT_MODE = "the file to upload is open in text mode; open it in binary mode ('rb')"
HEADER = "the value of the header X must be one line of latin-1 text"
NONE = "a is None, so it is not sent: omit it, or pass a value"


class Key(Enum):
    NAME = "name"


class Numbers(io.RawIOBase):
    """A file that returns numbers."""

    def read(self, size: int = -1) -> Any:
        return 5


def refused(use: Use, kind: type[Exception], message: str, **options: Any) -> None:
    recorder = Recorder()
    with pytest.raises(kind) as caught:
        use(client_of(recorder, **options))
    assert (type(caught.value), str(caught.value)) == (kind, message)
    assert recorder.requests == []


@pytest.mark.parametrize(
    ("use", "what"),
    [
        (lambda c: c.get("/x", UNHASHABLE), "params must be a dictionary, not list"),
        (lambda c: c.get("/x", query=UNHASHABLE), "params must be a dictionary, not list"),
        (lambda c: c.get("/x", params=UNHASHABLE), "params must be a dictionary, not list"),
        (lambda c: c.get("/x", {"a": 1}, params=UNHASHABLE), "params must be a dictionary"),
        (lambda c: c.get("/x", UNHASHABLE, params={"a": 1}), "query must be a dictionary"),
        (lambda c: c.get("/x", NUMBER), "params must be a dictionary, not int"),
        (lambda c: c.get_collection("/x", NUMBER), "params must be a dictionary, not int"),
        (lambda c: c.post("/x", UNHASHABLE), "data must be a dictionary, not list"),
        (lambda c: c.post("/x", NUMBER), "data must be a dictionary, not int"),
        (lambda c: c.post("/x", {}, params=UNHASHABLE), "params must be a dictionary, not list"),
        (lambda c: c.put("/x", {}, query=UNHASHABLE), "query must be a dictionary, not list"),
        (lambda c: c.post("/x", {"data": {}, "options": 5}), "options must be a dictionary"),
        (lambda c: c.post("/x", {"actions": [{"data": 5}]}), "data must be a dictionary, not int"),
        (lambda c: c.post("/batch", {"actions": [5]}), "an action must be a dictionary, not int"),
        (lambda c: c.delete("/x", UNHASHABLE), "params must be a dictionary, not list"),
        (lambda c: c.delete("/x", params=UNHASHABLE), "params must be a dictionary, not list"),
        (lambda c: c.delete("/x", UNHASHABLE, params={}), "params must be a dictionary, not list"),
        (lambda c: c.request("get", "/x", NUMBER), "params must be a dictionary, not int"),
        (lambda c: c.request("post", "/x", NUMBER), "query must be a dictionary, not int"),
        (lambda c: c.request("post", "/x", data=NUMBER), "data must be a dictionary, not int"),
    ],
)
def test_what_is_no_dictionary(use: Use, what: str) -> None:
    with pytest.raises(TypeError, match=f"^{what}"):
        use(asana.Client())


@pytest.mark.parametrize(
    ("use", "kind", "message"),
    [
        (lambda c: c.request(), TypeError, "missing argument: method"),
        (lambda c: c.request("get"), TypeError, "missing argument: path"),
        (lambda c: c.request(path="/x"), TypeError, "missing argument: method"),
        (lambda c: c.get(), TypeError, "missing argument: path"),
        (lambda c: c.get_collection(), TypeError, "missing argument: path"),
        (lambda c: c.post(), TypeError, "missing argument: path"),
        (lambda c: c.put(), TypeError, "missing argument: path"),
        (lambda c: c.delete(), TypeError, "missing argument: path"),
        (
            lambda c: c.request(NUMBER, "/x"),
            TypeError,
            'method must be a string such as "GET", not int',
        ),
        (
            lambda c: c.request(Key.NAME, "/x"),
            ValueError,
            "method must be one of GET, DELETE, POST, PUT, PATCH, not <Key.NAME: 'name'>",
        ),
        (
            lambda c: c.request("get", "/x", data={"a": 1}),
            ValueError,
            "a GET request has no body: pass its parameters as params=",
        ),
        (
            lambda c: c.request("Delete", "/x", data={"a": 1}),
            ValueError,
            "a DELETE request has no body: pass its parameters as params=",
        ),
        (
            lambda c: c.put("/x", {}, method="get"),
            ValueError,
            "the option method can be used only with POST",
        ),
        (
            lambda c: c.get("/x", method="get"),
            ValueError,
            "the option method can be used only with POST",
        ),
        (lambda c: c.post("/x", {"data": {"data": {}}}), ValueError, NESTED),
        (lambda c: c.post("/x", {"data": {"data": 1}}), ValueError, NESTED),
        (lambda c: c.post("/x", {}, data=1), ValueError, NESTED),
        (lambda c: c.post("/x", {"actions": [{"data": {"data": {}}}]}), ValueError, NESTED),
        (lambda c: c.post("/x", {"actions": [{}, {"data": {"data": 1}}]}), ValueError, NESTED),
        (lambda c: c.post("/x", {"data": {}, "name": 1}), ValueError, WRAPPED),
        (lambda c: c.post("/x", {"data": 1}), ValueError, WRAPPED),
        (lambda c: c.post("/x", {"data": {}, "opt_jsonp": "f"}), ValueError, WRAPPED),
        (lambda c: c.post("/x", {"opt_jsonp": "f"}), ValueError, JSONP),
        (lambda c: c.post("/x", {"data": {"opt_jsonp": "f"}}), ValueError, JSONP),
        (lambda c: c.post("/x", {"data": {}, "options": {"jsonp": "f"}}), ValueError, JSONP),
        (lambda c: c.get("/x", {"opt_jsonp": "f"}), ValueError, JSONP),
        (lambda c: c.get("/x", {"a": None}, strict=True), TypeError, NONE),
        (lambda c: c.get_collection("/x", {"a": None}, strict=True), TypeError, NONE),
        (lambda c: c.put("/x", {}, query={"a": None}, strict=True), TypeError, NONE),
        (lambda c: c.delete("/x", {"a": None}, strict=True), TypeError, NONE),
        (
            lambda c: c.post("/x", {"a": None}, files={"file": b"x"}, strict=True),
            TypeError,
            NONE,
        ),
        (
            lambda c: c.get("/x", {5: None}, strict=True),
            TypeError,
            NONE.replace("a is", "5 is"),
        ),
        (
            lambda c: c.get("/x", {"a" * 60: None}, strict=True),
            TypeError,
            NONE.replace("a is", f"{'a' * 60} is"),
        ),
        (
            lambda c: c.get("/x", {"a" * 61: None}, strict=True),
            TypeError,
            NONE.replace("a is", f"'{'a' * 27}...{'a' * 28}' is"),
        ),
    ],
)
def test_what_no_verb_takes(use: Use, kind: type[Exception], message: str) -> None:
    refused(use, kind, message)


@pytest.mark.parametrize(
    ("value", "kind", "message"),
    [
        (5, TypeError, "base_url must be a string, not int"),
        ("ftp://asana.example", ValueError, NO_URL),
        ("asana.example", ValueError, NO_URL),
        ("https://", ValueError, NO_URL),
        ("https://asana.example:port", ValueError, NO_URL),
        ("https://asana.example/a b", ValueError, NO_URL),
        ("https://asana.example/\x7f", ValueError, NO_URL),
        ("https://asana.example/\x00", ValueError, NO_URL),
        (f"https://{LONE}", ValueError, NO_URL),
        ("https://user:password@asana.example", ValueError, WITH_MORE),
        ("https://@asana.example", ValueError, WITH_MORE),
        ("https://asana.example?a=1", ValueError, WITH_MORE),
        ("https://asana.example#a", ValueError, WITH_MORE),
    ],
)
def test_what_is_no_base_url(value: Any, kind: type[Exception], message: str) -> None:
    refused(lambda c: c.get("/x", base_url=value), kind, message)


@pytest.mark.parametrize(
    ("value", "kind", "message"),
    [
        ("x", ValueError, "path must begin with a slash, not 'x'"),
        (5, TypeError, "path must be a string, not int"),
        (f"/{LONE}", ValueError, r"path is not valid text: '/\ud800'"),
    ],
)
@pytest.mark.parametrize("verb", ["get", "get_collection", "post", "put", "delete"])
def test_what_is_no_path(verb: str, value: Any, kind: type[Exception], message: str) -> None:
    refused(lambda c: getattr(c, verb)(value), kind, message)


@pytest.mark.parametrize(
    ("params", "kind", "message"),
    [
        (
            {"a": {"b": 1}},
            TypeError,
            "the parameter 'a' cannot be a dictionary or contain a dictionary",
        ),
        (
            {"a": [{}]},
            TypeError,
            "the parameter 'a' cannot be a dictionary or contain a dictionary",
        ),
        ({"a": [None]}, TypeError, "the parameter 'a' cannot be None or contain None"),
        ({"a": object()}, TypeError, "the parameter 'a' cannot be of type object"),
        ({"a": [object()]}, TypeError, "the parameter 'a' cannot be of type object"),
        ({"a": len}, TypeError, "the parameter 'a' cannot be of type builtin_function_or_method"),
        ({"a": int}, TypeError, "the parameter 'a' cannot be of type type"),
        (
            {"a": LONG},
            ValueError,
            "the parameter 'a' has too many digits: a number of 5001 digits",
        ),
        (
            {"a": [LONG]},
            ValueError,
            "the parameter 'a' has too many digits: a number of 5001 digits",
        ),
        ({"a": b"\xff"}, ValueError, r"the parameter 'a' is not UTF-8: b'\xff'"),
        ({"a": bytearray(b"\xff")}, ValueError, r"the parameter 'a' is not UTF-8: b'\xff'"),
        ({"a": LONE}, ValueError, r"the parameter 'a' is not valid text: '\ud800'"),
        ({LONE: 1}, ValueError, r"the name of a parameter is not valid text: '\ud800'"),
        (
            {LONG: 1},
            ValueError,
            "the name of a parameter has too many digits: a number of 5001 digits",
        ),
    ],
)
def test_what_no_query_contains(params: Any, kind: type[Exception], message: str) -> None:
    refused(lambda c: c.get("/x", params), kind, message)
    refused(lambda c: c.post("/x", {}, query=params), kind, message)


@pytest.mark.parametrize(
    ("data", "kind", "message"),
    [
        (
            {"a": object()},
            TypeError,
            "the field 'a' cannot be encoded as JSON: values of type object are not supported",
        ),
        (
            {"a": 1, "b": [b"x"]},
            TypeError,
            "the field 'b' cannot be encoded as JSON: values of type bytes are not supported",
        ),
        (
            {"a": datetime(2026, 3, 1)},
            ValueError,
            "the field 'a' cannot be encoded as JSON: datetime.datetime(2026, 3, 1, 0, 0) has no "
            "time zone, so it is ambiguous: set its tzinfo",
        ),
        (
            {Key.NAME: object()},
            TypeError,
            "the field <Key.NAME: 'name'> cannot be encoded as JSON: values of type object are "
            "not supported",
        ),
        (
            {Key.NAME: iter([1])},
            TypeError,
            "the body cannot be encoded as JSON: with keys that are not strings, use lists "
            "instead of iterators",
        ),
        (
            {(1,): 2},
            TypeError,
            "the field (1,) cannot be encoded as JSON: keys must be str, int, float, bool or "
            "None, not tuple",
        ),
    ],
)
def test_what_no_body_contains(data: Any, kind: type[Exception], message: str) -> None:
    refused(lambda c: c.post("/x", data), kind, message)


def test_a_long_reason_is_cut_in_the_message() -> None:
    kind = type("K" * 300, (), {})
    reason = f"values of type {'K' * 300} are not supported"[:150]
    message = f"the field 'a' cannot be encoded as JSON: {reason}"
    refused(lambda c: c.put("/x", {"a": kind()}), TypeError, message)


@pytest.mark.parametrize(
    ("headers", "message"),
    [
        ({"a b": 1}, "not a valid header name: 'a b'"),
        ({5: "a"}, "not a valid header name: 5"),
        ({b"a b": 1}, "not a valid header name: 'a b'"),
        ({"X": "a\nb"}, HEADER),
        ({"X": LONG}, HEADER),
        ({"X": [1, "a\n"]}, HEADER),
        ({"X": [LONG]}, HEADER),
        ({b"X": b"a\n"}, HEADER),
        ({"X": "Щ"}, HEADER),
    ],
)
def test_what_is_no_header(headers: Any, message: str) -> None:
    refused(lambda c: c.get("/x", headers=headers), ValueError, message)
    refused(lambda c: c.post("/x", {}), ValueError, message, headers=headers)


@pytest.mark.parametrize(
    ("url", "kind", "message"),
    [
        (5, TypeError, "the URL of a download must be a string, not int"),
        ("ftp://h", ValueError, "the URL of a download must be an http or https URL"),
        ("https://h:port/x", ValueError, "the URL of a download must be an http or https URL"),
        ("https://u:p@h/x", ValueError, "the URL of a download must be an http or https URL"),
        ("http://h/x", ValueError, "the URL of a download must be https, or on this machine"),
        (f"https://h/{LONE}", ValueError, "the URL of a download is not valid text: "),
    ],
)
def test_what_no_download_takes(url: Any, kind: type[Exception], message: str) -> None:
    shown = repr(url) if message.endswith(" ") else ""
    refused(lambda c: c.download(url, io.BytesIO()), kind, message + shown)


@pytest.mark.parametrize(
    ("target", "progress", "kind", "message"),
    [
        (5, None, TypeError, "target must be a path or a file object, not int"),
        (io.BytesIO(), 5, TypeError, "progress must be callable, not int"),
        (io.BytesIO(), "x", TypeError, "progress must be callable, not str"),
        (
            "a\0b",
            None,
            ValueError,
            r"the target of a download must be a valid path, not 'a\x00b'",
        ),
    ],
)
def test_where_no_download_goes(
    target: Any, progress: Any, kind: type[Exception], message: str
) -> None:
    refused(lambda c: c.download("https://h/x", target, progress), kind, message)


@pytest.mark.parametrize(
    ("files", "kind", "message"),
    [
        (5, TypeError, "files must be a dictionary or a list of pairs, not int"),
        ("f", TypeError, "files must be a dictionary or a list of pairs, not str"),
        (b"f", TypeError, "files must be a dictionary or a list of pairs, not bytes"),
        ([5], TypeError, "files must consist of pairs (field, file), not int"),
        ([(1, 2, 3)], TypeError, "files must consist of pairs (field, file), not tuple"),
        (["ab"], TypeError, "files must consist of pairs (field, file), not str"),
        ({None: b"x"}, TypeError, "the field of a file must be a string, not None"),
        ({b"\xff": b"x"}, ValueError, r"the field of a file is not UTF-8: b'\xff'"),
        (
            {LONG: b"x"},
            ValueError,
            "the field of a file has too many digits: a number of 5001 digits",
        ),
        ({LONE: ("a", b"x")}, ValueError, r"the name of a field is not valid text: '\ud800'"),
        ({"file": LONE}, ValueError, r"the content of a file is not valid text: '\ud800'"),
        ({"file": io.StringIO("x")}, TypeError, TEXT_MODE),
        ({"file": 5}, TypeError, "an upload must be bytes, a string or a file object, not int"),
        ({"file": Numbers()}, TypeError, "the file to upload must return bytes, not int"),
    ],
)
def test_what_no_upload_takes(files: Any, kind: type[Exception], message: str) -> None:
    refused(lambda c: c.post("/x", {}, files=files), kind, message)


@pytest.mark.parametrize(
    ("parts", "kind", "message"),
    [
        ((1,), ValueError, "a file must be (name, content, content type, headers), not 1 values"),
        (
            ("a", b"x", "k", {}, 5),
            ValueError,
            "a file must be (name, content, content type, headers), not 5 values",
        ),
        ((5, b"x"), TypeError, "the name of a file must be a string, not int"),
        (("a/", b"x"), ValueError, "not a file name: 'a/'"),
        ((LONE, b"x"), ValueError, r"the name of a file is not valid text: '\ud800'"),
        (("a", LONE), ValueError, r"the content of a file is not valid text: '\ud800'"),
        (
            ("a", b"x", b"\xff"),
            ValueError,
            r"the content type of a file is not UTF-8: b'\xff'",
        ),
        (
            ("a", b"x", LONG),
            ValueError,
            "the content type of a file has too many digits: a number of 5001 digits",
        ),
        (("a", b"x", None, 5), TypeError, "the headers of a file must be a dictionary, not int"),
        (("a", b"x", None, {None: 1}), TypeError, "a header of a file must be a string, not None"),
        (
            ("a", b"x", None, {b"\xff": 1}),
            ValueError,
            r"a header of a file is not UTF-8: b'\xff'",
        ),
        (
            ("a", b"x", None, {"X": b"\xff"}),
            ValueError,
            r"a header of a file is not UTF-8: b'\xff'",
        ),
        *(
            (
                ("a", b"x", None, {"X": f"a{end}b"}),
                ValueError,
                "the content type and headers of a file cannot have line breaks",
            )
            for end in "\r\n\0"
        ),
    ],
)
def test_what_is_no_part_of_an_upload(parts: Any, kind: type[Exception], message: str) -> None:
    refused(lambda c: c.post("/x", {}, files={"file": parts}), kind, message)


def test_a_field_and_a_header_of_an_upload_are_valid_text() -> None:
    with pytest.raises(ValueError, match=r"^the field 'a' is not valid text: '\\ud800'$"):
        multipart.encode({"a": LONE}, {})
    with pytest.raises(ValueError, match=r"^the name of a field is not valid text: '\\ud800'$"):
        multipart.encode({LONE: "a"}, {})
    shown = re.escape(r"X: \ud800\r\n\r\n'")
    with pytest.raises(ValueError, match=f"^a header of a file is not valid text: .*{shown}$"):
        multipart.encode({}, {"file": ("a", b"x", None, {"X": LONE})})
