"""The client: its constructors, its resources, and the verbs that everything goes through."""

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

# Of these methods, what stands in for a session of requests has one at least.
SENDING = ("request", "send", "get", "post", "put", "patch", "delete")

STATUS_MAP: dict[Any, Any] = {
    **error.STATUS_ERRORS,
    500: error.ServerError,
    None: error.RetryableAsanaError,
}
"""The errors by their status, as python-asana keeps them; the client itself does not use it."""

C = TypeVar("C", bound="Client")
T = TypeVar("T")
R = TypeVar("R")


if TYPE_CHECKING:
    from .batch import Batch
    from .types.oauth import OAuthToken

    # One may also declare that it takes any dictionary.
    Updater = Callable[[OAuthToken], Any] | Callable[[dict[str, Any]], Any]

    constructor = classmethod
else:

    class constructor(classmethod):
        """A class method that, called through an instance, takes over the instance's options."""

        def __get__(self, instance: Any, owner: Any = None) -> Any:
            make = super().__get__(instance, owner)
            return make if instance is None else functools.partial(_made_like, instance, make)


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

    # Which options there are, as python-asana tells it.
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
            if name != "limit":  # which Asana may take where nothing is listed
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
        """Close the connections. The client can be used again, and makes others then."""
        self.session.close()

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError(
            "a client holds connections and credentials, and is neither pickled nor copied; share "
            "one among threads, and make one in each process, as with asana.Client.access_token()"
        )

    @property
    def options(self) -> Options:
        """The client's options; those not set read through to :attr:`DEFAULTS`."""
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
        """Let a session that shows a token know where it may go."""
        session: Any = self.session
        if sessions.is_session(session) and isinstance(session.auth, BearerAuth):
            session.settings = self.options

    @classmethod
    def _defaults(cls) -> Mapping[str, Any]:
        """Return the defaults, in which a subclass may have put its own under either name."""
        for kind in cls.__mro__:
            for name in ("DEFAULTS", "DEFAULT_OPTIONS"):
                own = vars(kind).get(name)
                if own is not None and own is not option_table.DEFAULTS:
                    return ChainMap(own, option_table.DEFAULTS)
        return option_table.DEFAULTS

    @classmethod
    def _base_url(cls, options: Mapping[str, Any]) -> str:
        """Return where a client with these options sends to; code goes before the environment."""
        default: str = cls._defaults()["base_url"]
        if default == option_table.BASE_URL:
            default = os.environ.get("ASANA_BASE_URL") or default
        base_url = options.get("base_url", default)
        option_table.check("base_url", base_url)
        return request.check_base_url(base_url)

    @constructor
    def access_token(cls: type[C], accessToken: str | bytes | None = OMITTED, **options: Any) -> C:
        """Return a client that shows a personal access token, or an OAuth one, as it is.

        None or an empty token makes a client whose calls raise ``MissingTokenError`` until
        ``client.session.access_token`` is set.

        :param accessToken: the token; when omitted, the environment's ``ASANA_ACCESS_TOKEN``
        :param options: the client's options
        :raises ValueError: the token is omitted and not in the environment, or is not a token
        :raises TypeError: the token is not a string
        """
        source = "the access token given to Client.access_token()"
        if accessToken is OMITTED:
            source = "the access token in ASANA_ACCESS_TOKEN"
            accessToken = os.environ.get("ASANA_ACCESS_TOKEN", "").strip()
            if not accessToken:
                raise ValueError("no access token: give one, or set ASANA_ACCESS_TOKEN")
        return cls(session.BearerSession(accessToken, cls._base_url(options), source), **options)

    @constructor
    def basic_auth(cls: type[C], apiKey: str | bytes | None, **options: Any) -> C:
        """Return a client that shows a personal access token as the user name of basic
        authentication, as the API keys of old were shown. Prefer :meth:`access_token`.

        :param apiKey: the token
        :param options: the client's options
        :raises ValueError: it is not a token
        :raises TypeError: the token is not a string
        """
        if is_blank(apiKey):
            return cls(auth=missing_token, **options)
        return cls(auth=requests.auth.HTTPBasicAuth(token_text(apiKey or ""), ""), **options)

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
    def oauth(cls: type[C], **app: Any) -> C: ...  # such as a dictionary that is unpacked
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
        """Return a client that acts for a user of your app, see :mod:`asana.oauth`.

        Its ``session`` has ``authorization_url()``, ``fetch_token(code=…)`` and ``revoke()``.

        :param client_id: the id of your app, as Asana's developer console shows it
        :param client_secret: its secret, if it can keep one
        :param redirect_uri: where the user comes back to, as registered
        :param token: a token that was saved
        :param scope: what to ask the user for, a list or a text
        :param token_updater: called with each renewed token before it is first used; saves it. Its
            exceptions are raised by the call that needs the token, which is then not used
        :param pkce: whether to use PKCE; by default where there is no client_secret
        :param token_store: keeps the token for many processes, of which one refreshes it, such as
            ``asana.stores.OAuthTokenFile`` or ``RedisOAuthToken``. Without a ``token``, it is read
            from there
        :param options: the client's options; more keywords of the session
        :raises ValueError: a URL or the token is not what it should be
        :raises TypeError: a keyword is unknown, or its value is of another type
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
        """The ``requests`` session that requests go through; another may be set.

        That of :meth:`oauth` has methods of its own, and the others those of ``requests`` alone.
        """
        return self._access.session  # type: ignore[no-any-return]

    @session.setter
    def session(self, session: requests.Session) -> None:
        self._access.session = _session_of(session)
        self._connect_settings()

    @property
    def auth(self) -> Any:
        """What goes before the session's own ``auth``, in the forms that ``requests`` takes."""
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
        :raises ReadOnlyError: it would write, and the client only reads; nothing was sent
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
        from ._http import parallel  # the threads' pool takes long to load

        if not callable(function):
            raise TypeError(f"a function is something to call, not {type(function).__name__}")
        if not is_list(iterable):
            raise TypeError(f"map takes an iterable of items, not {type(iterable).__name__}")
        option_table.check_positive("concurrency", concurrency)
        return parallel.results(function, iterable, count(concurrency), return_errors)

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

    @property
    def read_only(self) -> bool:
        """Whether every write is refused: by the option ``read_only``, or by the environment."""
        return self._read_only or bool(self.options["read_only"])

    def _backoff(self) -> Backoff:
        return Backoff(self.RETRY_DELAY, self.RETRY_BACKOFF, self.RETRY_JITTER, self.MAX_WAIT)

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

    def _observe(self, sent: Mapping[str, Any], received: Mapping[str, str]) -> None:
        self._log_asana_change_header(sent, received)  # which may be patched, or overridden

    def _log_asana_change_header(
        self, request_headers: Mapping[str, Any], response_headers: Mapping[str, str]
    ) -> None:
        """Warn of announced changes that affect the request."""
        if not self.LOG_ASANA_CHANGE_WARNINGS:
            return
        for change in affecting(request_headers, response_headers):
            warn(str(change), AsanaChangeWarning)


