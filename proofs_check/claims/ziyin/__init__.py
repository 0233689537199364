"""Claims of Ziyin, Li, Meng (2022)."""
