"""The claims whose ids begin with ``baldi.``."""
