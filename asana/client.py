"""The client: its constructors, its resources, and the verbs through which all calls pass."""

import functools
import os
import re
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, NoReturn, TypeVar, cast, overload
from urllib.parse import urlencode, urlsplit

import requests
import requests.auth

from . import error, resources, session
from . import options as option_table
from ._call.counts import count
from ._call.parts import Params, Query, mapping
from ._call.paths import Path
from ._call.values import is_list, short
from ._call.warning import warn
from ._call.words import KNOWN, have_passed
from ._http import read_only, request, sessions
from ._http.access import Access
from ._http.bearer import BearerAuth, is_blank, missing_token, token_text
from ._http.call import Call
from ._http.change import AsanaChangeWarning, affecting
from ._http.download import Progress, open_sink
from ._http.retry import Backoff, Quota
from ._http.stack import api_stack, download_stack
from ._verbs import OMITTED, named
from .options import Options
from .page_iterator import CollectionPageIterator
from .records import Record
from .resources import Resources
from .version import __version__

__all__ = [
    "STATUS_MAP",
    "Client",
    "CollectionPageIterator",
    "error",
    "resources",
    "session",
]

LIBRARY = "X-Asana-Client-Lib"

# An object can take the place of a requests session if it has one of these methods.
SENDING = ("request", "send", "get", "post", "put", "patch", "delete")

STATUS_MAP: dict[Any, Any] = {
    **error.STATUS_ERRORS,
    500: error.ServerError,
    None: error.RetryableAsanaError,
}
"""The error class of each status, as in python-asana; the client itself does not use it."""

C = TypeVar("C", bound="Client")
T = TypeVar("T")
R = TypeVar("R")


if TYPE_CHECKING:
    from .batch import Batch
    from .types.oauth import OAuthToken

    # A function can also be declared to take any dictionary.
    Updater = Callable[[OAuthToken], Any] | Callable[[dict[str, Any]], Any]

    constructor = classmethod
else:

    class constructor(classmethod):
        """A class method that copies the options of the instance on which it is called."""

        def __get__(self, instance: Any, owner: Any = None) -> Any:
            make = super().__get__(None, owner)
            return make if instance is None else functools.partial(_made_like, instance, make)


