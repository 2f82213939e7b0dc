"""Completion for shells, which ask ``asana completion words LINE`` for what may come next."""

import shlex
from collections.abc import Iterable

from .failures import UsageError
from .methods import Method, methods, resources
from .options import OPTIONS

__all__ = ["SCRIPTS", "candidates", "write"]

SCRIPTS = {
    "bash": r"""
_asana() {
    local IFS=$'\n' line="${COMP_LINE:0:COMP_POINT}"
    local current="${line##*[[:space:]]}"
    local before="${current%"${current##*[=:]}"}"
    COMPREPLY=($(asana completion words "$line" 2>/dev/null))
    COMPREPLY=("${COMPREPLY[@]#"$before"}")
    [[ "${COMPREPLY[0]}" == *= ]] && compopt -o nospace 2>/dev/null
    return 0
}
complete -o default -F _asana asana
""",
    "zsh": r"""
#compdef asana
_asana() {
    local -a found=("${(@f)$(asana completion words "$LBUFFER" 2>/dev/null)}")
    compadd -Q -S '' -- ${(M)found:#*=}
    compadd -- ${found:#*=}
}
compdef _asana asana
""",
    "fish": r"""
complete -c asana -f -a '(asana completion words (commandline -cp) 2>/dev/null)'
""",
}


def write(words: list[str], commands: list[str]) -> None:
    """Print the script for a shell, or the candidates for a line.

    :param commands: those that are not resources
    :raises UsageError: the shell is not known
    """
    if words[:1] == ["words"] and len(words) == 2:
        print(*candidates(words[1], commands), sep="\n")
    elif len(words) == 1 and words[0] in SCRIPTS:
        print(SCRIPTS[words[0]].strip())
    else:
        raise UsageError("write asana completion bash, zsh or fish")


def candidates(line: str, commands: list[str]) -> list[str]:
    """Return the words that the last one on a line may become."""
    try:
        words = shlex.split(line)
    except ValueError:  # in an open quote nothing is known
        return []
    last = words.pop() if words and not line[-1:].isspace() else ""
    before = [word for word in words[1:] if not word.startswith("-")]
    return sorted(
        each for each in _known(before, last, commands) if each.startswith(last) and each != last
    )


def _known(words: list[str], last: str, commands: list[str]) -> Iterable[str]:
    if last.startswith("-"):
        return ["--help", *(flags.split()[-1] for flags, _, _ in OPTIONS)]
    if not words:
        return [*resources(), *commands]
    if words[0] == "completion":
        return SCRIPTS
    resource = words[0].replace("-", "_")
    known = methods(resource) if resource in resources() else {}
    if len(words) == 1:
        return known
    method = known.get(words[1].replace("-", "_"))
    return _parameters(method, last) if method else []


def _parameters(method: Method, last: str) -> Iterable[str]:
    name, mark, _ = last.partition("=")
    schemas = method.schemas()
    if not mark or name not in schemas:
        return [f"{name}=" for name in schemas]
    parts = schemas[name].get("anyOf", [schemas[name]])
    found = [each for part in parts for each in part.get("enum", ())]
    if any(part.get("type") == "boolean" for part in parts):
        found += ["true", "false"]
    return [f"{name}={each}" for each in found]
