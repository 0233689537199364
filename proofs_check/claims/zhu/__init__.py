"""The claims whose ids begin with ``zhu.``."""
