"""Claims of Chen, Jiang, Wang (2025)."""
