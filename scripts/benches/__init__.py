"""Measures Foundry against floors of the same run: `python -m scripts.benches [NAME] [--json] [--quick]`."""
