"""Compare what the client reports about writes with faults to their effects at the server.

``python -m benchmarks.model WRITES --proxy none|http|connect --session ours|requests|mounted``
sends this number of writes of all kinds, with random options, to a server with random faults. The
server counts the effects of each write by its own marker. ``--in-process`` replaces the sockets by
memory, which is faster. It needs a clone, because it uses the server of the tests.
"""
