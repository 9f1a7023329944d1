"""The forms of house charts: each takes rows of a table of the findings and returns a spec."""
