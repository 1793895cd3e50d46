"""Tickets that sleep until a time."""
