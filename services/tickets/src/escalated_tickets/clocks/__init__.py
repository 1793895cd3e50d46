"""The SLA state that a ticket's row carries."""
