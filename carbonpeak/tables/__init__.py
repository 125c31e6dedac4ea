"""Tables in a plain text: where they stand, their cells, and the rows of a task-division table."""
