"""The claims whose ids begin with ``kreisler.``."""
