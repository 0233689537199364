"""The claims whose ids begin with ``saxe.``."""
