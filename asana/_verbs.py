"""The verbs that everything goes through: they put a request together, and ``request`` sends it.

They keep the shape that they have in python-asana, since programs override them, patch them and
call them: ``get`` calls ``request("get", path, params=…)``, ``post`` calls
``request("post", path, data={"data": …, "options": …}, headers=…)``.
"""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from ._call.parts import Body, Params, Query, are_pairs, mapping
from ._call.paths import Path
from ._call.values import MOST_SHOWN, CommaList, plain, short
from ._call.warning import warn
from ._call.words import check_fields, check_names, check_query
from ._http.download import Progress
from ._http.request import BODY_METHODS, METHODS, check_path
from .options import (
    ALIASES,
    Options,
    Sorted,
    listed,
    misspelt,
    page_size,
    refuse_jsonp,
    sort,
    whole,
)
from .page_iterator import CollectionPageIterator, ItemIterator, PageIterator, pages_of

__all__ = ["OMITTED", "Verbs", "has_method", "named"]

OMITTED: Any = object()
"""Stands for an argument that was not given, where None is a value."""


# Tells whether the fields of a body are nothing but fields.
IS_BARE = frozenset([*ALIASES, "actions", "data", "opt_jsonp"]).isdisjoint

NESTED = 'the fields are one level too deep, in a field "data"; Asana would ignore them'


