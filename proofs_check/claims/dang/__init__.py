"""The claims whose ids begin with ``dang.``."""
