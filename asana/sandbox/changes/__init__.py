"""What follows from a change of a record: events, stories, webhook deliveries, the audit log."""
