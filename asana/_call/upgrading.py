"""What to write instead of the names of asana 5.x, the generated client, which are not here."""

import re
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

__all__ = ["GeneratedModules", "instead_of"]

MODULES = ("api", "api_client", "configuration", "models", "pagination", "rest")
CLIENT = "write client = asana.Client.access_token(token)"
WHERE = "this is the hand-written client; its README maps the names of asana 5.x"


def instead_of(name: str) -> str | None:
    """Return a sentence for a name of asana 5.x in the package ``asana``; None for others."""
    if name in ("ApiClient", "Configuration"):
        return f"{CLIENT}: {WHERE}"
    if name in ("ApiException", "ArgumentValidationError"):
        return f"catch asana.AsanaError: {WHERE}"
    if resource := re.fullmatch(r"([A-Z]\w+)Api", name):
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", resource[1]).lower()
        return f"{CLIENT} and use client.{words}: {WHERE}"
    return None


class GeneratedModules:
    """Finds no module, and says why there is no ``asana.rest`` and the like.

    It comes after all other finders, and is asked for what they did not find only.
    """

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return None, or raise for a module of asana 5.x.

        :raises ModuleNotFoundError: it is one
        """
        package, _, module = fullname.partition(".")
        if package == "asana" and module.partition(".")[0] in MODULES:
            what = "catch asana.AsanaError" if module == "rest" else CLIENT
            raise ModuleNotFoundError(f"no module {fullname}: {what}; {WHERE}", name=fullname)
        return None
