"""The types of records: their fields, how these are parsed, and when they are rendered."""
