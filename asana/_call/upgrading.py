"""Suggest replacements for the names of asana 5.x, the generated client."""

import re
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

__all__ = ["GeneratedModules", "instead_of"]

MODULES = ("api", "api_client", "configuration", "models", "pagination", "rest")
CLIENT = "use client = asana.Client.access_token(token)"
WHERE = "this is the hand-written client; its README maps the names of asana 5.x"


def instead_of(name: str) -> str | None:
    """Return a suggestion for a name of asana 5.x in the package ``asana``; None for others."""
    if name in ("ApiClient", "Configuration"):
        return f"{CLIENT}: {WHERE}"
    if name in ("ApiException", "ArgumentValidationError"):
        return f"catch asana.AsanaError: {WHERE}"
    if resource := re.fullmatch(r"([A-Z]\w+)Api", name):
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", resource[1]).lower()
        return f"{CLIENT} and use client.{words}: {WHERE}"
    return None


class GeneratedModules:
    """A finder that raises helpful errors for the modules of asana 5.x, such as ``asana.rest``.

    It is the last finder, so it gets only modules that no other finder found.
    """

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return None, or raise an error for a module of asana 5.x.

        :raises ModuleNotFoundError: it is a module of asana 5.x
        """
        package, _, module = fullname.partition(".")
        if package == "asana" and module.partition(".")[0] in MODULES:
            what = "catch asana.AsanaError" if module == "rest" else CLIENT
            raise ModuleNotFoundError(f"no module {fullname}: {what}; {WHERE}", name=fullname)
        return None
