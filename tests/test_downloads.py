"""Downloads: complete files or none, without credentials, to paths and file objects."""

import gzip
import io
import os
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

import asana
from asana import error
from asana._http.caller import CallerError
from asana._http.download import Sink, open_sink, unpacked
from tests import faults
from tests.faults import FaultServer, data, failure, reply
from tests.reachable import everything_reachable

Connect = Callable[..., tuple[asana.Client, FaultServer]]
Serve = Callable[..., FaultServer]

CONTENT = os.urandom(300_000)
CUT = faults.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nonly this")


@pytest.fixture
def client() -> asana.Client:
    made = asana.Client.access_token("secret", headers={"Authorization": "Bearer secret"})
    made.RETRY_JITTER = 0
    return made


def test_a_download_goes_to_a_path(client: asana.Client, serve: Serve, tmp_path: Path) -> None:
    server = serve(reply(200, CONTENT))
    target = tmp_path / "a.bin"
    assert client.download(f"{server.base_url}/a?x=1&y=%2F", target) == len(CONTENT)
    assert target.read_bytes() == CONTENT
    assert server.requests[0].target == "/api/1.0/a?x=1&y=%2F"
    assert server.requests[0].headers["accept-encoding"] == "identity"
    assert os.listdir(tmp_path) == ["a.bin"]
    assert target.stat().st_mode & 0o777 == 0o666 & ~_umask()


def test_the_fragment_of_a_url_is_not_sent(client: asana.Client, serve: Serve) -> None:
    server = serve(reply(200, CONTENT))
    assert client.download(f"{server.base_url}/a?x=1#page=2", io.BytesIO()) == len(CONTENT)
    assert server.requests[0].target == "/api/1.0/a?x=1"


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_a_download_goes_to_a_file_and_tells_its_progress(
    client: asana.Client, serve: Serve
) -> None:
    server = serve(reply(200, CONTENT))
    told: list[tuple[int, int | None]] = []
    file = io.BytesIO()
    client.download(server.base_url, file, lambda *progress: told.append(progress))
    assert file.getvalue() == CONTENT
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert [count for count, _ in told] == sorted(count for count, _ in told)
    assert len(told) > 1


def test_credentials_never_go_along(client: asana.Client, serve: Serve) -> None:
    elsewhere = serve(reply(200, b"x"))
    server = serve(reply(302, Location=f"{elsewhere.base_url}/moved"))
    client.session.auth = ("me", "secret")
    assert client.download(server.base_url, io.BytesIO()) == 1
    for request in (*server.requests, *elsewhere.requests):
        assert "authorization" not in request.headers
        assert "secret" not in str(request)


@pytest.mark.parametrize("url", ["http://a.example/x", "ftp://a.example/x", "/x", "x", ""])
def test_only_safe_urls_are_asked(client: asana.Client, url: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the words differ
        client.download(url, io.BytesIO())


def test_a_redirect_to_plain_http_is_not_followed(client: asana.Client, serve: Serve) -> None:
    server = serve(reply(302, Location="http://a.example/x"))
    with pytest.raises(error.InvalidResponseError, match="plain http"):
        client.download(server.base_url, io.BytesIO())


@pytest.mark.parametrize("location", ["http://[", "http://a:b/x", "https://[::1", "//[x]/"])
def test_row_63_a_redirect_to_what_is_no_url_is_an_error(
    client: asana.Client, serve: Serve, location: str, tmp_path: Path
) -> None:
    server = serve(reply(302, Location=location))
    with pytest.raises(error.InvalidResponseError):
        client.download(server.base_url, tmp_path / "a.bin")
    assert (len(server.requests), list(tmp_path.iterdir())) == (1, [])


def test_redirects_end(client: asana.Client, serve: Serve) -> None:
    server = serve(reply(302, Location="/around"))
    with pytest.raises(error.InvalidResponseError, match="too many redirects"):
        client.download(server.base_url, io.BytesIO())


def test_a_cut_download_begins_anew(
    client: asana.Client, serve: Serve, sleeps: list[float], tmp_path: Path
) -> None:
    server = serve(CUT, failure(503), reply(200, CONTENT))
    file = io.BytesIO(b"before ")
    file.seek(0, os.SEEK_END)
    assert client.download(server.base_url, file) == len(CONTENT)
    assert file.getvalue() == b"before " + CONTENT
    assert sleeps == [1.0, 2.0]


def test_what_failed_leaves_no_file(
    client: asana.Client, serve: Serve, sleeps: list[float], tmp_path: Path
) -> None:
    (tmp_path / "a.bin").write_bytes(b"old")
    for act, kind in ((CUT, error.ResponseCutError), (failure(404), error.NotFoundError)):
        with pytest.raises(kind):
            client.download(serve(act).base_url, tmp_path / "a.bin", max_retries=1)
    with pytest.raises(error.InvalidResponseError, match="no file"):
        client.download(serve(reply(204)).base_url, tmp_path / "a.bin")
    assert (tmp_path / "a.bin").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.bin"]


class Pipe:
    """A file object that cannot seek back."""

    def __init__(self) -> None:
        self.got = b""

    def write(self, data: bytes) -> int:
        self.got += data
        return len(data)


def test_a_pipe_cannot_begin_anew(client: asana.Client, serve: Serve, sleeps: list[float]) -> None:
    cut = faults.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + CONTENT[:200_000])
    server = serve(failure(503), cut, reply(200, CONTENT))
    pipe = Pipe()
    with pytest.raises(error.ResponseCutError):
        client.download(server.base_url, pipe)
    assert CONTENT.startswith(pipe.got)
    assert len(server.requests) == 2


