"""Who holds which accounts, and other maps of the same accounts."""
