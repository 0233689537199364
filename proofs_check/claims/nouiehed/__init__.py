"""The claims whose ids begin with ``nouiehed.``."""
