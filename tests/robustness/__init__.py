"""Runs that break things for real, and count what was lost."""
