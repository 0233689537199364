"""The claims whose ids begin with ``zhou.``."""
