"""The claims whose ids begin with ``kohn.``."""
