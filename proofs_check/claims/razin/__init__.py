"""The claims whose ids begin with ``razin.``."""
