"""Find known names that are similar to an unknown one."""

from collections.abc import Iterable

__all__ = ["near_names"]


def near_names(name: str, known: Iterable[str], count: int = 3, likeness: float = 0.6) -> list[str]:
    """Return the known names most similar to a name, best first, ignoring case."""
    import difflib  # imported here because only unknown names need it

    by_key: dict[str, str] = {}
    for each in known:
        by_key.setdefault(each.casefold(), each)
    close = difflib.get_close_matches(name.casefold(), by_key, n=count, cutoff=likeness)
    letters = sorted(name.casefold())
    swapped = [key for key in by_key if sorted(key) == letters]  # such as "igd"
    return [by_key[key] for key in close or swapped[:count]]
