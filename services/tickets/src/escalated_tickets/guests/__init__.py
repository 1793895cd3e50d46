"""Tickets opened without an account."""
