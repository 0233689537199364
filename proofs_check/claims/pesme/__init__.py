"""The claims whose ids begin with ``pesme.``."""
