"""The entrance page, which requests the control token once if other machines can reach it.

The browser keeps a cookie that is derived from the token. The cookie only permits reading pages.
Changes need a token in a header, so no other site can use the cookie.
"""

import hmac

from flask import Request, Response

ENTER = "/-/enter"


class Entrance:
    """Admits browsers that have sent the control token, or every browser if it is not guarded."""

    def __init__(self, token: str, guarded: bool) -> None:
        self.token = token
        self.guarded = guarded
        self._pass = hmac.new(token.encode(), b"the pages", "sha256").hexdigest()

    def admits(self, request: Request) -> bool:
        """Return whether a request may read pages."""
        shown = request.cookies.get(_cookie(request), "")
        return not self.guarded or hmac.compare_digest(shown.encode(), self._pass.encode())

    def enter(self, request: Request) -> Response:
        """Set the cookie if the control token is correct; 401 otherwise."""
        given = request.authorization
        token = given.token if given is not None and given.type == "bearer" else None
        if not hmac.compare_digest((token or "").encode("utf-8", "replace"), self.token.encode()):
            return Response(status=401)
        response = Response(status=204)
        response.set_cookie(_cookie(request), self._pass, httponly=True, samesite="Strict")
        return response


def _cookie(request: Request) -> str:
    """Return a cookie name for this port, because all ports of a host share cookies."""
    return f"asana-sandbox-{request.environ.get('SERVER_PORT', '')}"
