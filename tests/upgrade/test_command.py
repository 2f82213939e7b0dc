"""python -m asana.upgrade: its output, the written files and the exit status."""

import subprocess
import sys
from pathlib import Path

import pytest

from asana.upgrade import Left, upgrade
from asana.upgrade.__main__ import main

BEFORE = "import asana\nasana.TasksApi(c).get_task(g, {})\n"
AFTER = "import asana\nc.tasks.get_task(g)\n"
MARKED = "import asana\n\nx = asana.TasksApi(c)\nx.get_task(g, {}, async_req=True)\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "program.py"
    path.write_bytes(BEFORE.encode())
    return path


def test_a_diff_is_printed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(file)]) == 0
    out, err = capsys.readouterr()
    assert out == (
        f"--- {file}\n+++ {file}\n@@ -1,2 +1,2 @@\n import asana\n"
        "-asana.TasksApi(c).get_task(g, {})\n+c.tasks.get_task(g)\n"
    )
    assert err == ""
    assert file.read_text() == BEFORE


def test_a_file_is_written(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--write", str(file)]) == 0
    assert capsys.readouterr() == ("", "")
    assert file.read_text() == AFTER


def test_what_is_left_is_said_with_its_line(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(f"{MARKED}x.get_task(h, {{}})\n")
    assert main([str(file)]) == 1
    assert capsys.readouterr().err.startswith(f"{file}:4: a call is synchronous")
    for _ in range(2):  # the mark is found again, on its current line
        assert main(["--write", str(file)]) == 1
        assert capsys.readouterr().err.startswith(f"{file}:4: a call is synchronous")
    lines = file.read_text().splitlines()
    assert lines[3].startswith("# asana.upgrade: a call is synchronous")
    assert lines[4:] == ["x.get_task(g, {}, async_req=True)", "x.get_task(h)"]


def test_the_worst_file_decides(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing, wrong = file.with_name("missing.py"), file.with_name("wrong.py")
    wrong.write_text("import asana\nasana.TasksApi(\n")
    assert main([str(missing), str(wrong), "--write", str(file)]) == 2
    err = capsys.readouterr().err
    assert f"{missing}: " in err
    assert f"{wrong}: line " in err
    assert file.read_text() == AFTER
    assert wrong.read_text() == "import asana\nasana.TasksApi(\n"


def test_the_module_runs(file: Path) -> None:
    command = [sys.executable, "-m", "asana.upgrade", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "+c.tasks.get_task(g)" in done.stdout


def test_libcst_is_asked_for(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [each for each in sys.modules if each.startswith("asana.upgrade.program")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "libcst", None)
    with pytest.raises(ImportError, match=r'pip install "asana\[upgrade\]"'):
        upgrade(BEFORE.encode())
    assert main([str(file)]) == 2
    assert "asana.upgrade requires libcst" in capsys.readouterr().err


def test_a_program_is_not_imported_for_the_client() -> None:
    code = "import asana, sys; sys.exit('asana.upgrade' in sys.modules or 'libcst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (BEFORE.encode().replace(b"\n", b"\r\n"), AFTER.encode().replace(b"\n", b"\r\n")),
        (b"\xef\xbb\xbf" + BEFORE.encode(), b"\xef\xbb\xbf" + AFTER.encode()),
        (BEFORE.encode().rstrip(), AFTER.encode().rstrip()),
        (
            f"# coding: latin-1\nx = 'é'\n{BEFORE}".encode("latin-1"),
            f"# coding: latin-1\nx = 'é'\n{AFTER}".encode("latin-1"),
        ),
        (f"x = 'é→😀'\n{BEFORE}".encode(), f"x = 'é→😀'\n{AFTER}".encode()),
    ],
)
def test_encodings_and_line_endings_stay(source: bytes, expected: bytes) -> None:
    assert upgrade(source).source == expected


def test_marks_have_the_line_endings_of_the_file() -> None:
    source = MARKED.replace("\n", "\r\n").encode()
    found = upgrade(source)
    assert b"\n" not in found.source.replace(b"\r\n", b"")
    assert b"# asana.upgrade: a call is synchronous" in found.source
    assert upgrade(found.source) == (found.source, [Left(4, found.left[0].message)])


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_a_diff_in_any_encoding(
    file: Path, encoding: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(f"# coding: {encoding}\nx = 'é'; {BEFORE}".encode(encoding))
    assert main([str(file)]) == 0
    assert " x = 'é'; import asana\n" in capsys.readouterr().out


def test_a_file_that_is_not_text_is_left_alone(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for source in (b"\xff\xfe\x00", b"# coding: nothing\n"):
        file.write_bytes(source)
        assert main([str(file)]) == 0
        assert capsys.readouterr() == ("", "")


def test_a_source_in_no_encoding(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(b"# coding: nonsense\nimport asana\n")
    assert main([str(file)]) == 2
    file.write_bytes(b"import asana\nx = '\xff'\n")
    assert main([str(file)]) == 2
    assert capsys.readouterr().err.count(f"{file}: ") == 2
