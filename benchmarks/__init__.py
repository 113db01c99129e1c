"""Run with `python -m benchmarks.NAME`: where the figures in README.md come from."""
