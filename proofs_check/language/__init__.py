"""The language of claim files: claims, hypotheses, scopes, outcomes, verdicts, sources."""
