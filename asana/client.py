"""The client: its constructors, its resources, and the verbs that everything goes through."""

import functools
import os
import sys
import warnings
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast, overload
from urllib.parse import urlencode, urlsplit

import requests
import requests.auth

from . import options as option_table
from . import request
from .change import AsanaChangeWarning, affecting
from .download import Progress, open_sink
from .page_iterator import OWN_OPTIONS, CollectionPageIterator, ItemIterator, Page
from .records import Record
from .resources import Resources
from .resources.resource import Params
from .retry import Backoff, Quota
from .session import BearerSession, Session, token_text
from .transport import Transport
from .version import __version__

C = TypeVar("C", bound="Client")
T = TypeVar("T")
R = TypeVar("R")

PACKAGE = str(Path(__file__).parent)

OMITTED: Any = object()
"""Stands for an argument that was not given, where None is a mistake."""


if TYPE_CHECKING:
    from .batch import Batch

    constructor = classmethod
else:

    class constructor(classmethod):
        """A class method that, called through an instance, takes over the instance's options."""

        def __get__(self, instance: Any, owner: Any = None) -> Any:
            make = super().__get__(instance, owner)
            if instance is None:
                return make
            return functools.partial(make, headers=instance.headers, **instance.options.maps[0])


class Client(Resources):
    """A client of the Asana API.

    Make one with :meth:`access_token`, :meth:`basic_auth` or, without credentials or with a
    session of your own, by calling the class. One client may be used by many threads.

    :param session: a ``requests`` session to send through; by default one of our own
    :param auth: what ``requests`` accepts as ``auth``
    :param options: defaults for every call, see the table of options in README

    :ivar options: the client's options; those not set read through to :attr:`DEFAULTS`
    :ivar headers: headers that go out with every request
    :ivar session: the ``requests`` session
    """

    DEFAULTS: dict[str, Any] = option_table.DEFAULTS
    DEFAULT_OPTIONS = DEFAULTS

    RETRY_DELAY = Backoff().delay
    RETRY_BACKOFF = Backoff().factor
    RETRY_JITTER = Backoff().jitter
    RETRY_QUOTA: int | None = 100

    def __init__(
        self, session: requests.Session | None = None, auth: Any = None, **options: Any
    ) -> None:
        self.headers: dict[str, Any] = dict(options.pop("headers", None) or {})
        options["base_url"] = self._base_url(options)
        for name in options:
            if name not in option_table.OPTIONS:
                raise TypeError(f"the client has no option {name!r}")
            option_table.check(name, options[name])
        self.options: ChainMap[str, Any] = ChainMap(options, self.DEFAULTS)
        self._transport = Transport(
            Session() if session is None else session, auth, self._log_asana_change_header
        )
        self._transport.quota = Quota(self.RETRY_QUOTA)

    @classmethod
    def _base_url(cls, options: Mapping[str, Any]) -> str:
        """Return where a client with these options sends to; code goes before the environment."""
        default: str = cls.DEFAULTS["base_url"]
        if default == option_table.BASE_URL:
            default = os.environ.get("ASANA_BASE_URL") or default
        return request.check_base_url(options.get("base_url", default))

    @constructor
    def access_token(cls: type[C], accessToken: str | bytes = OMITTED, **options: Any) -> C:
        """Return a client that shows a personal access token, or an OAuth one, as it is.

        :param accessToken: the token; when omitted, the environment's ``ASANA_ACCESS_TOKEN``
        :param options: the client's options
        :raises ValueError: there is no token, or it is no token
        :raises TypeError: the token is not a string
        """
        if accessToken is OMITTED:
            accessToken = os.environ.get("ASANA_ACCESS_TOKEN", "")
            if not accessToken:
                raise ValueError("no access token: give one, or set ASANA_ACCESS_TOKEN")
        return cls(BearerSession(accessToken, cls._base_url(options)), **options)

    @constructor
    def basic_auth(cls: type[C], apiKey: str | bytes, **options: Any) -> C:
        """Return a client that shows a personal access token as the user name of basic
        authentication, as the API keys of old were shown. Prefer :meth:`access_token`.

        :param apiKey: the token
        :param options: the client's options
        :raises ValueError: it is no token
        :raises TypeError: the token is not a string
        """
        return cls(auth=requests.auth.HTTPBasicAuth(token_text(apiKey), ""), **options)

    @constructor
    def oauth(
        cls: type[C],
        client_id: str | None = None,
        client_secret: str | bytes | None = None,
        redirect_uri: str | None = None,
        token: Mapping[str, Any] | None = None,
        scope: str | Iterable[str] | None = None,
        token_updater: Callable[[dict[str, Any]], Any] | None = None,
        pkce: bool = True,
        **options: Any,
    ) -> C:
        """Return a client that acts for a user of your app, see :mod:`asana.oauth`.

        Its ``session`` has ``authorization_url()``, ``fetch_token(code=…)`` and ``revoke()``.

        :param client_id: the id of your app, as Asana's developer console shows it
        :param client_secret: its secret, if it can keep one
        :param redirect_uri: where the user comes back to, as registered
        :param token: a token that was saved
        :param scope: what to ask the user for, a list or a text
        :param token_updater: called with each renewed token before it is first used; saves it
        :param pkce: False where the app cannot keep to PKCE
        :param options: the client's options; more keywords of the session
        :raises ValueError: a URL or the token is not what it should be
        :raises TypeError: a keyword is unknown, or its value is of another type
        """
        from .oauth import AsanaOAuth2Session  # oauthlib takes long to load

        keywords = {name: options.pop(name) for name in options.keys() - option_table.OPTIONS}
        session = AsanaOAuth2Session(
            client_secret,
            base_url=cls._base_url(options),
            client_id=client_id,
            redirect_uri=redirect_uri,
            token=token,
            scope=scope,
            token_updater=token_updater,
            pkce=pkce,
            **keywords,
        )
        client = cls(session, **options)
        session.settings = client.options
        return client

    @property
    def session(self) -> requests.Session:
        """The ``requests`` session that requests go through; another may be set."""
        return self._transport.session

    @session.setter
    def session(self, session: requests.Session) -> None:
        self._transport.session = session

    @property
    def auth(self) -> Any:
        """What goes before the session's own ``auth``, in the forms that ``requests`` takes."""
        return self._transport.auth

    @auth.setter
    def auth(self, auth: Any) -> None:
        self._transport.auth = auth

    # -- the verbs

    def get(self, path: str, /, params: Params = None, **options: Any) -> Record:
        """Send a GET and return its ``data``.

        :param path: the path below the base URL, as :func:`asana.paths.path` builds it
        :param params: parameters of the query; keywords that are no option join them
        :raises AsanaError: the request failed
        """
        return self.request("GET", path, params, **options)

    def get_collection(
        self,
        path: str,
        /,
        params: Params = None,
        *,
        pages: type[CollectionPageIterator] = CollectionPageIterator,
        **options: Any,
    ) -> ItemIterator:
        """Return an iterator over the items of a collection; nothing is sent before its first.

        ``iterator_type="pages"`` returns a :class:`CollectionPageIterator` instead, and
        ``iterator_type=None`` asks for one :class:`Page` at once.

        :param pages: how the collection is paged, see :mod:`asana.page_iterator`
        :raises ValueError: an option has a value that it cannot have
        """
        kind, iterator = self._collection(path, params, pages, options)
        if kind is None:
            nothing = Page({"data": []})  # what an item_limit of 0 leaves
            return next(iterator, nothing.payload if iterator.full_payload else nothing)  # type: ignore[return-value]
        return iterator if kind == "pages" else iterator.items()  # type: ignore[return-value]

    def post(
        self,
        path: str,
        /,
        data: Params = None,
        *,
        query: Params = None,
        files: Any = None,
        idempotent: bool = False,
        **options: Any,
    ) -> Record:
        """Send a POST and return its ``data``.

        :param path: the path below the base URL
        :param data: the fields of the body; keywords that are no option join them
        :param query: parameters of the query
        :param files: what to upload, as ``requests`` takes it; the body is multipart then
        :param idempotent: doing it twice is the same as doing it once, so it may be sent again
            when it is unclear whether it was done
        :raises UnknownOutcomeError: it may or may not have been done
        :raises AsanaError: the request failed
        """
        return self.request(
            "POST", path, query, data, files=files, idempotent=idempotent, **options
        )

    def put(
        self, path: str, /, data: Params = None, *, query: Params = None, **options: Any
    ) -> Record:
        """Send a PUT and return its ``data``.

        :param path: the path below the base URL
        :param data: the fields of the body; keywords that are no option join them
        :param query: parameters of the query
        :raises AsanaError: the request failed
        """
        return self.request("PUT", path, query, data, **options)

    def delete(self, path: str, /, params: Params = None, **options: Any) -> Record:
        """Send a DELETE, which has no body, and return its ``data``: an empty dictionary.

        :param path: the path below the base URL
        :param params: parameters of the query
        :raises AsanaError: the request failed
        """
        return self.request("DELETE", path, params, **options)

    def request(
        self,
        method: str,
        path: str,
        /,
        params: Params = None,
        data: Params = None,
        *,
        files: Any = None,
        idempotent: bool = False,
        **options: Any,
    ) -> Record:
        """Send a request and return its ``data``, or the whole body with ``full_payload=True``.

        :param method: get, post, put, patch or delete
        :param path: the path below the base URL, beginning with a slash
        :param params: parameters of the query
        :param data: the fields of the body, with or without ``{"data": …}`` around them
        :param files: what to upload, as ``requests`` takes it. An upload has a deadline only if
            the call gives one
        :param idempotent: a POST that may be sent again when it is unclear whether it was done
        :param options: options of this call; other keywords are parameters of the request
        :raises ValueError: something given is not what it should be; nothing was sent
        :raises TypeError: something given is of another type; nothing was sent
        :raises AsanaError: the request failed
        """
        if files is not None:
            options.setdefault("deadline", None)
        call = self._split(options)
        headers = {**self.headers, "X-Asana-Client-Lib": self._version_header()}
        prepared = request.build(method, path, params, data, headers, call, idempotent, files)
        self._transport.refuse_plain_http(prepared)
        payload = self._transport.send(prepared, self._backoff())
        return payload if call.settings["full_payload"] else cast(Record, payload["data"])

    def download(
        self, url: str, target: Any, progress: Progress | None = None, **options: Any
    ) -> int:
        """Write what is at a URL, such as an attachment's ``download_url``, to a file.

        No credentials go along. A file at a path appears only when it is whole.

        :param target: a path, or a file object opened for writing in binary mode
        :param progress: called with the bytes that have come so far, and with all there are, or
            None where that is not known
        :param options: options of this call; a download has a deadline only if it is given one
        :return: the number of bytes
        :raises ValueError: the URL is neither https nor on this machine; nothing was sent
        :raises AsanaError: the request failed
        """
        parts = urlsplit(url)
        base_url = request.check_base_url(f"{parts.scheme}://{parts.netloc}")
        if not request.may_carry_credentials(base_url):
            raise ValueError("a download is https, or from this machine itself")
        options = {"deadline": None, **options, "base_url": base_url}
        call = option_table.split(options, self.options.maps[0], self.DEFAULTS)
        plain = call._replace(api={}, query={}, params={})
        headers = {"Accept-Encoding": "identity"}
        path = parts.path or "/"
        prepared = request.build("GET", path, None, None, headers, plain, False)._replace(url=url)
        with open_sink(target, progress) as sink:
            return self._transport.download(prepared, self._backoff(), sink)

    @overload
    def map(
        self,
        function: Callable[[T], R],
        iterable: Iterable[T],
        concurrency: int = ...,
        return_errors: Literal[False] = ...,
    ) -> Iterator[R]: ...
    @overload
    def map(
        self,
        function: Callable[[T], R],
        iterable: Iterable[T],
        concurrency: int = ...,
        *,
        return_errors: Literal[True],
    ) -> Iterator[R | Exception]: ...
    def map(
        self,
        function: Callable[[T], R],
        iterable: Iterable[T],
        concurrency: int = 10,
        return_errors: bool = False,
    ) -> Iterator[Any]:
        """Yield what a function returns for each item, in order, from calls in parallel threads.

        Nothing is called before the first result is asked for, and nothing new once the caller
        stops asking. The items are taken as they are needed, in the caller's thread, so that they
        may be a listing of the client's. At most twice ``concurrency`` of them have been taken and
        not been given back as results. After an exception nothing new is called, and it is raised
        when all that is under way is done.

        :param function: what to call with each item, such as a function that updates a task
        :param concurrency: the number of threads
        :param return_errors: yield an exception of the function in the place of its result, and
            go on, instead of raising it
        :raises ValueError: ``concurrency`` is not a whole number from 1
        :raises TypeError: ``function`` cannot be called
        """
        from . import parallel  # the threads' pool takes long to load

        if not callable(function):
            raise TypeError(f"a function is something to call, not {type(function).__name__}")
        option_table.check_positive("concurrency", concurrency)
        return parallel.results(function, iterable, concurrency, return_errors)

    def batch(self, concurrency: int = 5, **options: Any) -> "Batch":
        """Return a recorder with the resources of the client, see :mod:`asana.batch`.

        Its methods record what the client's would send, and ``send()`` sends it, ten actions to a
        request.

        :param concurrency: how many requests may be under way at the same time
        :param options: options of these requests, such as ``deadline`` and ``headers``
        :raises ValueError: an option has a value that it cannot have
        :raises TypeError: an option belongs to an action, or is none
        """
        from .batch import Batch  # few need it

        return Batch(self, concurrency, **options)

    def _split(self, options: Mapping[str, Any]) -> option_table.Split:
        """Sort the keywords of a call."""
        call = option_table.split(options, self.options.maps[0], self.DEFAULTS)
        for keyword in call.params:
            _warn_if_misspelt(keyword)
        return call

    def _backoff(self) -> Backoff:
        return Backoff(self.RETRY_DELAY, self.RETRY_BACKOFF, self.RETRY_JITTER)

    def _collection(
        self,
        path: str,
        params: Params,
        pages: type[CollectionPageIterator],
        options: Mapping[str, Any],
    ) -> tuple[str | None, CollectionPageIterator]:
        """Return the iterator type, and the pages; nothing has been sent."""
        query = request.mapping("params", params)
        settings = option_table.split(options, self.options.maps[0], self.DEFAULTS).settings
        for name in ("iterator_type", "item_limit", "page_size"):
            option_table.check(name, settings[name])
        if query.get("limit") is not None:
            option_table.check("limit", query["limit"])
        own = {**options, **{name: settings[name] for name in (*OWN_OPTIONS, "fields")}}
        own.pop("opt_fields", None)  # it is the same as fields
        if settings["iterator_type"] is None:
            # One page as the call describes it, and nothing of how the others would be found.
            pages = CollectionPageIterator
            own |= {"page_size": options.get("page_size"), "prefetch": False}
        return settings["iterator_type"], pages(self, path, query, own)

    # -- what every request tells Asana of its sender, and what Asana tells of changes

    LOG_ASANA_CHANGE_WARNINGS = True

    def _version_values(self) -> dict[str, str]:
        """Return what the header ``X-Asana-Client-Lib`` says."""
        import platform  # slow to load, and asked once

        return {
            "language": "Python",
            "version": __version__,
            "language_version": platform.python_version(),
            "os": platform.system(),
            "os_version": platform.release(),
        }

    def _version_header(self) -> str:
        """Return the header ``X-Asana-Client-Lib``: the values, URL-encoded."""
        if self._known_version_header is None:
            self._known_version_header = urlencode(self._version_values())
        return self._known_version_header

    _known_version_header: str | None = None

    # Their names in python-asana 0.x.
    _versionValues = _version_values
    _versionHeader = _version_header

    def _log_asana_change_header(
        self, request_headers: Mapping[str, Any], response_headers: Mapping[str, str]
    ) -> None:
        """Warn of announced changes that affect the request."""
        if not self.LOG_ASANA_CHANGE_WARNINGS:
            return
        for change in affecting(request_headers, response_headers):
            warnings.warn(str(change), AsanaChangeWarning, stacklevel=_stacklevel())


_warned: set[str] = set()


def _warn_if_misspelt(keyword: str) -> None:
    """Keep a misspelt option from going out as a parameter unseen; once for each keyword."""
    if keyword in _warned:
        return
    _warned.add(keyword)
    meant = option_table.misspelt(keyword)
    if meant is not None:
        message = f"{keyword!r} goes out as a parameter; did you mean the option {meant!r}?"
        warnings.warn(message, stacklevel=_stacklevel())


def _stacklevel() -> int:
    """Return the ``stacklevel`` that points a warning at the line that called the package."""
    level, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(PACKAGE):
        level, frame = level + 1, frame.f_back
    return level
