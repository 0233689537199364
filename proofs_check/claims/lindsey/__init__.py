"""The claims whose ids begin with ``lindsey.``."""
