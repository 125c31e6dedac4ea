"""What is promised: sentences and table cells to commitments with or without a number."""
