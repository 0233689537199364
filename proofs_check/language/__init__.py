"""What a claim file is written in: claims, hypotheses, scopes, outcomes, verdicts, sources."""
