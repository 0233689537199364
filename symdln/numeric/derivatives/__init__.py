"""Losses, gradients, Hessians and their rounding errors in batches of float64 points."""
