"""The claims whose ids begin with ``marcotte.``."""
