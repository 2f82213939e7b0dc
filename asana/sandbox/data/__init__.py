"""What a sandbox starts with: the demo, a data file written by hand, or a dump."""
