"""Fits the numbers that ship with the gates G2 and G7 on public data: `python -m scripts.fit DIR`."""
