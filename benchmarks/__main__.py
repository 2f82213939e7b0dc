"""Compare the cost of calls with other libraries: ``python -m benchmarks``, or ``tox -e bench``.

Every measurement is a new process in the library's own environment, and uses a local server in
another process. Each round measures all libraries, in another order each time.
"""

import argparse
import contextlib
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .cases import CASES, IMPORT, Case
from .peers import CHECKOUT, HERE, LIBRARIES, Library
from .results import Results, Sample, text
from .server import BASE_PATH

PICTURE = CHECKOUT / "docs/explanation/performance.svg"
PATIENCE = 600  # seconds for one measurement


@dataclass(frozen=True)
class Bench:
    """The common settings of all measurements.

    :ivar address: the address of the server
    :ivar files: the folder of the files to upload
    """

    address: str
    files: Path
    quick: bool

    def measure(self, case: Case, library: Library) -> Sample | None:
        """Return a sample in seconds and bytes, scaled to the number of calls of the case."""
        count = case.quick if self.quick else case.count
        try:
            if case == IMPORT:
                return self._measure_import(library, count)
            return self._measure_work(case, library, count * library.times)
        except subprocess.SubprocessError as failure:
            tell(f"{library.title}, {case.title}: {failure}\n{getattr(failure, 'stderr', '')}")
            return None

    def _measure_import(self, library: Library, count: int) -> Sample:
        """Return the median of a number of processes, after one that fills the disk cache."""
        script = "import_time.py"
        found = [self._run(library, script, library.imports) for _ in range(count + 1)][1:]
        return {name: statistics.median(each[name] for each in found) for name in found[0]}

    def _measure_work(self, case: Case, library: Library, count: int) -> Sample:
        base_url = f"{self.address}/latency/{case.latency}/total/{count}{BASE_PATH}"
        sample = self._run(
            library, "worker.py", library.name, case.name, base_url, str(case.warm), str(count)
        )
        factor = case.shown / count
        return {**sample, "cpu": sample["cpu"] * factor, "wall": sample["wall"] * factor}

    def _run(self, library: Library, script: str, *arguments: str) -> Sample:
        # -I excludes this package and everything else outside of the environment.
        done = subprocess.run(
            [library.environment.python, "-I", HERE / script, *arguments],
            check=True,
            capture_output=True,
            cwd=self.files,
            env=plain_environment(),
            text=True,
            timeout=PATIENCE,
        )
        sample: Sample = json.loads(done.stdout)
        return sample


def plain_environment() -> dict[str, str]:
    """Return the environment variables without proxies and settings of the clients."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.lower().endswith("_proxy") and not name.startswith("ASANA_")
    }


@contextlib.contextmanager
def running_server() -> Iterator[str]:
    """Yield the address of a server that runs in another process until the end of the block."""
    command = [sys.executable, "-m", "benchmarks.server"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=CHECKOUT, stdin=pipe, stdout=pipe, text=True) as server:
        assert server.stdout is not None
        yield f"http://127.0.0.1:{int(server.stdout.readline())}"


@contextlib.contextmanager
def files_to_upload(cases: Sequence[Case]) -> Iterator[Path]:
    """Yield a folder with the files to upload, whose names are their sizes in megabytes."""
    uploads = [each for each in cases if each.name == "upload"]
    sizes = {size for each in uploads for size in (each.warm, each.quick, each.count)}
    with tempfile.TemporaryDirectory() as folder:
        megabyte = os.urandom(1_000_000)
        for size in sizes:
            with Path(folder, str(size)).open("wb") as file:
                file.writelines([megabyte] * size)
        yield Path(folder)


def measure_all(bench: Bench, results: Results, rounds: int) -> None:
    for number in range(rounds):
        for case in results.cases:
            if case.rounds is not None and number >= case.rounds:
                continue
            libraries = [each for each in results.libraries if each.does(case.name)]
            random.Random(f"{number} {case.name}").shuffle(libraries)
            tell(f"round {number + 1} of {rounds}: {case.title}")
            for library in libraries:
                sample = bench.measure(case, library)
                results.samples[case.name, library.name].append(sample)


def system(libraries: Sequence[Library], rounds: int, quick: bool) -> dict[str, Any]:
    """Return the versions and hardware on which the figures depend."""
    told: dict[str, Any] = {
        "Python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors",
        "rounds": f"{rounds}, quick: times are scaled up from smaller counts" if quick else rounds,
    }
    for library in libraries:
        if not library.only:
            found = library.environment.versions()
            told[library.title] = ", ".join(" ".join(each) for each in found.items()) or "-"
    return told


def tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def arguments() -> argparse.Namespace:
    cases, libraries = [each.name for each in CASES], [each.name for each in LIBRARIES]
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=(__doc__ or "").partition("\n")[0]
    )
    add = parser.add_argument
    add("--rounds", type=int, default=5, metavar="N", help="the number of rounds (5)")
    add("--cases", nargs="+", default=cases, choices=cases, metavar="NAME", help=", ".join(cases))
    add(
        "--libraries",
        nargs="+",
        default=libraries,
        choices=libraries,
        metavar="NAME",
        help=", ".join(libraries),
    )
    add("--quick", action="store_true", help="small counts, for trying things out")
    add("--fresh", action="store_true", help="recreate the environments of the libraries")
    add(
        "--picture",
        type=Path,
        metavar="FILE",
        help="the SVG to write (default: the one of the page, after a complete run)",
    )
    add("--table", type=Path, metavar="FILE", help="also write the table to this file")
    add("--json", type=Path, metavar="FILE", help="write every sample to this file")
    given = parser.parse_args()
    whole = given.cases == cases and given.libraries == libraries and not given.quick
    if whole and given.picture is None:
        given.picture = PICTURE
    return given


def main() -> int:
    given = arguments()
    if given.picture:
        from .picture import draw  # imported before the run, to fail early without matplotlib
    cases = [each for each in CASES if each.name in given.cases]
    libraries = [each for each in LIBRARIES if each.name in given.libraries]
    for environment in dict.fromkeys(each.environment for each in libraries):
        tell(f"environment {environment.name}")
        environment.prepare(given.fresh)
    results = Results(cases, libraries, system(libraries, given.rounds, given.quick))
    with running_server() as address, files_to_upload(cases) as files:
        measure_all(Bench(address, files, given.quick), results, given.rounds)
    table = text(results)
    print(table)
    if given.table:
        given.table.write_text(table, encoding="utf-8")
    if given.json:
        given.json.write_text(json.dumps(results.as_json(), indent=1) + "\n", encoding="utf-8")
    if given.picture:
        draw(results, given.picture)
    return int(results.failed)


if __name__ == "__main__":
    sys.exit(main())
