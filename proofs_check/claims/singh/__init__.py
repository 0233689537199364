"""The claims whose ids begin with ``singh.``."""
