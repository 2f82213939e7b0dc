"""The words of Asana as types: records, parameters and sets of values, one module per resource."""
