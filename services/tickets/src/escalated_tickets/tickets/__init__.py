"""Tickets: what they are, who sees them, what can be done to them."""
