"""The claims whose ids begin with ``hardt.``."""
