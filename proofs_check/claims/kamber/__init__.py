"""Claims of Kamber, Parhi (2026)."""
