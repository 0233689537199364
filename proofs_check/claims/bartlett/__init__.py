"""The claims whose ids begin with ``bartlett.``."""
