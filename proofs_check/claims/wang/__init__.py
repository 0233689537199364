"""The claims whose ids begin with ``wang.``."""
