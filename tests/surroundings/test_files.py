"""File objects of all kinds, and the names under which they are uploaded."""

import codecs
import enum
import gzip
import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import flask
import pytest
from django.core.files.uploadedfile import (  # type: ignore[import-untyped]
    SimpleUploadedFile,
    TemporaryUploadedFile,
)

import asana
from asana.webhook import Receiver
from tests.faults import failure
from tests.hook_server import in_django
from tests.old_code.work import DONE, MAKERS, Connect, Serve, Sleeps, parts

CONTENT = b"caf\xc3\xa9\r\n\0" * 3


class Reader:
    """Has only `read`."""

    def __init__(self, content: bytes = CONTENT) -> None:
        self.inner = io.BytesIO(content)

    def read(self, size: int = -1) -> Any:
        return self.inner.read(size)


class SeeksToNone(Reader):
    """Can seek, but does not return the position."""

    def seek(self, *args: int) -> None:
        self.inner.seek(*args)

    def tell(self) -> int:
        return self.inner.tell()


class BytesThatSeekToNone(io.BytesIO):
    def seek(self, *args: int) -> Any:
        super().seek(*args)


class WithoutTell(Reader):
    def seek(self, *args: int) -> int:
        return self.inner.seek(*args)


class TellsNone(WithoutTell):
    """Can seek, but cannot tell the position."""

    def tell(self) -> Any:
        return None


class CannotSeek(Reader):
    def seek(self, *args: int) -> int:
        raise io.UnsupportedOperation("seek")

    def tell(self) -> int:
        raise io.UnsupportedOperation("tell")


class FailsToSeek(Reader):
    """Can tell the position, but cannot seek."""

    def tell(self) -> int:
        return self.inner.tell()

    def seek(self, *args: int) -> int:
        raise ValueError("this stream goes in one direction")


class WithoutSize:
    """Reads everything at once."""

    def __init__(self) -> None:
        self.left = [CONTENT]

    def read(self) -> bytes:
        return self.left.pop() if self.left else b""


class GivesBytearrays(Reader):
    def read(self, size: int = -1) -> Any:
        return bytearray(super().read(size))


class GivesLittle(Reader):
    def read(self, size: int = -1) -> Any:
        return super().read(1)


def zipped() -> Any:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("x", CONTENT)
    return zipfile.ZipFile(held).open("x")


class PretendsToSeek(Reader):
    """Accepts every position, and does not move."""

    def tell(self) -> int:
        return 0

    def seek(self, *args: int) -> None:
        pass


class GoesForward(Reader):
    def tell(self) -> int:
        return self.inner.tell()

    def seek(self, place: int, whence: int = 0) -> int:
        if not whence and place < self.inner.tell():
            raise ValueError("this stream goes in one direction")
        return self.inner.seek(place, whence)


class KnowsNoEnd(Reader):
    def tell(self) -> int:
        return self.inner.tell()

    def seek(self, place: int) -> int:
        return self.inner.seek(place)


class StaysAtItsEnd(SeeksToNone):
    """Cannot seek back after reaching its end."""

    ended = False

    def seek(self, *args: int) -> None:
        self.ended = self.ended or args[1:] == (io.SEEK_END,)
        if not self.ended or args[1:]:
            super().seek(*args)


class ReadsAll(SeeksToNone):
    """Ignores the size."""

    def read(self, size: int = -1) -> Any:
        return self.inner.read()


BINARY: dict[str, Callable[[], Any]] = {
    "seek gives None": SeeksToNone,
    "BytesIO whose seek gives None": lambda: BytesThatSeekToNone(CONTENT),
    "no seek": Reader,
    "no tell": WithoutTell,
    "tell gives None": TellsNone,
    "seek is refused": CannotSeek,
    "seek fails": FailsToSeek,
    "seek does nothing": PretendsToSeek,
    "seek goes forward": GoesForward,
    "seek knows no end": KnowsNoEnd,
    "read heeds no size": ReadsAll,
    "read takes no size": WithoutSize,
    "bytearrays": GivesBytearrays,
    "a byte at a time": GivesLittle,
    "BytesIO": lambda: io.BytesIO(CONTENT),
    "buffered": lambda: io.BufferedReader(io.BytesIO(CONTENT)),
    "gzip": lambda: gzip.GzipFile(fileobj=io.BytesIO(gzip.compress(CONTENT))),
    "zip": zipped,
    "Django": lambda: SimpleUploadedFile("x", CONTENT),
    "bytes": lambda: CONTENT,
    "bytearray": lambda: bytearray(CONTENT),
    "memoryview": lambda: memoryview(CONTENT),
}

