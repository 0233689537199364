"""The claims whose ids begin with ``mais.``."""
