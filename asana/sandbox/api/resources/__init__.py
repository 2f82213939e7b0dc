"""One file per resource: its handlers, and the table of its operations."""
