"""Checks the tests: whether any of them fails when a line of the client is changed."""
