"""The claims whose ids begin with ``min.``."""
