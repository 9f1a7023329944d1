"""What was lost and why, what was on record of it, and what would have stopped it."""
