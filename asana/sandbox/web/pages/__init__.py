"""The pages for a browser: one module per page, and their shared parts."""
