"""The claims whose ids begin with ``lehalleur.``."""
