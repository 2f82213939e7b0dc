"""The types of records: which fields each has, how they are read, and when they are shown."""
