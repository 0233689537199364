"""The claims whose ids begin with ``mulayoff.``."""