def _made_like(client: Client, make: Callable[..., C], *args: Any, **options: Any) -> C:
    """Make a client with the options of another one."""
    own = client.options.own
    known = {name: own.pop(name) for name in own.keys() & option_table.OPTIONS.keys()}
    made = make(*args, **{"headers": client.headers, **known, **options})
    made.options.update(own)
    return made


def _session_of(given: Any) -> Any:
    """Return the session that was given, or one of ours.

    :raises TypeError: it cannot be a session, such as a token
    """
    if isinstance(given, str | bytes | Mapping):
        kind = type(given).__name__
        raise TypeError(
            f"the first argument is a requests session, not {kind}; with a token, write "
            "asana.Client.access_token(token)"
        )
    if given is not None and not any(callable(getattr(given, name, None)) for name in SENDING):
        raise TypeError(f"a session is one of requests, not {type(given).__name__}")
    if given is None:
        # A test may have put a mock in place of the class.
        patched = requests.Session is not sessions.SESSION
        return requests.Session() if patched else session.Session()
    return given


def _checked_auth(auth: Any) -> Any:
    """Return an auth in a form that ``requests`` takes; it is never shown.

    :raises TypeError: it is neither a pair nor a callable
    :raises ValueError: a part of the pair is not valid text
    """
    if not auth or callable(auth):
        return auth
    is_pair = isinstance(auth, tuple) and len(auth) == 2
    if not is_pair or not all(isinstance(part, str | bytes) for part in auth):
        raise TypeError("auth is a callable, or a pair of a user name and a password, both text")
    try:
        _ = [part.encode("latin-1") for part in auth if isinstance(part, str)]
    except UnicodeEncodeError:
        raise ValueError("auth has a character that is not in latin-1: give it as bytes") from None
    return auth


def _instead(name: str) -> str:
    """Return what to write instead of an option that there is not."""
    if re.fullmatch(r"(personal_)?_?(access)?_?token|api_?key", name, re.IGNORECASE):
        return "; write asana.Client.access_token(token)"
    if name in (
        "client_id",
        "client_secret",
        "redirect_uri",
        "scope",
        "token_updater",
        "token_store",
    ):
        return f"; write asana.Client.oauth({name}=…)"
    if name in ("host", "url", "api_url"):
        return "; write base_url=…"
    meant = option_table.misspelt(name)
    return f"; did you mean {meant!r}?" if meant else ""


def __getattr__(name: str) -> Any:
    """Load all resources for a name that only python-asana had use for."""
    if name == "RESOURCE_CLASSES":
        return resources.classes()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
