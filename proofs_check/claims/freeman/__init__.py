"""The claims whose ids begin with ``freeman.``."""
