"""Check whether a test fails when a line of the client is changed."""
