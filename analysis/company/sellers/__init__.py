"""What sellers have to do, can, learn and use, and what that goes with."""
