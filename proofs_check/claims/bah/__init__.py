"""The claims whose ids begin with ``bah.``."""
