"""Asana's API without HTTP: from a request message to a reply, one handler per operation."""
