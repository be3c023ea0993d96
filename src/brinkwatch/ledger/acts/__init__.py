"""What an analyst corrects in the ledger: acts of their own, applied at every entering."""

from brinkwatch.ledger.acts.applying import Acts

__all__ = ["Acts"]
