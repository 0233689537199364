"""The claims whose ids begin with ``aoyagi.``."""
