"""Checks what the client says of writes that meet faults, against what a server has done.

``python -m benchmarks.model WRITES --proxy none|http|connect --session ours|requests|mounted``
sends so many writes of all kinds under random options to a server that misbehaves at random and
counts the effects of each write by a marker of its own. ``--in-process`` replaces the sockets by
memory, which is faster. Needs a clone: it uses the server of the tests.
"""
