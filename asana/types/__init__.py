"""Types for Asana's records, parameters and sets of values, one module per resource."""
