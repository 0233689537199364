"""The claims whose ids begin with ``yaras.``."""
