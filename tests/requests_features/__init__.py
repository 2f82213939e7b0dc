"""Plug-ins for ``requests`` keep working."""
