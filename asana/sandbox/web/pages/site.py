"""The web site of the sandbox: its URLs, headers, and the shared parts of all pages.

A page is a function from a `Visit` and the parts of the URL to a template and its values. Pages are
read-only; a script makes changes through the API or the control API.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask, Response, redirect, render_template, request, send_from_directory
from werkzeug.wrappers import Response as BaseResponse

from asana.sandbox.records import custom_values
from asana.sandbox.records.record import Record
from asana.sandbox.web.app import ROOT
from asana.sandbox.web.bodies import skip_body
from asana.sandbox.web.limits import SEARCHES
from asana.sandbox.web.pages import (
    event_log,
    fault_list,
    overview,
    places,
    record,
    request_log,
    search,
    task,
    webhooks,
)
from asana.sandbox.web.pages import visit as v
from asana.sandbox.web.pages.entrance import ENTER, Entrance
from asana.sandbox.web.pages.sources import Sources

STATIC = "/-/static"

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

Page = Callable[..., v.Shown]

PAGES: tuple[tuple[str, Page], ...] = (
    ("/", overview.overview),
    ("/requests", request_log.requests),
    ("/requests/<number>", request_log.request),
    ("/events", event_log.events),
    ("/webhooks", webhooks.webhooks),
    ("/faults", fault_list.faults),
    ("/record/<gid>", record.record),
    ("/1/<gid>", places.workspace),
    ("/1/<gid>/alone", places.without_project),
    ("/0/profile/<gid>", places.person),
    ("/0/<gid>", places.project),
    ("/0/<gid>/<any(list, board):view>", places.project),
    ("/0/<gid>/<any(list, board):view>/<_>", places.project),
    ("/1/<_>/project/<gid>", places.project),
    ("/1/<_>/project/<gid>/<any(list, board):view>", places.project),
    ("/1/<_>/project/<gid>/<any(list, board):view>/<__>", places.project),
    ("/0/<gid>/overview", record.overview),
    ("/1/<_>/<any(portfolio, goal):__>/<gid>", record.record),
    ("/0/<project>/<gid>", task.task),
    ("/0/<project>/<gid>/f", task.task),
    ("/1/<_>/task/<gid>", task.task),
    ("/1/<_>/project/<project>/task/<gid>", task.task),
    ("/1/<_>/inbox/<__>/item/<gid>", task.task),
)


class Site:
    """Serves the pages and their static files."""

    def __init__(self, flask: Flask, sources: Sources) -> None:
        self.sources = sources
        self.entrance = Entrance(sources.control_token, sources.guarded)
        flask.jinja_env.filters.update(day=v.day, clock=v.clock, initials=v.initials, words=v.words)
        for rule, page in PAGES:
            answer = partial(self._answer, page)
            flask.add_url_rule(
                rule, f"page {rule}", answer, methods=["GET"], provide_automatic_options=False
            )
        flask.add_url_rule("/search", "search", self._search)
        flask.add_url_rule("/attachment/<gid>", "attachment", self._attachment)
        flask.add_url_rule(f"{STATIC}/<name>", "static file", self._file)
        flask.add_url_rule(ENTER, "enter", self._enter, methods=["POST"])

    def _answer(self, page: Page, **parts: str) -> BaseResponse:
        """Serve a page; it is not logged as a request."""
        named = {name: part for name, part in parts.items() if not name.startswith("_")}
        return self._serve(lambda visit: page(visit, **named))

    def _search(self) -> BaseResponse:
        return self._serve(lambda visit: search.jump(visit) or search.search(visit))

    def _attachment(self, gid: str) -> BaseResponse:
        return self._serve(lambda visit: task.attachment(visit, gid))

    def _serve(self, answer: Callable[[v.Visit], v.Shown | str]) -> BaseResponse:
        """Serve a template with its values, or redirect."""
        skip_body(request)
        if not self.entrance.admits(request):
            text = render_template("entrance.html", static=STATIC, enter=ENTER)
            return Response(text, 401, HEADERS, mimetype="text/html")
        with self.sources.dispatcher.store.lock:
            visit = self._visit()
            try:
                found = answer(visit)
            except v.MissingError as error:
                return self._html(visit, "missing.html", {"problem": str(error)}, error.status)
            return _redirect(found) if isinstance(found, str) else self._html(visit, *found)

    def _enter(self) -> BaseResponse:
        skip_body(request)
        return self.entrance.enter(request)

    def _file(self, name: str) -> Response:
        skip_body(request)
        response = send_from_directory(Path(__file__).parents[1] / "static", name)
        response.headers.update(HEADERS)
        response.headers["Cache-Control"] = "no-cache"
        return response

    def _visit(self) -> v.Visit:
        found = self.sources.dispatcher.store.get("user", request.args.get("as", ""))
        user = found or self.sources.main_user()
        return v.Visit(self.sources, user, request.path, request.args.to_dict())

    def _html(
        self, visit: v.Visit, template: str, values: dict[str, Any], status: int = 200
    ) -> Response:
        text = render_template(template, **self._shared(visit), **values)
        return Response(text, status, HEADERS, mimetype="text/html")

    def _shared(self, visit: v.Visit) -> dict[str, Any]:
        """Return the values used by the templates of all pages."""
        store = self.sources.dispatcher.store
        token = store.token_for(visit.user)
        return {
            "visit": visit,
            "to": visit.to,
            "path_of": v.path_of,
            "told": event_log.told,
            "fields_of": lambda task: custom_values.shown(task, visit.view),
            "turned": visit.turned,
            "static": STATIC,
            "base_url": request.root_url.rstrip("/") + ROOT,
            "token": token,
            "control_token": self.sources.control_token,
            "saves": self.sources.saves,
            "actors": self._actors(visit),
            "budget": self._budget(token),
            "fault_count": sum(1 for _ in self.sources.faults),
        }

    def _budget(self, token: str) -> dict[str, int] | None:
        """Return the rate limit usage of a token; None if there is no limit."""
        limits = self.sources.limits
        if limits.per_minute is None:
            return None
        unused = {"used": 0, "limit": limits.per_minute}
        return limits.usage().get(token, {**unused, "searches_used": 0, "searches_limit": SEARCHES})

    def _actors(self, visit: v.Visit) -> list[Record]:
        """Return the users to act as; in a large sandbox, only the first ones."""
        users = list(visit.store.of("user"))[: v.MAX_CHOICES]
        return users if visit.user in users else [visit.user, *users]


def _redirect(address: str) -> BaseResponse:
    response = redirect(address)
    response.headers.update(HEADERS)
    return response
