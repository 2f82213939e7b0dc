"""The engine: everything between a verb and the socket.

A call goes down through ``Retrying``, ``Authorized``, ``Paced``, ``Redirecting`` and ``Exchange``,
each in the file of its name. What they decide by, and what they send through, is beside them.
"""
