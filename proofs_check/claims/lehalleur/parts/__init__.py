"""Helpers of the claims whose ids begin with ``lehalleur.``."""
