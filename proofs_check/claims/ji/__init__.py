"""The claims whose ids begin with ``ji.``."""
