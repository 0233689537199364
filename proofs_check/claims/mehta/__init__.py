"""The claims whose ids begin with ``mehta.``."""
