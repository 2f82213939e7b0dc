"""Assemble the layers for API requests and for downloads."""

from collections.abc import Callable

from .access import Access
from .authorized import Authorized
from .exchange import Exchange, Fetch
from .paced import Paced
from .redirecting import Redirecting
from .response import Observer, Reader, download_target, redirect_target, save_body
from .retry import Backoff, Quota
from .retrying import Retrying

__all__ = ["api_stack", "download_stack"]


def api_stack(
    access: Access, backoff: Callable[[], Backoff], quota: Quota, observe: Observer
) -> Retrying:
    """Return the layers for requests to the API.

    :param observe: called with the headers of each request and of its response
    """
    exchange = Exchange(access, Reader(observe).read)
    paced = Paced(Redirecting(exchange, redirect_target), backoff)
    return Retrying(Authorized(paced, access), access, backoff, quota)


def download_stack(access: Access, backoff: Callable[[], Backoff], quota: Quota) -> Retrying:
    """Return the layers for downloads, which carry no credentials and can go to any host."""
    return Retrying(Redirecting(Fetch(access, save_body), download_target), access, backoff, quota)
