"""The claims whose ids begin with ``wendin.``."""
