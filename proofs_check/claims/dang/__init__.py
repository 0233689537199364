"""Claims of Dang et al. (2023)."""
