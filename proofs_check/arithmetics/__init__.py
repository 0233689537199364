"""The same quantities at a critical point in four arithmetics: sympy, FLINT, mpmath and numpy."""
