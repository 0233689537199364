"""The claims whose ids begin with ``gissin.``."""
