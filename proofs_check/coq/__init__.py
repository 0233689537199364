"""Theorems behind the claims as Coq proofs (``theories/``), and their check by Coq's kernel."""
