"""Sending mail."""
