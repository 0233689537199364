"""Claims of Wang, Jacot (2024)."""
