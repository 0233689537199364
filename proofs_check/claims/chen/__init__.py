"""The claims whose ids begin with ``chen.``."""
