"""Lucchi, lecture slides: the landscape of linear networks (Theorems 4 to 8), random weights and initialisation."""
