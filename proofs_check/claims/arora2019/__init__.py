"""The claims whose ids begin with ``arora2019.``."""