class Client(Resources):
    """A client of the Asana API.

    Create one with :meth:`access_token`, :meth:`oauth` or :meth:`basic_auth`. Call the class
    itself to use your own session, or no credentials. Many threads can use one client.

    :param session: the ``requests`` session that sends the requests; by default a new one
    :param auth: any ``auth`` that ``requests`` accepts
    :param options: defaults for every call; see the table of options in the README

    :ivar options: the client's options; options that are not set have the values in
        :attr:`DEFAULTS`
    :ivar headers: headers that are sent with every request
    :ivar session: the ``requests`` session

    :raises ValueError: an option has an invalid value
    :raises TypeError: an option is unknown, or an argument has an invalid type
    """

    DEFAULTS: dict[str, Any] = option_table.DEFAULTS
    DEFAULT_OPTIONS = DEFAULTS

    # The names of the options, in the attributes that python-asana has.
    CLIENT_OPTIONS = {"max_retries"} | {
        name for name, each in option_table.OPTIONS.items() if each.part == "client"
    }
    QUERY_OPTIONS = set(option_table.QUERY)
    REQUEST_OPTIONS = {"data", "files", "params"} | {
        name for name, each in option_table.OPTIONS.items() if each.part == "transport"
    }
    API_OPTIONS = set(option_table.API)
    ALL_OPTIONS = CLIENT_OPTIONS | QUERY_OPTIONS | REQUEST_OPTIONS | API_OPTIONS

    RETRY_DELAY = Backoff().delay
    RETRY_BACKOFF = Backoff().factor
    RETRY_JITTER = Backoff().jitter
    MAX_WAIT = Backoff().longest
    RETRY_QUOTA: int | None = 100

    def __init__(
        self, session: requests.Session | None = None, auth: Any = None, **options: Any
    ) -> None:
        session = _session_of(session)
        self.headers: dict[str, Any] = dict(mapping("headers", options.pop("headers", None)))
        options["base_url"] = self._base_url(options)
        for name in options:
            if name not in option_table.OPTIONS and name not in option_table.ALIASES:
                raise TypeError(f"the client has no option {short(name)}{_instead(name)}")
            if name != "limit":  # some operations that are not listings have a parameter limit
                option_table.check(name, options[name])
        self.options = options
        self._read_only = read_only.in_environment()
        self._access = Access(session, _checked_auth(auth))
        quota = Quota(self.RETRY_QUOTA)
        self._api = api_stack(self._access, self._backoff, quota, self._observe)
        self._downloads = download_stack(self._access, self._backoff, quota)
        self._connect_settings()

    def __repr__(self) -> str:
        credential = self._access.credential()
        shown = f"with {credential}" if credential else "without credentials"
        return f"<{type(self).__name__} of {self.options['base_url']}, {shown}>"

    def __enter__(self: C) -> C:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections. You can still use the client: it opens new ones."""
        self.session.close()

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError(
            "a client cannot be pickled or copied, because it holds connections and credentials; "
            "share it among threads, and create one in each process, for example with "
            "asana.Client.access_token()"
        )

    @property
    def options(self) -> Options:
        """The client's options; options that are not set have the values in :attr:`DEFAULTS`."""
        return self._options

    @options.setter
    def options(self, options: Mapping[str, Any]) -> None:
        own = options.own if isinstance(options, Options) else options
        self._options = Options(own, self._defaults())
        if "base_url" not in self._options.own:
            self._options["base_url"] = self._base_url({})
        if hasattr(self, "_access"):
            self._connect_settings()

    def _connect_settings(self) -> None:
        """Give a session with a token the base URL to which it can send the token."""
        session: Any = self.session
        if sessions.is_session(session) and isinstance(session.auth, BearerAuth):
            session.settings = self.options

    @classmethod
    def _defaults(cls) -> Mapping[str, Any]:
        """Return the default options; a subclass can set its own under either name."""
        for kind in cls.__mro__:
            for name in ("DEFAULTS", "DEFAULT_OPTIONS"):
                own = vars(kind).get(name)
                if own is not None and own is not option_table.DEFAULTS:
                    return ChainMap(own, option_table.DEFAULTS)
        return option_table.DEFAULTS

    @classmethod
    def _base_url(cls, options: Mapping[str, Any]) -> str:
        """Return the base URL for these options, which override the environment."""
        default: str = cls._defaults()["base_url"]
        if default == option_table.BASE_URL:
            default = os.environ.get("ASANA_BASE_URL") or default
        base_url = options.get("base_url", default)
        option_table.check("base_url", base_url)
        return request.check_base_url(base_url)

    @constructor
    def access_token(cls: type[C], accessToken: str | bytes | None = OMITTED, **options: Any) -> C:
        """Return a client that authenticates with a personal access token.

        An OAuth access token works too, but is not refreshed. If the token is None or empty,
        calls raise ``MissingTokenError`` until you set ``client.session.access_token``.
        Sends no request.

        :param accessToken: the token; by default, the environment variable
            ``ASANA_ACCESS_TOKEN``
        :param options: the client's options
        :raises ValueError: the token is invalid, or is omitted and not in the environment; or an
            option has an invalid value
        :raises TypeError: the token is not a string, or an option is unknown
        """
        source = "the access token given to Client.access_token()"
        if accessToken is OMITTED:
            source = "the access token in ASANA_ACCESS_TOKEN"
            accessToken = os.environ.get("ASANA_ACCESS_TOKEN", "").strip()
            if not accessToken:
                raise ValueError("no access token: pass one, or set ASANA_ACCESS_TOKEN")
        return cls(session.BearerSession(accessToken, cls._base_url(options), source), **options)

    @constructor
    def basic_auth(cls: type[C], apiKey: str | bytes | None, **options: Any) -> C:
        """Return a client that sends a personal access token as the user name of HTTP basic
        authentication, the scheme of Asana's former API keys. Prefer :meth:`access_token`.

        Sends no request.

        :param apiKey: the token
        :param options: the client's options
        :raises ValueError: the token is invalid, or an option has an invalid value
        :raises TypeError: the token is not a string, or an option is unknown
        """
        if is_blank(apiKey):
            return cls(auth=missing_token, **options)
        token = token_text(apiKey)  # type: ignore[arg-type]
        return cls(auth=requests.auth.HTTPBasicAuth(token, ""), **options)

    @overload
    @constructor
    def oauth(
        cls: type[C],
        client_id: str | None = ...,
        client_secret: str | bytes | None = ...,
        redirect_uri: str | None = ...,
        token: Mapping[str, Any] | None = ...,
        scope: str | Iterable[str] | None = ...,
        token_updater: "Updater | None" = ...,
        pkce: bool | None = ...,
        token_store: Any = ...,
        **options: Any,
    ) -> C: ...
    @overload
    @constructor
    def oauth(cls: type[C], **app: Any) -> C: ...  # for an unpacked dictionary
    @constructor
    def oauth(
        cls: type[C],
        client_id: str | None = None,
        client_secret: str | bytes | None = None,
        redirect_uri: str | None = None,
        token: Mapping[str, Any] | None = None,
        scope: str | Iterable[str] | None = None,
        token_updater: "Updater | None" = None,
        pkce: bool | None = None,
        token_store: Any = None,
        **options: Any,
    ) -> C:
        """Return a client that acts for a user of your app; see :mod:`asana.oauth`.

        Its ``session`` has ``authorization_url()``, ``fetch_token(code=…)`` and ``revoke()``.
        Sends no request.

        :param client_id: the id of your app, from Asana's developer console
        :param client_secret: the secret of your app, if the app can keep a secret
        :param redirect_uri: the URL to which Asana redirects the user, as registered
        :param token: a saved token
        :param scope: the scopes to request, as a list or a string
        :param token_updater: a function that saves each refreshed token; it is called before the
            token is first used. If it raises an exception, the token is not used, and the call
            that needs the token raises the exception
        :param pkce: whether to use PKCE; by default, only without a ``client_secret``
        :param token_store: stores the token for many processes, of which one at a time refreshes
            it, such as ``asana.stores.OAuthTokenFile`` or ``RedisOAuthToken``. If you omit
            ``token``, it is loaded from the store
        :param options: the client's options, and other keywords of the session
        :raises ValueError: a URL, the token or an option is invalid
        :raises TypeError: a keyword is unknown, or its value has an invalid type
        """
        keywords = {name: options.pop(name) for name in options.keys() - option_table.OPTIONS}
        found = session.AsanaOAuth2Session(
            client_secret,
            base_url=cls._base_url(options),
            client_id=client_id,
            redirect_uri=redirect_uri,
            token=token,
            scope=scope,
            token_updater=token_updater,
            pkce=pkce,
            token_store=token_store,
            **keywords,
        )
        return cls(found, **options)

    @property
    def session(self) -> "session.AsanaOAuth2Session":
        """The ``requests`` session that sends the requests. You can replace it.

        The session of :meth:`oauth` has additional methods; other sessions have only those of
        ``requests``.
        """
        return self._access.session  # type: ignore[no-any-return]

    @session.setter
    def session(self, session: requests.Session) -> None:
        self._access.session = _session_of(session)
        self._connect_settings()

    @property
    def auth(self) -> Any:
        """The ``auth`` for ``requests``, which takes precedence over that of the session."""
        return self._access.auth

    @auth.setter
    def auth(self, auth: Any) -> None:
        self._access.auth = _checked_auth(auth)

    def request(
        self,
        method: str = OMITTED,
        path: str = OMITTED,
        /,
        params: Params = None,
        data: Params = None,
        *,
        files: Any = None,
        idempotent: bool = False,
        **options: Any,
    ) -> Record:
        """Send a request and return the ``data`` of the response.

        With ``full_payload=True``, it returns the entire body. It sends one request, and more if
        it has to retry, follow a redirect or refresh the token.

        :param method: get, post, put, patch or delete
        :param path: the path below the base URL, with a leading slash
        :param params: the query parameters
        :param data: the fields of the body, with or without the envelope ``{"data": …}``
        :param files: the files to upload, in any form that ``requests`` accepts. An upload has
            no deadline unless the call sets one
        :param idempotent: sending this POST twice has the same effect as sending it once, so it
            can be retried even if its outcome is unknown
        :param options: options of this call; other keywords are parameters of the request
        :raises ValueError: an argument has an invalid value; nothing was sent
        :raises TypeError: an argument has an invalid type; nothing was sent
        :raises ReadOnlyError: the request is a write and the client is read-only; nothing was
            sent
        :raises UnknownOutcomeError: Asana may or may not have processed the write
        :raises AsanaError: the request failed
        """
        if method is OMITTED or path is OMITTED:
            method, path = named(options, method=method, path=path)
        if files is not None:
            options.setdefault("deadline", None)
        if params is None and isinstance(options.get("query"), Mapping):
            params = options.pop("query")
        verb, query, body, own = self._parts(method, path, params, data, options)
        client = self._options.sorted().settings
        settings = {**client, **own}
        if type(path) is Path:
            known = KNOWN[verb, path.template]
            names, fields = query, query.get("opt_fields")
            if body is not None:
                names, fields = body["data"], body["options"].get("fields")
            if known is not None and (
                not names.keys() <= known
                or (fields and not have_passed((verb, path.template), fields))
                or (query and body is not None)
            ):
                self._check_words(verb, path, query, body, settings["strict"])
            idempotent, template = idempotent or path.idempotent, path.template
            path = str(path)
        else:
            template = None
        only_reads = self._read_only or client["read_only"] or settings["read_only"]
        if only_reads:
            read_only.may_read(verb, path)
        if files is not None and body is not None:
            body["data"] = self._form_fields(body["data"], settings)
        headers = {**self.headers, LIBRARY: self._known_version_header or self._version_header()}
        prepared = request.build(
            verb, path, query, body, headers, settings, idempotent, files, template
        )
        if only_reads:
            read_only.check_request(prepared, self.session)
        if not request.may_carry_credentials(prepared.base_url):
            self._access.refuse_plain_http(prepared)
        if "base_url" in own:
            self._access.refuse_elsewhere(prepared, self._options["base_url"])
        outcome = self._api.send(prepared, Call(prepared.deadline))
        if isinstance(outcome, error.AsanaError):
            raise outcome
        return outcome if settings["full_payload"] else cast(Record, outcome["data"])

    def download(
        self, url: str, target: Any, progress: Progress | None = None, **options: Any
    ) -> int:
        """Download a URL, such as an attachment's ``download_url``, to a file.

        The request carries no credentials. If the target is a path, the file appears there only
        when it is complete.

        :param target: a path, or a file object opened for writing in binary mode
        :param progress: called with the number of bytes received so far, and the total number of
            bytes or None if it is unknown
        :param options: options of this call. A download has no deadline unless the call sets one
        :return: the number of bytes
        :raises ValueError: the URL is neither https nor on this machine; nothing was sent
        :raises TypeError: an argument has an invalid type; nothing was sent
        :raises OSError: the file cannot be written
        :raises AsanaError: the request failed
        """
        options = {"deadline": None, **options, "base_url": request.download_origin(url)}
        settings = {**self.options.sorted().settings, **option_table.sort(options).settings}
        headers = {"Accept-Encoding": "identity"}
        path = urlsplit(url).path or "/"
        prepared = request.build("GET", path, Query(), None, headers, settings)
        prepared = prepared._replace(url=url, template="download")
        with open_sink(target, progress) as sink:
            outcome = self._downloads.send(prepared, Call(prepared.deadline, sink))
            if isinstance(outcome, error.AsanaError):
                raise outcome
            return cast(int, outcome)

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
        """Call a function with each item in parallel threads, and yield the results in order.

        Calls start when you ask for the first result, and no new ones start when you stop asking.
        Items are read as needed, in your thread, so the iterable can be a listing of the client.
        At most twice ``concurrency`` items are read ahead of the results. If the function raises
        an exception, no new calls start, and the exception is raised after the running ones have
        finished.

        :param function: the function to call with each item, such as one that updates a task
        :param concurrency: the number of threads
        :param return_errors: yield an exception in place of the result and continue, instead of
            raising it
        :raises ValueError: ``concurrency`` is not a positive whole number
        :raises TypeError: ``function`` is not callable, or ``iterable`` is not iterable
        """
        from ._http import parallel  # the thread pool is slow to import

        if not callable(function):
            raise TypeError(f"function must be callable, not {type(function).__name__}")
        if not is_list(iterable):
            raise TypeError(f"iterable must be an iterable of items, not {type(iterable).__name__}")
        option_table.check_positive("concurrency", concurrency)
        return parallel.results(function, iterable, count(concurrency), return_errors)

    def batch(self, concurrency: int = 5, **options: Any) -> "Batch":
        """Return a batch with the resources of the client; see :mod:`asana.batch`.

        Its methods record actions instead of sending them, and ``send()`` sends them, ten per
        request.

        :param concurrency: the maximum number of concurrent requests
        :param options: options of these requests, such as ``deadline`` and ``headers``
        :raises ValueError: an option has an invalid value
        :raises TypeError: an option is unknown, or can only be set for an action
        """
        from .batch import Batch  # imported here because few programs need it

        return Batch(self, concurrency, **options)

    @property
    def read_only(self) -> bool:
        """Whether writes raise ``ReadOnlyError``, by the option or ``ASANA_READ_ONLY``."""
        return self._read_only or bool(self.options["read_only"])

    def _backoff(self) -> Backoff:
        return Backoff(self.RETRY_DELAY, self.RETRY_BACKOFF, self.RETRY_JITTER, self.MAX_WAIT)

    # -- the version header of each request, and Asana's notices of API changes

    LOG_ASANA_CHANGE_WARNINGS = True

    def _version_values(self) -> dict[str, str]:
        """Return the values of the header ``X-Asana-Client-Lib``."""
        import platform  # slow to import, and called once

        return {
            "language": "Python",
            "version": __version__,
            "language_version": platform.python_version(),
            "os": platform.system(),
            "os_version": platform.release(),
        }

    def _version_header(self) -> str:
        """Return the header ``X-Asana-Client-Lib``: its values, URL-encoded."""
        if self._known_version_header is None:
            self._known_version_header = urlencode(self._version_values())
        return self._known_version_header

    _known_version_header: str | None = None

    # Their names in python-asana 0.x.
    _versionValues = _version_values
    _versionHeader = _version_header

    def _observe(self, sent: Mapping[str, Any], received: Mapping[str, str]) -> None:
        self._log_asana_change_header(sent, received)  # looked up late: it can be overridden

    def _log_asana_change_header(
        self, request_headers: Mapping[str, Any], response_headers: Mapping[str, str]
    ) -> None:
        """Warn about announced changes that affect the request."""
        if not self.LOG_ASANA_CHANGE_WARNINGS:
            return
        for change in affecting(request_headers, response_headers):
            warn(str(change), AsanaChangeWarning)


