"""Where buyers come from, what they have bought, and what is said of markets."""
