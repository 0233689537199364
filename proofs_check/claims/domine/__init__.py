"""The claims whose ids begin with ``domine.``."""
