"""The claims whose ids begin with ``menon.``."""
