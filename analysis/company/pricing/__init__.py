"""Discounts, who approves them, and rules for that."""
