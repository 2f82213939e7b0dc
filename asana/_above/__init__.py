"""What resources offer above the API: the parts of methods that send several requests."""
