"""python -m asana.upgrade: its output, the written files and the exit status."""

import os
import re
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


@pytest.mark.parametrize(
    ("end", "diff"),
    [
        ("", "-x.y\n\\ No newline at end of file\n+z\n\\ No newline at end of file\n"),
        ("\n", "-x.y\n+z\n"),
    ],
)
def test_a_diff_shows_a_missing_newline(
    file: Path, end: str, diff: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(f"import asana\nasana.TasksApi(c){end}")
    assert main([str(file)]) == 0
    expected = diff.replace("x.y", "asana.TasksApi(c)").replace("z", "c.tasks")
    assert capsys.readouterr().out == (
        f"--- {file}\n+++ {file}\n@@ -1,2 +1,2 @@\n import asana\n{expected}"
    )


def test_the_output_for_several_files(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    marked, same, missing = (file.with_name(f"{each}.py") for each in ("marked", "same", "missing"))
    marked.write_text(MARKED)
    same.write_text("import asana\n")
    why = "a call is synchronous: use concurrent.futures.ThreadPoolExecutor"
    assert main([str(same), str(marked)]) == 1
    out, err = capsys.readouterr()
    assert out.startswith(f"--- {marked}\n+++ {marked}\n")
    assert err == f"{marked}:4: {why}\n"
    assert main(["--write", str(marked), str(same), str(file)]) == 1
    assert capsys.readouterr() == ("", f"{marked}:4: {why}\n")
    assert (same.read_text(), file.read_text()) == ("import asana\n", AFTER)
    assert main([str(marked), str(missing), str(same)]) == 2
    error = f"{missing}: [Errno 2] No such file or directory: '{missing}'\n"
    assert capsys.readouterr() == ("", f"{marked}:4: {why}\n{error}")


def test_the_lines_of_marks_are_those_of_the_current_file(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = "asana.TasksApi(c).get_task(g, {}, async_req=True)\n"
    file.write_text(f"import asana\n{call}{call}")
    why = "a call is synchronous: use concurrent.futures.ThreadPoolExecutor"
    assert main([str(file)]) == 1
    assert capsys.readouterr().err == f"{file}:2: {why}\n{file}:3: {why}\n"
    assert main(["--write", str(file)]) == 1
    assert capsys.readouterr().err == f"{file}:2: {why}\n{file}:4: {why}\n"


def test_an_unchanged_file_is_not_written(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(AFTER)
    file.chmod(0o444)
    os.utime(file, ns=(1, 1))
    assert main(["--write", str(file)]) == 0
    assert main([str(file)]) == 0
    assert file.stat().st_mtime_ns == 1
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("arguments", [[], ["--write"], ["--other", "x.py"]])
def test_wrong_arguments_are_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as raised:
        main(arguments)
    assert raised.value.code == 2
    usage = "usage: python -m asana.upgrade [-h] [--write] FILE [FILE ...]\n"
    assert capsys.readouterr().err.startswith(usage)


def test_help_names_the_options(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(["--help"])
    assert raised.value.code == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "--write write the files" in text
    assert (
        "Rewrite programs for asana 5.x to use this library. Prints a diff, and the remaining "
        "manual work on standard error." in text
    )


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (b"import asana\nasana.TasksApi(\n", "line 2: "),
        (b"import asana\nx = = 1\n", "line 2: "),
        (b"import asana\nx = '\xff'\n", "'utf-8' codec can't decode byte 0xff"),
        (b"# coding: nonsense\nimport asana\n", ""),
    ],
)
def test_a_source_that_cannot_be_parsed_is_an_error(source: bytes, why: str) -> None:
    with pytest.raises(SyntaxError, match=f"^{re.escape(why)}"):
        upgrade(source)


def test_marks_are_kept_by_later_runs() -> None:
    one, two = Left(1, "x"), Left(3, "y")
    assert upgrade(b"# asana.upgrade: x\nz = 1\n# asana.upgrade: y\n").left == [one, two]
    other = b"# asana.upgrade: x\nimport os\n# asana.upgrade: y\nos.x\n"
    assert upgrade(other) == (other, [one, two])
    source = b"import asana\nx = asana.ApiClient()\n# asana.upgrade: y\nx.pool\n"
    assert upgrade(source).left == [
        Left(2, "no token is set: access_token() uses ASANA_ACCESS_TOKEN"),
        Left(3, "y"),
        Left(4, "no pool: use concurrent.futures.ThreadPoolExecutor"),
    ]


def test_an_error_inside_the_codemod_is_not_about_libcst(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "asana.upgrade.program", raising=False)
    monkeypatch.setitem(sys.modules, "asana.upgrade.bindings", None)
    with pytest.raises(ModuleNotFoundError) as raised:
        upgrade(BEFORE.encode())
    assert raised.value.name == "asana.upgrade.bindings"


def test_the_error_about_libcst_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "asana.upgrade.program", raising=False)
    monkeypatch.setitem(sys.modules, "libcst", None)
    with pytest.raises(ImportError) as raised:
        upgrade(BEFORE.encode())
    assert raised.value.name == "libcst"
    assert str(raised.value) == 'asana.upgrade requires libcst: pip install "asana[upgrade]"'
