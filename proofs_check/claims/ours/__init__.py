"""The claims whose ids begin with ``ours.``."""
