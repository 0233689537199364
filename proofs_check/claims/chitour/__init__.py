"""Claims of Chitour, Liao, Couillet (2022), by section of the paper."""
