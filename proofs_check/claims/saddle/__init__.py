"""The claims whose ids begin with ``saddle.``."""