class Full(io.BytesIO):
    def write(self, data: Any) -> int:
        raise OSError(28, "No space left on device")


def test_a_full_disk_is_no_network_failure(
    client: asana.Client, serve: Serve, sleeps: list[float]
) -> None:
    server = serve(reply(200, CONTENT))
    with pytest.raises(OSError, match="No space left") as caught:
        client.download(server.base_url, Full())
    assert not isinstance(caught.value, asana.AsanaError)
    assert (len(server.requests), sleeps) == (1, [])


class Narrow(io.BytesIO):
    """Accepts a thousand bytes at a time, as an unbuffered file can."""

    def write(self, data: Any) -> int:
        return super().write(data[:1000])


class Closed(io.BytesIO):
    """Accepts no data, without an exception."""

    def write(self, data: Any) -> int:
        return 0


def test_row_52_all_that_came_is_written(client: asana.Client, serve: Serve) -> None:
    server = serve(reply(200, CONTENT))
    file = Narrow()
    assert client.download(server.base_url, file) == len(CONTENT)
    assert file.getvalue() == CONTENT


def test_row_52_a_file_that_takes_nothing_is_no_success(
    client: asana.Client, serve: Serve, sleeps: list[float]
) -> None:
    server = serve(reply(200, CONTENT))
    with pytest.raises(OSError, match="does not accept more"):
        client.download(server.base_url, Closed())
    assert (len(server.requests), sleeps) == (1, [])


def test_row_51_what_progress_raises_comes_out_as_it_is(
    client: asana.Client, serve: Serve, sleeps: list[float], tmp_path: Path
) -> None:
    def progress(done: int, total: int | None) -> None:
        raise left

    left = BrokenPipeError("nobody looks")
    server = serve(reply(200, CONTENT))
    with pytest.raises(BrokenPipeError) as caught:
        client.download(server.base_url, tmp_path / "a.bin", progress)
    assert caught.value is left
    assert (len(server.requests), sleeps, list(tmp_path.iterdir())) == (1, [], [])


def test_a_target_is_a_path_or_a_file(client: asana.Client, serve: Serve, tmp_path: Path) -> None:
    server = serve(reply(200, b"x"))
    with pytest.raises(TypeError, match="target must be a path or a file"):
        client.download(server.base_url, 5)
    with pytest.raises(FileNotFoundError):
        client.download(server.base_url, tmp_path / "missing" / "a.bin")
    assert server.requests == []


def test_an_attachment_is_downloaded_by_its_fresh_url(connect: Connect, serve: Serve) -> None:
    files = serve(reply(200, b"content"))
    url = f"{files.base_url}/signed?key=1"
    client, server = connect(data({"gid": "7", "download_url": url, "name": "../../evil"}))
    file = io.BytesIO()
    assert client.attachments.download({"gid": "7"}, file) == 7
    assert client.attachments.download("7", file) == 7
    assert file.getvalue() == b"contentcontent"
    assert server.requests[0].target == "/api/1.0/attachments/7?opt_fields=download_url,host"


