"""The claims whose ids begin with ``kunin.``."""
