"""The initial state of a sandbox: the demo data, a handwritten data file, or a dump."""
