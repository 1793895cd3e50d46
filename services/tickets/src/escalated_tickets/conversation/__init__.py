"""Messages of a ticket: replies and internal notes."""
