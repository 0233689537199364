"""Gradient flow and descent of batches of float64 points, and the escape experiment."""
