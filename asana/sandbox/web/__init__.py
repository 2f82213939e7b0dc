"""The HTTP server: the Flask application, its pages, rate limits and injected faults."""