def test_an_attachment_kept_elsewhere_cannot_be_downloaded(connect: Connect) -> None:
    client, _ = connect(data({"gid": "7", "download_url": None, "host": "vimeo"}))
    with pytest.raises(asana.AsanaError, match="the file of this attachment is stored by vimeo"):
        client.attachments.download("7", io.BytesIO())


def test_a_failed_download_shows_no_secret(client: asana.Client, serve: Serve) -> None:
    with pytest.raises(error.NotFoundError) as caught:
        client.download(serve(failure(404)).base_url, io.BytesIO())
    assert "secret" not in everything_reachable(caught.value)


def packed(body: bytes, encoding: str) -> faults.Act:
    return reply(200, body, Content_Encoding=encoding)


PACKED = {
    "gzip": gzip.compress(CONTENT),
    "zlib": zlib.compress(CONTENT),
    "two members": gzip.compress(CONTENT[:7]) + gzip.compress(CONTENT[7:]),
    "padding": gzip.compress(CONTENT) + bytes(500),
}


@pytest.mark.parametrize("way", PACKED)
def test_what_came_packed_is_unpacked(client: asana.Client, serve: Serve, way: str) -> None:
    server = serve(packed(PACKED[way], "deflate" if way == "zlib" else "GZip"))
    file = io.BytesIO()
    assert client.download(server.base_url, file) == len(CONTENT)
    assert file.getvalue() == CONTENT


@pytest.mark.parametrize(
    "size", [1024 * 1024 - 1, 1024 * 1024, 3 * 1024 * 1024, 5 * 1024 * 1024 + 1]
)
def test_what_is_packed_tightly_is_unpacked_whole(
    client: asana.Client, serve: Serve, size: int
) -> None:
    server = serve(packed(gzip.compress(bytes(size)), "gzip"))
    file = io.BytesIO()
    assert client.download(server.base_url, file) == size
    assert file.getvalue() == bytes(size)


@pytest.mark.parametrize("end", [5, 10, 11, 1000, -9, -8, -1])
def test_row_52_a_packed_download_that_is_cut_is_asked_for_again(
    client: asana.Client, serve: Serve, sleeps: list[float], tmp_path: Path, end: int
) -> None:
    whole = gzip.compress(CONTENT)
    server = serve(packed(whole[:end], "gzip"), packed(whole[:end], "gzip"), packed(whole, "gzip"))
    target = tmp_path / "a.bin"
    target.write_bytes(b"old")
    with pytest.raises(error.ResponseCutError):
        client.download(server.base_url, target, max_retries=1)
    assert target.read_bytes() == b"old"
    assert client.download(server.base_url, target) == len(CONTENT)
    assert target.read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("body", "encoding"), [(b"no gzip", "gzip"), (b"", "br"), (b"x", "zstd"), (b"x", "x-other")]
)
def test_row_52_what_cannot_be_unpacked_is_an_error(
    client: asana.Client, serve: Serve, tmp_path: Path, body: bytes, encoding: str
) -> None:
    server = serve(packed(body, encoding))
    with pytest.raises(error.InvalidResponseError):
        client.download(server.base_url, tmp_path / "a.bin")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    "raised", [OSError("full"), ConnectionResetError(), KeyError("x"), TimeoutError()]
)
@pytest.mark.parametrize("where", ["file", "progress"])
def test_row_51_what_the_caller_raises_comes_out_as_it_is(
    client: asana.Client, serve: Serve, raised: Exception, where: str
) -> None:
    class File(io.BytesIO):
        def write(self, data: Any, /) -> int:
            if where == "file":
                raise raised
            return super().write(data)

    def progress(*_: Any) -> None:
        if where == "progress":
            raise raised

    server = serve(reply(200, CONTENT))
    with pytest.raises(type(raised)) as caught:
        client.download(server.base_url, File(), progress)
    assert caught.value is raised
    assert len(server.requests) == 1


# -- the parts of a download


class Target(io.BytesIO):
    """A file that takes as many bytes at a time as it is told."""

    taken: Any = None

    def write(self, data: Any) -> Any:
        if self.taken is None:
            super().write(data)
            return None
        return super().write(data[: self.taken])


