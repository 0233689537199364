"""The claims whose ids begin with ``fukumizu.``."""
