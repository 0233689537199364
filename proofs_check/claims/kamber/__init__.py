"""The claims whose ids begin with ``kamber.``."""
