"""The claims whose ids begin with ``radhakrishnan.``."""
