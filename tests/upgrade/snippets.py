"""Rewrite single statements and expressions."""

from asana.upgrade import upgrade

PROLOGUE = """import asana
import asana.rest
api_client = asana.ApiClient(options)
{apis}
try:
    pass
except asana.rest.ApiException as error:
    pass
"""
APIS = ("attachments", "custom_fields", "events", "projects", "sections", "tasks", "webhooks")


def program(code: str) -> str:
    """Return a program with objects of asana 5.x that ends with a piece of code."""
    apis = (
        f"{name}_api = asana.{''.join(word.title() for word in name.split('_'))}Api(api_client)"
        for name in APIS
    )
    return PROLOGUE.format(apis="\n".join(apis)) + f"# here\n{code}\n"


def rewritten(code: str) -> str:
    """Return the rewritten code, with the comments above it."""
    return upgrade(program(code).encode()).source.decode().partition("# here\n")[2].strip()


def marked(code: str) -> list[str]:
    """Return the remaining manual work for a piece of code."""
    first = program(code).partition("# here\n")[0].count("\n") + 1
    return [message for line, message in upgrade(program(code).encode()).left if line > first]
