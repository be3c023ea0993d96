"""What people correct, and what the coder learns from it: labels in, weights and scores out."""
