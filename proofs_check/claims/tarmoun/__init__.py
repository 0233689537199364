"""The claims whose ids begin with ``tarmoun.``."""
