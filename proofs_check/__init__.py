"""Statements that papers print about deep linear networks, each settled with a scope, evidence and a witness."""
