"""The verbs, through which all calls pass: they assemble a request, and ``request`` sends it.

Their signatures are those of python-asana, because programs override, patch and call them:
``get`` calls ``request("get", path, params=…)``, and ``post`` calls
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
"""The default of arguments for which None is a value."""


# Returns whether a body contains only fields: no options and no envelope.
IS_BARE = frozenset([*ALIASES, "actions", "data", "opt_jsonp"]).isdisjoint

NESTED = 'the fields are nested one level too deep, in a field "data"; Asana would ignore them'


class Verbs:
    """The methods that a client and a batch share."""

    @property
    def options(self) -> Options:
        """The options of the client."""
        raise NotImplementedError

    def get(self, path: str = OMITTED, query: Params = OMITTED, /, **options: Any) -> Any:
        """Send a GET request and return the ``data`` of the response.

        :param path: the path below the base URL, as :func:`asana._call.paths.path` builds it
        :param query: the query parameters; keywords that are not options are added to them
        :raises ValueError: an argument has an invalid value; nothing was sent
        :raises TypeError: an argument has an invalid type; nothing was sent
        :raises AsanaError: the request failed
        """
        path, query = _arguments(options, path, query, "query")
        params, settings = self._query(path, query, options)
        return self.request("get", path, params=params, **settings)

    def get_collection(
        self, path: str = OMITTED, query: Params = OMITTED, /, **options: Any
    ) -> ItemIterator:
        """Return an iterator over the items of a collection.

        It sends no request until you ask for the first item, and then one request per page.
        ``iterator_type="pages"`` returns a :class:`~asana.page_iterator.CollectionPageIterator`
        instead. ``iterator_type=None`` requests one :class:`~asana.page_iterator.Page`
        immediately and returns it.

        :param path: the path below the base URL
        :param query: the query parameters; keywords that are not options are added to them
        :raises ValueError: an option has an invalid value
        :raises TypeError: an argument has an invalid type
        """
        kind, pages = self._pages(path, query, options)
        if kind is None:
            return pages.only()  # type: ignore[no-any-return]
        return pages if kind == "pages" else pages.items()  # type: ignore[return-value]

    def post(self, path: str = OMITTED, data: Params = OMITTED, /, **options: Any) -> Any:
        """Send a POST request and return the ``data`` of the response.

        :param path: the path below the base URL
        :param data: the fields of the body; keywords that are not options are added to them
        :param options: also ``query``, the query parameters; ``files``, the files to upload in
            any form that ``requests`` accepts; and ``idempotent``, true if sending the request
            twice has the same effect as sending it once, so that it can always be retried
        :raises ValueError: an argument has an invalid value; nothing was sent
        :raises TypeError: an argument has an invalid type; nothing was sent
        :raises UnknownOutcomeError: Asana may or may not have processed the request
        :raises AsanaError: the request failed
        """
        path, parts = self._written(path, data, options)
        return self.request("post", path, **parts)

    def put(self, path: str = OMITTED, data: Params = OMITTED, /, **options: Any) -> Any:
        """Send a PUT request and return the ``data`` of the response.

        :param path: the path below the base URL
        :param data: the fields of the body; keywords that are not options are added to them
        :param options: also ``query``, the query parameters
        :raises ValueError: an argument has an invalid value; nothing was sent
        :raises TypeError: an argument has an invalid type; nothing was sent
        :raises AsanaError: the request failed
        """
        path, parts = self._written(path, data, options)
        return self.request("put", path, **parts)

    def delete(self, path: str = OMITTED, data: Params = OMITTED, /, **options: Any) -> Any:
        """Send a DELETE request without a body, and return its ``data``: an empty dictionary.

        :param path: the path below the base URL
        :param data: the query parameters
        :raises ValueError: an argument has an invalid value; nothing was sent
        :raises TypeError: an argument has an invalid type; nothing was sent
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
        """Send a request that a verb has assembled; see :meth:`asana.Client.request`."""
        raise NotImplementedError

    def download(
        self, url: str, target: Any, progress: Progress | None = None, **options: Any
    ) -> int:
        """Download a URL to a file; see :meth:`asana.Client.download`."""
        raise NotImplementedError

    def batch(self, concurrency: int = 5, **options: Any) -> Any:
        """Return a batch with the same verbs; see :meth:`asana.Client.batch`."""
        raise NotImplementedError

    def _written(self, path: Any, data: Any, options: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Return the path of a write, and the keywords to pass to ``request``."""
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
        """Return the option ``headers`` for a request with a JSON body.

        :param own: the headers of the call, or None
        :param client: the options of the client
        """
        given = client.settings["headers"] if own is None else own
        return {"headers": {"content-type": "application/json", **(given or {})}}

    def _pages(
        self, path: Any, query: Any, options: dict[str, Any]
    ) -> tuple[str | None, CollectionPageIterator]:
        """Return the iterator type and the page iterator, without sending anything."""
        path, query = _arguments(options, path, query, "query")
        check_path(path)
        pages = getattr(path, "pages", None) or CollectionPageIterator
        own = options.get("pages")
        if isinstance(own, type) and PageIterator in own.__mro__:
            pages = options.pop("pages")  # other values are a parameter of that name
        given = mapping("params", query)
        params, settings = self._query(path, given, options)
        if type(path) is Path:
            strict = settings.get("strict", self.options["strict"])
            self._check_words("GET", path, params, None, strict)
            path = str(path)  # a plain string: the names need no check on later pages
        raw = options.get("iterator_type", self.options["iterator_type"]) is None
        if "limit" not in given:
            _clamp_limit(params)
        if pages.one_page and not raw and "limit" not in options and "limit" not in given:
            # The client's limit is a page size, so it must not truncate an unpaginated listing.
            params.pop("limit", None)
        return pages_of(self, path, params, settings, self.options.sorted().settings, pages)

    def _check_words(
        self, verb: str, path: Path, query: Query, body: Body | None, strict: bool
    ) -> None:
        """Warn about unknown parameters, body fields and fields to return.

        :raises TypeError: a name is unknown, and the call is strict
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

    # -- merging the arguments of a call with the client's options

    def _parts(
        self, method: str, path: str, params: Params, data: Params, options: Mapping[str, Any]
    ) -> tuple[str, Query, Body | None, dict[str, Any]]:
        """Return the method, the query, the body and the settings of a request."""
        verb = method if type(method) is str else plain(method)
        if not isinstance(verb, str):
            raise TypeError(f'method must be a string such as "GET", not {type(verb).__name__}')
        verb = verb.upper()
        if verb not in METHODS:
            raise ValueError(f"method must be one of {', '.join(METHODS)}, not {short(method)}")
        body: Body | None = None
        if verb in BODY_METHODS:
            body, query, own = self._body(path, data, options, params)
        else:
            if data:
                raise ValueError(f"a {verb} request has no body: pass its parameters as params=")
            query, own = self._query(path, params, options, reads=verb == "GET")
        if verb != "POST" and has_method(query, body):
            raise ValueError("the option method can be used only with POST")
        return verb, query, body, own

    def _query(
        self, path: str, query: Params, options: Mapping[str, Any], reads: bool = True
    ) -> tuple[Query, dict[str, Any]]:
        """Return the complete query, and the settings of the request.

        :param reads: whether the client's limit, offset and sync token apply
        """
        whole = type(query) is Query  # assembled by a verb: it already has the client's options
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
        """Remove parameters that are None, and turn iterators into lists, for retries."""
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
        """Warn that a parameter without a value is not sent.

        :raises TypeError: the call is strict
        """
        if name in ALIASES or name in ("limit", "offset", "sync"):
            return  # None is how a call unsets an option of the client
        text = name if type(name) is str and len(name) <= MOST_SHOWN else short(name)
        message = f"{text} is None, so it is not sent"
        if settings.get("strict", self.options["strict"]):
            raise TypeError(f"{message}: omit it, or pass a value")
        warn(message)

    def _form_fields(self, fields: Mapping[str, Any], settings: Mapping[str, Any]) -> Any:
        """Return the fields of an upload without those that are None: a form has no null."""
        for name, value in fields.items():
            if value is None:
                self._refuse_none(name, settings)
        return {name: value for name, value in fields.items() if value is not None}

    def _body(
        self, path: str, data: Params, options: Mapping[str, Any], query: Params
    ) -> tuple[Body, Query, dict[str, Any]]:
        """Return the complete body, the query, and the settings of the request."""
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
        if type(path) is not Path:  # the names of a known route are checked later, with the body
            for keyword in call.params:
                _warn_if_misspelt(keyword)
        return call


def _arguments(
    options: dict[str, Any], path: Any, given: Any, name: str
) -> tuple[str, Mapping[str, Any] | None]:
    """Return the first two arguments, which python-asana also accepts by name.

    A parameter of Asana's can have the same name, but its value is not a dictionary.
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
    """Use a limit that is given as an option as the page size, at most 100."""
    limit = whole(params.get("limit"))
    if limit is not None and limit > 0:
        params["limit"] = page_size(limit, "limit")


def _is_dictionary(value: Any) -> bool:
    """Return whether a value is a dictionary, a list of pairs, or empty."""
    return not value or isinstance(value, Mapping) or are_pairs(value)


def _taken_query(options: dict[str, Any]) -> Params:
    """Remove the query of a write from its keywords, ``query`` and ``params``, and return it."""
    found: dict[str, Any] = {}
    for name in ("params", "query"):
        if name in options and _is_dictionary(options[name]):
            found.update(mapping(name, options.pop(name)))
    return found


def has_method(query: Query, body: Body | None) -> bool:
    """Return whether a request has the option ``method``."""
    return "opt_method" in query or (body is not None and "method" in body["options"])


def named(options: dict[str, Any], **places: Any) -> list[Any]:
    """Return arguments that are given by position or by keyword.

    :raises TypeError: one is missing
    """
    for name, value in places.items():
        if value is OMITTED:
            if name not in options:
                raise TypeError(f"missing argument: {name}")
            places[name] = options.pop(name)
    return list(places.values())


def _unwrapped(given: Params) -> tuple[Mapping[str, Any], dict[str, Any]]:
    """Return the fields of a body, which may have its envelope, and the options in it.

    :raises ValueError: there is a ``data`` where only fields can be
    """
    data = mapping("data", given)
    options: dict[str, Any] = {}
    if "data" in data:
        beside = data.keys() - {"data", "options", *ALIASES}
        if not isinstance(data["data"], Mapping) or beside:
            raise ValueError(
                'pass the fields directly, or all of them in {"data": {…}} with only options '
                "next to it; Asana would ignore the rest"
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
    """Raise if fields are nested one level too deep.

    :raises ValueError: there is a field ``data``, which no record of Asana has
    """
    if "data" in fields:
        raise ValueError(NESTED)
    actions = fields.get("actions")
    for action in actions if isinstance(actions, list) else ():
        if isinstance(action, Mapping) and "data" in mapping("data", action.get("data")):
            raise ValueError(NESTED)


def _api_options(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the ``opt_…`` parameters, without their prefix."""
    return {ALIASES[name]: value for name, value in params.items() if name in ALIASES}


_warned: set[str] = set()


def _warn_if_misspelt(keyword: str) -> None:
    """Warn about a likely misspelled option, which is sent as a parameter; once per name."""
    if keyword in _warned:
        return
    meant = misspelt(keyword)
    if meant is not None:
        warn(f"{short(keyword)} is sent as a parameter; did you mean the option {meant!r}?")
    _warned.add(keyword)  # last: if warnings are errors, the next call warns again