def _made_like(client: Client, make: Callable[..., C], *args: Any, **options: Any) -> C:
    """Create a client with the options of another one."""
    own = client.options.own
    known = {name: own.pop(name) for name in own.keys() & option_table.OPTIONS.keys()}
    made = make(*args, **{"headers": client.headers, **known, **options})
    made.options.update(own)
    return made


def _session_of(given: Any) -> Any:
    """Return the given session, or a new one.

    :raises TypeError: the argument is not a session, but a token, for example
    """
    if isinstance(given, str | bytes | Mapping):
        kind = type(given).__name__
        raise TypeError(
            f"session must be a requests session, not {kind}; to pass a token, use "
            "asana.Client.access_token(token)"
        )
    if given is not None and not any(callable(getattr(given, name, None)) for name in SENDING):
        raise TypeError(f"session must be a requests session, not {type(given).__name__}")
    if given is None:
        # A test can have replaced the class with a mock.
        patched = requests.Session is not sessions.SESSION
        return requests.Session() if patched else session.Session()
    return given


def _checked_auth(auth: Any) -> Any:
    """Return an auth in a form that ``requests`` accepts. Messages never contain it.

    :raises TypeError: it is neither a pair nor a callable
    :raises ValueError: a string of the pair cannot be encoded
    """
    if not auth or callable(auth):
        return auth
    is_pair = isinstance(auth, tuple) and len(auth) == 2
    if not is_pair or not all(isinstance(part, str | bytes) for part in auth):
        raise TypeError("auth must be a callable, or a pair (user name, password) of strings")
    try:
        _ = [part.encode("latin-1") for part in auth if isinstance(part, str)]
    except UnicodeEncodeError:
        raise ValueError("auth must be bytes if it has characters outside latin-1") from None
    return auth


def _instead(name: str) -> str:
    """Return the part of a message that suggests a replacement for an unknown option."""
    if re.fullmatch(r"(personal_)?_?(access)?_?token|api_?key", name, re.IGNORECASE):
        return "; use asana.Client.access_token(token)"
    if name in (
        "client_id",
        "client_secret",
        "redirect_uri",
        "scope",
        "token_updater",
        "token_store",
    ):
        return f"; use asana.Client.oauth({name}=…)"
    if name in ("host", "url", "api_url"):
        return "; use base_url=…"
    meant = option_table.misspelt(name)
    return f"; did you mean {meant!r}?" if meant else ""


def __getattr__(name: str) -> Any:
    """Load all resource classes for a name that only python-asana needed."""
    if name == "RESOURCE_CLASSES":
        return resources.classes()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
