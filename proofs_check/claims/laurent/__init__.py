"""The claims whose ids begin with ``laurent.``."""
