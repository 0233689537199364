"""The claims whose ids begin with ``arora.``."""
