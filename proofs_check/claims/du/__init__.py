"""The claims whose ids begin with ``du.``."""