UPLOADS: dict[str, Callable[..., Any]] = {
    "current": lambda c, file: c.attachments.create_attachment_for_object(
        {"parent": "1"}, file=file, file_name="a.txt"
    ),
    "classic": lambda c, file: c.attachments.create_on_task("1", file, "a.txt"),
    "request": lambda c, file: c.request("post", "/x", files={"file": ("a.txt", file)}),
}

every_upload = pytest.mark.parametrize("upload", UPLOADS)


@pytest.mark.parametrize("kind", BINARY)
@every_upload
def test_a_binary_file_of_any_kind_is_uploaded(connect: Connect, kind: str, upload: str) -> None:
    client, server = connect(DONE)
    UPLOADS[upload](client, BINARY[kind]())
    assert parts(server.requests[0])[-1][1] == CONTENT


@pytest.mark.parametrize("kind", BINARY)
@pytest.mark.parametrize("maker", ["oauth", "basic_auth"])
def test_any_client_uploads_a_file_of_any_kind(serve: Serve, kind: str, maker: str) -> None:
    server = serve(DONE)
    client = MAKERS[maker](asana.Client, base_url=server.base_url)
    client.session.hooks["response"].append(lambda *_, **__: None)
    UPLOADS["current"](client, BINARY[kind]())
    assert parts(server.requests[0])[-1][1] == CONTENT


@pytest.mark.parametrize("kind", ["seek gives None", "BytesIO whose seek gives None", "BytesIO"])
@every_upload
def test_a_file_that_can_be_moved_is_sent_again(
    connect: Connect, sleeps: Sleeps, kind: str, upload: str
) -> None:
    client, server = connect(failure(429, Retry_After="1"), DONE)
    file = BINARY[kind]()
    file.read(2)
    UPLOADS[upload](client, file)
    assert [parts(request)[-1][1] for request in server.requests] == [CONTENT[2:]] * 2
    assert "transfer-encoding" not in server.requests[0].headers


@pytest.mark.parametrize("kind", ["no seek", "no tell", "tell gives None", "seek is refused"])
def test_a_file_that_cannot_be_moved_is_not_sent_again(
    connect: Connect, sleeps: Sleeps, kind: str
) -> None:
    client, server = connect(failure(429, Retry_After="1"), DONE)
    with pytest.raises(asana.error.RateLimitEnforcedError):
        UPLOADS["current"](client, BINARY[kind]())
    assert len(server.requests) == 1


@pytest.mark.parametrize("kind", ["seek gives None", "no tell", "tell gives None", "seek fails"])
@every_upload
def test_a_file_is_read_from_where_it_stands(connect: Connect, kind: str, upload: str) -> None:
    client, server = connect(DONE)
    file = BINARY[kind]()
    file.read(5)
    UPLOADS[upload](client, file)
    assert parts(server.requests[0])[-1][1] == CONTENT[5:]


@every_upload
def test_a_file_that_does_not_come_back_is_refused(connect: Connect, upload: str) -> None:
    client, server = connect(DONE)
    with pytest.raises(OSError, match="cannot seek back"):
        UPLOADS[upload](client, StaysAtItsEnd())
    assert server.requests == []


def test_a_file_that_does_not_know_its_size_is_uploaded(connect: Connect) -> None:
    path = Path("/proc/self/cmdline")
    if not path.exists():
        pytest.skip("this system has no /proc")
    client, server = connect(DONE)
    client.attachments.create_attachment_for_object({"parent": "1"}, file=path)
    assert parts(server.requests[0])[-1][1] == path.read_bytes()


class GivesText:
    def read(self, size: int = -1) -> Any:
        return "text"


