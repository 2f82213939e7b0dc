"""The state: records, the table of their types, and everything that reads or places them."""
