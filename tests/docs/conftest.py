"""Build the site for the tests of its pages."""

import os
from pathlib import Path

import pytest

from tests.docs.site import Site, site


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site, built once even if several processes run the tests."""
    for package in ("sphinx", "furo", "myst_parser", "sphinx_reredirects"):
        pytest.importorskip(
            package, reason=f"{package} is not installed: pip install '.[docs]' (Python 3.11)"
        )
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "site"
    folder.mkdir(exist_ok=True)
    return site(Path(folder))
