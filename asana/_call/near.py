"""Find the known names that look like one that nobody knows."""

from collections.abc import Iterable

__all__ = ["near_names"]


def near_names(name: str, known: Iterable[str], count: int = 3, likeness: float = 0.6) -> list[str]:
    """Return the known names that are most like a name, best first, whatever their case."""
    import difflib  # only ever needed for a name that nobody knows

    by_key: dict[str, str] = {}
    for each in known:
        by_key.setdefault(each.casefold(), each)
    close = difflib.get_close_matches(name.casefold(), by_key, n=count, cutoff=likeness)
    letters = sorted(name.casefold())
    swapped = [key for key in by_key if sorted(key) == letters]  # such as "igd"
    return [by_key[key] for key in close or swapped[:count]]
