"""Taking back what one did to a ticket a moment ago."""
