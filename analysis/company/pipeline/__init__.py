"""How deals pass through stages: ages, stays, waits, velocity."""