@pytest.mark.parametrize("taken", [None, 1, 2, 4, 100])
def test_all_of_a_piece_is_written_and_counted(taken: int | None) -> None:
    file, told = Target(), list[Any]()
    file.taken = taken
    sink = Sink(file, lambda count, total: told.append((count, total)))
    sink.write(b"1234", 9)
    sink.write(b"56", None)
    assert file.getvalue() == b"123456"
    assert (sink.count, told) == (6, [(4, 9), (6, None)])


@pytest.mark.parametrize("taken", [0, -1])
def test_a_file_that_takes_nothing_is_an_error(taken: int) -> None:
    file = Target()
    file.write = lambda data: taken  # type: ignore[method-assign]
    sink = Sink(file, None)
    with pytest.raises(CallerError) as caught:
        sink.write(b"1", None)
    assert repr(caught.value.reason) == "OSError('the file does not accept more data')"
    assert (caught.value.__cause__, sink.count) == (caught.value.reason, 0)


def test_a_download_begins_anew_where_it_began() -> None:
    file = io.BytesIO(b"ab")
    file.seek(2)
    sink = Sink(file, None)
    assert sink.rewind()
    sink.write(b"1234", None)
    assert sink.rewind()
    assert (file.getvalue(), file.tell(), sink.count) == (b"ab", 2, 0)
    sink.write(b"5", None)
    assert (file.getvalue(), sink.count) == (b"ab5", 1)


@pytest.mark.parametrize("broken", ["tell", "seek", "truncate", "place"])
def test_a_file_that_cannot_go_back(broken: str) -> None:
    def fail(*_: Any) -> Any:
        raise OSError

    file: Any = Target()
    if broken == "tell":
        file.tell = fail
    sink = Sink(file, None)
    assert sink.rewind()
    sink.write(b"1", None)
    if broken in ("seek", "truncate"):
        setattr(file, broken, fail)
    elif broken == "place":
        file.tell = lambda: 1
    assert not sink.rewind()
    assert sink.count == 1


MEMBERS = gzip.compress(b"first") + gzip.compress(b"second")


@pytest.mark.parametrize(
    ("chunks", "expected"),
    [
        ([MEMBERS], b"firstsecond"),
        ([bytes([each]) for each in MEMBERS], b"firstsecond"),
        ([MEMBERS, b"\0" * 9], b"firstsecond"),
        ([MEMBERS + b"padding"], b"firstsecond"),
        ([zlib.compress(b"first")], b"first"),
        ([b"", MEMBERS, b""], b"firstsecond"),
    ],
)
def test_packed_data(chunks: list[bytes], expected: bytes) -> None:
    assert b"".join(unpacked(iter(chunks))) == expected


def test_packed_data_come_in_pieces() -> None:
    pieces = list(unpacked(iter([zlib.compress(b"\0" * 3_000_000)])))
    assert max(map(len, pieces)) <= 1024 * 1024
    assert sum(map(len, pieces)) == 3_000_000


@pytest.mark.parametrize("chunks", [[], [MEMBERS[:10]], [gzip.compress(b"x")[:-1]]])
def test_packed_data_that_are_cut(chunks: list[bytes]) -> None:
    with pytest.raises(requests.exceptions.ChunkedEncodingError) as caught:
        list(unpacked(iter(chunks)))
    assert str(caught.value) == "the compressed data are truncated"


def test_data_that_are_not_packed() -> None:
    with pytest.raises(requests.exceptions.ContentDecodingError, match="incorrect header check"):
        list(unpacked(iter([b"not packed"])))


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "x"
    with open_sink(path, None) as sink:
        sink.write(b"12", None)
        (part,) = tmp_path.iterdir()
        assert re.fullmatch(r"\.download-[0-9a-f]{16}", part.name)
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("x", b"12")]
    with pytest.raises(KeyError), open_sink(path, None):
        raise KeyError
    assert path.read_bytes() == b"12"
    assert [each.name for each in tmp_path.iterdir()] == ["x"]


def test_a_file_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with open_sink("x", None) as sink:
        sink.write(b"1", None)
        assert len(list(tmp_path.iterdir())) == 1
    assert (tmp_path / "x").read_bytes() == b"1"


def test_a_file_object_is_written_directly() -> None:
    file, told = io.BytesIO(), list[Any]()
    with open_sink(file, lambda *args: told.append(args)) as sink:
        sink.write(b"1", 5)
    assert (file.getvalue(), told, file.closed) == (b"1", [(1, 5)], False)
