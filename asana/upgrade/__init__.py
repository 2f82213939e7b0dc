"""Rewrite programs for asana 5.x, the generated client, to use this library.

``python -m asana.upgrade FILE…`` prints the changes as a diff. Requires libcst: ``pip install
"asana[upgrade]"``.
"""

from .left import Left, Upgraded

__all__ = ["Left", "Upgraded", "upgrade"]


def upgrade(source: bytes) -> Upgraded:
    """Return a program for asana 5.x as one for this library.

    A program that does not use asana 5.x is returned unchanged. The encoding, the line endings
    and the formatting are kept.

    :param source: the content of a Python file
    :return: the new content, and what is left to do by hand
    :raises ImportError: libcst is not installed
    :raises SyntaxError: the source cannot be parsed
    """
    try:
        from .program import rewritten
    except ModuleNotFoundError as error:
        if error.name != "libcst":
            raise
        raise ImportError(
            'asana.upgrade requires libcst: pip install "asana[upgrade]"', name=error.name
        ) from error
    return rewritten(source)
