"""Benchmarks, each against its peer in the same run: `bin/bench`, or `python -m benchmarks`."""
