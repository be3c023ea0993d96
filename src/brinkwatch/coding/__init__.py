"""Turns articles into coded records: events, commitments, estimates."""
