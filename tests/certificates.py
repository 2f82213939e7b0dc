"""A certificate authority for the tests, and TLS handshakes with its certificates."""

import socket
import ssl
import threading
from pathlib import Path

import trustme

from tests import faults
from tests.faults import Act, Greet, Received, Wire


class Authority:
    """A certificate authority.

    :ivar file: its certificate
    :ivar both: a client certificate and its key in one file
    :ivar pair: the same in two files
    """

    def __init__(self, folder: Path) -> None:
        self._authority = trustme.CA()
        self.file = str(folder / "authority.pem")
        self._authority.cert_pem.write_to_path(self.file)
        client = self._authority.issue_cert("me@a.example")
        self.both = str(folder / "both.pem")
        client.private_key_and_cert_chain_pem.write_to_path(self.both)
        self.pair = (str(folder / "certificate.pem"), str(folder / "key.pem"))
        client.cert_chain_pems[0].write_to_path(self.pair[0])
        client.private_key_pem.write_to_path(self.pair[1])

    def context(self, name: str = "127.0.0.1", demanding: bool = False) -> ssl.SSLContext:
        """Return the TLS context of a server with a name.

        :param demanding: require a client certificate
        """
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._authority.issue_cert(name).configure_cert(context)
        if demanding:
            context.verify_mode = ssl.CERT_REQUIRED
            self._authority.configure_trust(context)
        return context

    def handshake(self, name: str = "127.0.0.1", demanding: bool = False) -> Greet:
        """Return a greeting of new connections for a server of the tests."""
        context = self.context(name, demanding)

        def greet(sock: socket.socket, over: threading.Event) -> socket.socket | None:
            return context.wrap_socket(sock, server_side=True)

        return greet


def tunnel(context: ssl.SSLContext, inside: list[Received], *acts: Act) -> Act:
    """Forward a client to a server in this process, and record the data that reach it."""

    def act(wire: Wire) -> bool:
        wire.send(b"HTTP/1.1 200 Connection established\r\nA: 1\r\n\r\n")
        with (
            context.wrap_socket(wire.sock, server_side=True) as sock,
            sock.makefile("rb") as reader,
        ):
            for inner in acts:
                received = faults._receive(reader)
                assert received is not None
                inside.append(received)
                inner(Wire(sock, wire.over))
        return False

    return act
