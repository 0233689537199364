"""The claims whose ids begin with ``lu.``."""
