"""The claims whose ids begin with ``sharpness.``."""
