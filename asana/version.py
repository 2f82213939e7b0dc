"""The one version string: deploy.py edits it, setup.py reads it."""

__version__ = "3.3.0.dev0"
