"""Claims of Kunin, Bloom, Goeva, Seed (2019)."""
