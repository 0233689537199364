"""The claims whose ids begin with ``zhao.``."""
