"""The loss landscape of deep linear networks: problems, points, kinds of critical points, signatures and classes."""
