"""The HTTP server: requests, pages, rate limits, injected faults, and the command line."""
