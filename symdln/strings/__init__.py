"""Strings of a critical point as arcs on a cycle: statements about them, decided for every depth, and their counts.

A string starts at a vertex ``start`` of the cycle 0 -> 1 -> ... -> H -> 0 and follows ``length <= H - 1`` of its
arrows. Everything here works on plain integers: no matrix, no data and no critical point is needed.
"""
