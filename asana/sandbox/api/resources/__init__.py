"""The handlers and operations of the API, one file per resource."""
