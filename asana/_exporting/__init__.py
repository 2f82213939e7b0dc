"""The parts of :mod:`asana.exporting`."""
