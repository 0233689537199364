"""The claims whose ids begin with ``trager.``."""
