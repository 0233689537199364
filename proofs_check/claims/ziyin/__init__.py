"""The claims whose ids begin with ``ziyin.``."""
