"""The files that hold the tables: a module a format, each writes the same rows, the same bytes for the same rows."""
