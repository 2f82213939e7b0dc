"""The pages that a browser shows: one module per page, and what they have in common."""
