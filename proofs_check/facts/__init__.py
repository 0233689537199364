"""Shared mathematics, by name."""