@pytest.mark.parametrize("kind", ["StringIO", "codecs", "stream reader", "reader", "spooled"])
@every_upload
def test_a_reader_that_gives_text_is_refused(
    connect: Connect, tmp_path: Path, kind: str, upload: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x")
    opened: dict[str, Callable[[], Any]] = {
        "StringIO": lambda: io.StringIO("text"),
        "codecs": lambda: codecs.open(str(path), encoding="utf-8"),  # noqa: SIM115 - it is closed below
        "stream reader": lambda: codecs.getreader("utf-8")(io.BytesIO(b"x")),
        "reader": GivesText,
        "spooled": lambda: tempfile.SpooledTemporaryFile(mode="w+"),  # noqa: SIM115 - as above
    }
    client, server = connect(DONE)
    file = opened[kind]()
    with pytest.raises(TypeError, match="text mode"):
        UPLOADS[upload](client, file)
    assert server.requests == []
    if kind in ("codecs", "spooled"):
        file.close()


def test_bytes_that_turn_into_text_later_are_refused(connect: Connect) -> None:
    class Later(SeeksToNone):
        def read(self, size: int = -1) -> Any:
            begun = self.tell() > 0
            return "text" if begun else super().read(size)

    client, _ = connect(DONE)
    with pytest.raises(TypeError, match="text mode"):
        UPLOADS["current"](client, Later(CONTENT * 10_000))


@pytest.mark.parametrize("given", [None, 5, [b"x"], {"a": 1}])
def test_what_a_reader_gives_must_be_bytes(connect: Connect, given: Any) -> None:
    class Odd:
        def read(self, size: int = -1) -> Any:
            return given

    client, server = connect(DONE)
    with pytest.raises(TypeError, match="bytes"):
        UPLOADS["current"](client, Odd())
    assert server.requests == []


# -- names


def name_of(request: Any) -> str:
    """The name of the file according to RFC 7578 and RFC 6266."""
    head = parts(request)[-1][0].split("\r\n")[0]
    if "filename*=UTF-8''" in head:
        return unquote(head.partition("filename*=UTF-8''")[2])
    return head.partition('filename="')[2].removesuffix('"')


@pytest.mark.parametrize(
    "name",
    [
        "50%20off.txt",
        "100%.txt",
        "%41.txt",
        "%",
        "%zz.txt",
        "résumé.txt",
        "résumé 50%20.txt",
        "日本.txt",
        "😀.txt",
        "a b.txt",
        "a;b=c.txt",
        "a'b.txt",
        "a+b&c.txt",
    ],
)
@pytest.mark.parametrize("upload", ["name", "path", "classic", "request", "open file"])
def test_a_file_keeps_its_name(connect: Connect, tmp_path: Path, name: str, upload: str) -> None:
    client, server = connect(DONE)
    path = tmp_path / name
    path.write_bytes(b"x")
    attachments = client.attachments
    if upload == "name":
        attachments.create_attachment_for_object({"parent": "1"}, file=b"x", file_name=name)
    elif upload == "path":
        attachments.create_attachment_for_object({"parent": "1"}, file=path)
    elif upload == "classic":
        attachments.create_on_task("1", b"x", name)
    elif upload == "request":
        client.request("post", "/x", files={"file": (name, b"x")})
    else:
        with path.open("rb") as file:
            attachments.create_attachment_for_object({"parent": "1"}, file=file)
    assert name_of(server.requests[0]) == name


@pytest.mark.parametrize("name", ["50%20off.txt", "résumé.txt", "a%C3%A9.txt", "100%.txt"])
def test_the_sandbox_shows_the_name_of_a_file(asana_client: asana.Client, name: str) -> None:
    workspace = next(iter(asana_client.workspaces.get_workspaces()))["gid"]
    task = asana_client.tasks.create_task(name="x", workspace=workspace)["gid"]
    made = asana_client.attachments.create_attachment_for_object(
        {"parent": task}, file=b"x", file_name=name
    )
    assert made["name"] == name


@pytest.mark.parametrize("name", ["\ud800.txt", "a\udcff.txt"])
@pytest.mark.parametrize("upload", ["name", "classic", "request"])
def test_a_name_that_is_no_text_is_refused(connect: Connect, name: str, upload: str) -> None:
    client, server = connect(DONE)
    calls: dict[str, Any] = {
        "name": lambda: client.attachments.create_attachment_for_object(
            {"parent": "1"}, file=b"x", file_name=name
        ),
        "classic": lambda: client.attachments.create_on_task("1", b"x", name),
        "request": lambda: client.request("post", "/x", files={"file": (name, b"x")}),
    }
    with pytest.raises(ValueError, match="name of a file is not valid text"):
        calls[upload]()
    assert server.requests == []


def test_a_field_whose_name_is_no_text_is_refused(connect: Connect) -> None:
    client, server = connect(DONE)
    with pytest.raises(ValueError, match="field"):
        client.request("post", "/x", files={"f\udc80": ("a.txt", b"x")})
    assert server.requests == []


@pytest.mark.parametrize("field", [b"file", "file"])
def test_a_field_may_be_bytes(connect: Connect, field: Any) -> None:
    client, server = connect(DONE)
    client.request("post", "/x", files={field: ("a.txt", b"x")})
    assert 'name="file"' in parts(server.requests[0])[0][0]


class Kinds(enum.Enum):
    FIELD = "file"
    NAME = "a.txt"
    HEADER = "X-Id"
    TYPE = "text/x"
    CONTENT = "text"


def test_members_of_an_enum_are_their_values(connect: Connect) -> None:
    client, server = connect(DONE)
    headers = {Kinds.HEADER: Kinds.NAME, "X-None": None}
    client.request(
        "post", "/x", files={Kinds.FIELD: (Kinds.NAME, Kinds.CONTENT, Kinds.TYPE, headers)}
    )
    client.request("post", "/x", files={Kinds.FIELD: Kinds.CONTENT})
    first, second = (parts(request)[0] for request in server.requests)
    assert first[0].split("\r\n") == [
        'Content-Disposition: form-data; name="file"; filename="a.txt"',
        "Content-Type: text/x",
        "X-Id: a.txt",
    ]
    assert 'name="file"; filename="file"' in second[0]
    assert (first[1], second[1]) == (b"text", b"text")


@pytest.mark.parametrize("name", ["Content-Type", "content-type"])
def test_a_content_type_among_the_headers_goes_before_a_guess(connect: Connect, name: str) -> None:
    client, server = connect(DONE)
    client.request("post", "/x", files={"file": ("a.txt", b"x", None, {name: "a/b"})})
    assert parts(server.requests[0])[0][0].lower().count("content-type: a/b") == 1
    assert "text/plain" not in parts(server.requests[0])[0][0]


# -- files of web forms


def test_a_file_of_a_form_in_flask_has_its_own_name(connect: Connect) -> None:
    client, server = connect(DONE)
    app = flask.Flask("form")

    @app.post("/")
    def receive() -> str:
        file = flask.request.files["attachment"]
        client.attachments.create_attachment_for_object({"parent": "1"}, file=file)
        client.request("post", "/x", files={"file": file})
        client.request("post", "/x", files=[("file", file)])
        return "done"

    form = {"attachment": (io.BytesIO(CONTENT), "report 1.pdf")}
    assert app.test_client().post("/", data=form).text == "done"
    assert [name_of(request) for request in server.requests] == ["report 1.pdf"] * 3
    assert parts(server.requests[0])[-1][1] == CONTENT
    assert "Content-Type: application/pdf" in parts(server.requests[0])[-1][0]


@pytest.mark.parametrize("kind", ["memory", "disk"])
def test_a_file_of_a_form_in_django_has_its_own_name(connect: Connect, kind: str) -> None:
    client, server = connect(DONE)
    if kind == "memory":
        file = SimpleUploadedFile("report.pdf", CONTENT)
    else:
        in_django(Receiver({}))  # which configures it
        file = TemporaryUploadedFile("report.pdf", "application/pdf", len(CONTENT), None)
        file.write(CONTENT)
        file.seek(0)
    client.attachments.create_attachment_for_object({"parent": "1"}, file=file)
    file.close()
    assert name_of(server.requests[0]) == "report.pdf"
    assert parts(server.requests[0])[-1][1] == CONTENT


class OfAForm(io.BytesIO):
    """As provided by web frameworks: named after the field, with a separate file name."""

    name = "attachment"

    def __init__(self, filename: Any) -> None:
        super().__init__(CONTENT)
        self.filename = filename


@pytest.mark.parametrize(
    ("filename", "name"),
    [
        ("report.pdf", "report.pdf"),
        (r"C:\docs\report.pdf", "report.pdf"),
        ("/home/me/report.pdf", "report.pdf"),
        (Path("docs/report.pdf"), "report.pdf"),
        (b"report.pdf", "report.pdf"),
    ],
)
def test_the_filename_goes_before_the_name(connect: Connect, filename: Any, name: str) -> None:
    client, server = connect(DONE)
    client.attachments.create_attachment_for_object({"parent": "1"}, file=OfAForm(filename))
    client.request("post", "/x", files={"file": OfAForm(filename)})
    assert [name_of(request) for request in server.requests] == [name] * 2


def test_a_name_that_is_given_goes_before_all(connect: Connect) -> None:
    client, server = connect(DONE)
    client.attachments.create_attachment_for_object(
        {"parent": "1"}, file=OfAForm("report.pdf"), file_name="mine.txt"
    )
    assert name_of(server.requests[0]) == "mine.txt"


@pytest.mark.parametrize("file", [b"x", io.BytesIO(b"x"), Reader()])
def test_a_file_without_a_name_needs_one(connect: Connect, file: Any) -> None:
    client, server = connect(DONE)
    with pytest.raises(ValueError, match="file_name"):
        client.attachments.create_attachment_for_object({"parent": "1"}, file=file)
    assert server.requests == []
