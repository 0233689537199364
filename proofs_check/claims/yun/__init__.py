"""The claims whose ids begin with ``yun.``."""
