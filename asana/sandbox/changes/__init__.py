"""The effects of a record change: events, stories, webhook deliveries, the audit log."""
