"""docs/moving/from-python-asana.md lists every difference that the comparisons accept."""

from tests import upgrading


def test_the_page_is_up_to_date() -> None:
    found = upgrading.PAGE.read_text(encoding="utf-8")
    assert found == upgrading.text(), "write it anew with: python -m tests.upgrading"


def test_readme_links_the_page() -> None:
    readme = (upgrading.ROOT / "README.md").read_text(encoding="utf-8")
    assert "(docs/moving/from-python-asana.md)" in readme
