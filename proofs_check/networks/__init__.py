"""Networks in matrix words and in indeterminates, for statements about every depth or width."""
