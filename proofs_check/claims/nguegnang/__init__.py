"""The claims whose ids begin with ``nguegnang.``."""