class Verbs:
    """What a client and a batch have in common."""

    @property
    def options(self) -> Options:
        """The options of the client."""
        raise NotImplementedError

    def get(self, path: str = OMITTED, query: Params = OMITTED, /, **options: Any) -> Any:
        """Send a GET and return its ``data``.

        :param path: the path below the base URL, as :func:`asana._call.paths.path` builds it
        :param query: parameters of the query; keywords that are not options join them
        :raises AsanaError: the request failed
        """
        path, query = _arguments(options, path, query, "query")
        params, settings = self._query(path, query, options)
        return self.request("get", path, params=params, **settings)

    def get_collection(
        self, path: str = OMITTED, query: Params = OMITTED, /, **options: Any
    ) -> ItemIterator:
        """Return an iterator over the items of a collection; nothing is sent before its first.

        ``iterator_type="pages"`` returns a :class:`~asana.page_iterator.CollectionPageIterator`
        instead, and ``iterator_type=None`` asks for one :class:`~asana.page_iterator.Page` at once.

        :param path: the path below the base URL
        :param query: parameters of the query; keywords that are not options join them
        :raises ValueError: an option has a value that it cannot have
        """
        kind, pages = self._pages(path, query, options)
        if kind is None:
            return pages.only()  # type: ignore[no-any-return]
        return pages if kind == "pages" else pages.items()  # type: ignore[return-value]

    def post(self, path: str = OMITTED, data: Params = OMITTED, /, **options: Any) -> Any:
        """Send a POST and return its ``data``.

        :param path: the path below the base URL
        :param data: the fields of the body; keywords that are not options join them
        :param options: also ``query``, parameters of the query; ``files``, what to upload as
            ``requests`` takes it; and ``idempotent``, for what may be sent again when it is
            unclear whether it was done, since doing it twice is the same as doing it once
        :raises UnknownOutcomeError: it may or may not have been done
        :raises AsanaError: the request failed
        """
        path, parts = self._written(path, data, options)
        return self.request("post", path, **parts)

    def put(self, path: str = OMITTED, data: Params = OMITTED, /, **options: Any) -> Any:
        """Send a PUT and return its ``data``.

        :param path: the path below the base URL
        :param data: the fields of the body; keywords that are not options join them
        :param options: also ``query``, parameters of the query
        :raises AsanaError: the request failed
        """
        path, parts = self._written(path, data, options)
        return self.request("put", path, **parts)

    def delete(self, path: str = OMITTED, data: Params = OMITTED, /, **options: Any) -> Any:
        """Send a DELETE, which has no body, and return its ``data``: an empty dictionary.

        :param path: the path below the base URL
        :param data: parameters of the query
        :raises AsanaError: the request failed
        """
        path, data = _arguments(options, path, data, "data")
        if "params" in options and _is_dictionary(options["params"]):
            data = {**mapping("params", options.pop("params")), **mapping("params", data)}
        params, settings = self._query(path, data, options, reads=False)
        if params:
            settings["params"] = params
        return self.request("delete", path, **settings)

    def request(self, method: str = OMITTED, path: str = OMITTED, /, **options: Any) -> Any:
        """Send what a verb has put together; see :meth:`asana.Client.request`."""
        raise NotImplementedError

    def download(
        self, url: str, target: Any, progress: Progress | None = None, **options: Any
    ) -> int:
        """Write what is at a URL to a file; see :meth:`asana.Client.download`."""
        raise NotImplementedError

    def batch(self, concurrency: int = 5, **options: Any) -> Any:
        """Return a recorder with the same verbs; see :meth:`asana.Client.batch`."""
        raise NotImplementedError

    def _written(self, path: Any, data: Any, options: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Return the path of a write, and the keywords that it is requested with."""
        if not options and type(data) is dict and IS_BARE(data):
            client = self.options.sorted()
            if not client.api and not client.params:
                body = Body(data={**data}, options={})
                return path, {"data": body, **self._json_headers(None, client)}
        path, data = _arguments(options, path, data, "data")
        ours = ("files", "idempotent")
        parts: dict[str, Any] = {name: options.pop(name) for name in ours if name in options}
        body, params, settings = self._body(path, data, options, _taken_query(options))
        parts |= {"data": body, **settings}
        if params:
            parts["params"] = params
        if parts.get("files") is None:
            own = settings.get("headers")
            parts.update(self._json_headers(own, self.options.sorted()))
        return path, parts

    def _json_headers(self, own: Mapping[str, Any] | None, client: Sorted) -> dict[str, Any]:
        """Return the option ``headers`` of a request with a JSON body.

        :param own: the headers of the call
        :param client: the options of the client
        """
        given = client.settings["headers"] if own is None else own
        return {"headers": {"content-type": "application/json", **(given or {})}}

    def _pages(
        self, path: Any, query: Any, options: dict[str, Any]
    ) -> tuple[str | None, CollectionPageIterator]:
        """Return the iterator type, and the pages; nothing has been sent."""
        path, query = _arguments(options, path, query, "query")
        check_path(path)
        pages = getattr(path, "pages", None) or CollectionPageIterator
        own = options.get("pages")
        if isinstance(own, type) and PageIterator in own.__mro__:
            pages = options.pop("pages")  # anything else is a parameter
        given = mapping("params", query)
        params, settings = self._query(path, given, options)
        if type(path) is Path:
            strict = settings.get("strict", self.options["strict"])
            self._check_words("GET", path, params, None, strict)
            path = str(path)  # its words have been checked, and hold for all pages
        raw = options.get("iterator_type", self.options["iterator_type"]) is None
        if "limit" not in given:
            _clamp_limit(params)
        if pages.one_page and not raw and "limit" not in options and "limit" not in given:
            # A limit of the client's is the size of pages, and cuts nothing that has one only.
            params.pop("limit", None)
        return pages_of(self, path, params, settings, self.options.sorted().settings, pages)

    def _check_words(
        self, verb: str, path: Path, query: Query, body: Body | None, strict: bool
    ) -> None:
        """Warn of names that an operation does not know, be they parameters or fields to return.

        :raises TypeError: there is one, and the call is strict
        """
        own = self.options.sorted().params
        names = query if body is None else body["data"]
        check_names(verb, path, names, own, strict)
        if body is not None:
            check_query(verb, path, query, strict)
        for fields in (query.get("opt_fields"), body and body["options"].get("fields")):
            if fields:
                own_fields = listed(self.options["fields"])
                check_fields(verb, path, getattr(fields, "parts", fields), own_fields, strict)

    # -- what a call and the client's options add up to

    def _parts(
        self, method: str, path: str, params: Params, data: Params, options: Mapping[str, Any]
    ) -> tuple[str, Query, Body | None, dict[str, Any]]:
        """Return the method, the query, the body and the options of a request."""
        verb = method if type(method) is str else plain(method)
        if not isinstance(verb, str):
            raise TypeError(f'a method is a string such as "GET", not {type(verb).__name__}')
        verb = verb.upper()
        if verb not in METHODS:
            raise ValueError(f"no such method: {short(method)}")
        body: Body | None = None
        if verb in BODY_METHODS:
            body, query, own = self._body(path, data, options, params)
        else:
            if data:
                raise ValueError(f"a {verb} has no body: give its parameters as params")
            query, own = self._query(path, params, options, reads=verb == "GET")
        if verb != "POST" and has_method(query, body):
            raise ValueError("the option method turns a POST into another method, and nothing else")
        return verb, query, body, own

    def _query(
        self, path: str, query: Params, options: Mapping[str, Any], reads: bool = True
    ) -> tuple[Query, dict[str, Any]]:
        """Return the whole of a query, and the keywords that say how to send it.

        :param reads: the client's limit, offset and sync token belong to it
        """
        whole = type(query) is Query  # a verb has put it together, and only the call adds to it
        if whole and not options:
            return cast(Query, query), {}
        call = self._sorted(path, options)
        layers = (call,) if whole else (self.options.sorted(), call)
        found = Query(query or {}) if whole else Query()
        for layer in layers if reads else (call,):
            found.update(layer.query)
        for layer in layers:
            found.update({f"opt_{name}": value for name, value in layer.api.items()})
        for layer in layers:
            found.update(layer.params)
        found.update(mapping("params", query))
        if not whole or call.api or call.params:
            self._settle(found, call)
        return found, call.settings

    def _settle(self, found: Query, call: Sorted) -> None:
        """Take out what says nothing, and read iterators, which can be read once."""
        for name, value in list(found.items()):
            if value is None:
                del found[name]
                self._refuse_none(name, call.settings)
            elif name == "opt_jsonp":
                refuse_jsonp()
            elif name in ALIASES:
                value = listed(value, name)
                found[name] = CommaList.of(value, name) if isinstance(value, list) else value
            elif isinstance(value, Iterator):
                found[name] = list(value)

    def _refuse_none(self, name: str, settings: Mapping[str, Any]) -> None:
        """Say that a parameter without a value does nothing."""
        if name in ALIASES or name in ("limit", "offset", "sync"):
            return  # that is how an option is taken back
        text = name if type(name) is str and len(name) <= MOST_SHOWN else short(name)
        message = f"{text} is None, so it is left out and does nothing"
        if settings.get("strict", self.options["strict"]):
            raise TypeError(f"{message}: leave it out yourself, or give it a value")
        warn(message)

    def _form_fields(self, fields: Mapping[str, Any], settings: Mapping[str, Any]) -> Any:
        """Return the fields of an upload without those that are None, which no form can hold."""
        for name, value in fields.items():
            if value is None:
                self._refuse_none(name, settings)
        return {name: value for name, value in fields.items() if value is not None}

    def _body(
        self, path: str, data: Params, options: Mapping[str, Any], query: Params
    ) -> tuple[Body, Query, dict[str, Any]]:
        """Return the whole of a body, its query, and the keywords that say how to send it."""
        call = self._sorted(path, options)
        params = Query({**call.query, **mapping("query", query)} if query or call.query else {})
        if params:
            self._settle(params, call)
        whole = type(data) is Body
        if whole and not call.api and not call.params:
            return cast(Body, data), params, call.settings
        layers = (call,) if whole else (self.options.sorted(), call)
        fields, own = _unwrapped(data)
        found: dict[str, Any] = {}
        api: dict[str, Any] = {}
        for layer in layers:
            found.update(layer.params)
            api.update(layer.api)
        api.update(own)
        settled = {name: listed(value, name) for name, value in api.items() if value is not None}
        found.update(fields)
        _refuse_nested(found)
        return Body(data=found, options=settled), params, call.settings

    def _sorted(self, path: str, options: Mapping[str, Any]) -> Sorted:
        """Return the keywords of a call, sorted."""
        call = sort(options) if options else Sorted({}, {}, {}, {})
        if type(path) is not Path:  # whose names are looked at when all of them are known
            for keyword in call.params:
                _warn_if_misspelt(keyword)
        return call


def _arguments(
    options: dict[str, Any], path: Any, given: Any, name: str
) -> tuple[str, Mapping[str, Any] | None]:
    """Return what stands at the first two places, which python-asana also takes by name.

    A parameter of Asana's may have the same name; such a one is not a dictionary.
    """
    if path is OMITTED:
        [path] = named(options, path=path)
    if given is OMITTED:
        given = None
    if name in options and not given and _is_dictionary(options[name]):
        given = options.pop(name)
    if name == "query" and "params" in options and _is_dictionary(options["params"]):
        given = {**mapping("params", options.pop("params")), **mapping("query", given)}
    return path, given


def _clamp_limit(params: Query) -> None:
    """Make a limit among the options the size of a page: pages are ours, items the caller's."""
    limit = whole(params.get("limit"))
    if limit is not None and limit > 0:
        params["limit"] = page_size(limit, "limit")


def _is_dictionary(value: Any) -> bool:
    """Tell whether a value is a dictionary, or the pairs of one."""
    return not value or isinstance(value, Mapping) or are_pairs(value)


def _taken_query(options: dict[str, Any]) -> Params:
    """Take the query of a write out of its keywords: ``query`` is its name, and ``params`` too."""
    found: dict[str, Any] = {}
    for name in ("params", "query"):
        if name in options and _is_dictionary(options[name]):
            found.update(mapping(name, options.pop(name)))
    return found


def has_method(query: Query, body: Body | None) -> bool:
    """Tell whether a request has the option ``method``."""
    return "opt_method" in query or (body is not None and "method" in body["options"])


def named(options: dict[str, Any], **places: Any) -> list[Any]:
    """Return arguments that stand at their places, or among the keywords.

    :raises TypeError: one is missing
    """
    for name, value in places.items():
        if value is OMITTED:
            if name not in options:
                raise TypeError(f"a request needs a {name}")
            places[name] = options.pop(name)
    return list(places.values())


def _unwrapped(given: Params) -> tuple[Mapping[str, Any], dict[str, Any]]:
    """Return the fields of a body, which may be wrapped already, and the options beside them.

    :raises ValueError: there is a ``data`` where only fields can be
    """
    data = mapping("a body", given)
    options: dict[str, Any] = {}
    if "data" in data:
        beside = data.keys() - {"data", "options", *ALIASES}
        if not isinstance(data["data"], Mapping) or beside:
            raise ValueError(
                'the fields are given as they are, or all of them in one {"data": {…}}, beside '
                "which only options stand; Asana would ignore the rest"
            )
        given = mapping("options", data.get("options"))
        options = {ALIASES.get(name, name): value for name, value in given.items()}
        options |= _api_options(data)
        data = data["data"]
        if "data" in data:
            raise ValueError(NESTED)
    if "opt_jsonp" in data or "jsonp" in options:
        refuse_jsonp()
    options |= _api_options(data)
    return {name: value for name, value in data.items() if name not in ALIASES}, options


def _refuse_nested(fields: Mapping[str, Any]) -> None:
    """Refuse fields that are one level too deep.

    :raises ValueError: there is a field ``data``, of which no record has one
    """
    if "data" in fields:
        raise ValueError(NESTED)
    actions = fields.get("actions")
    for action in actions if isinstance(actions, list) else ():
        if isinstance(action, Mapping) and "data" in mapping("data", action.get("data")):
            raise ValueError(NESTED)


def _api_options(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the ``opt_…`` members of parameters, without their prefix."""
    return {ALIASES[name]: value for name, value in params.items() if name in ALIASES}


_warned: set[str] = set()


def _warn_if_misspelt(keyword: str) -> None:
    """Warn about a likely misspelled option, which goes out as a parameter; once for each."""
    if keyword in _warned:
        return
    meant = misspelt(keyword)
    if meant is not None:
        warn(f"{short(keyword)} goes out as a parameter; did you mean the option {meant!r}?")
    _warned.add(keyword)  # unless the warning is an exception
