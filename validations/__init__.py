"""What must hold: one Table Schema a table, and the three gates derived from them. Imports nothing else of the project."""
