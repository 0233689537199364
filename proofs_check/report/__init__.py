"""What a run looks like: a table in the terminal, and JSON for other programs."""
