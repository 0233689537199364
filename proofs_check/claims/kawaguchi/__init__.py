"""The claims whose ids begin with ``kawaguchi.``."""
