"""Exact algebra: rational numbers and matrices, inertia, and real eigenvalues in exact order."""
