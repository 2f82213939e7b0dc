"""The transport: everything between a verb and the socket.

A call passes through the layers ``Retrying``, ``Authorized``, ``Paced``, ``Redirecting`` and
``Exchange``. Each is in the module of the same name. The other modules contain their decisions and
the connections.
"""
