"""People in Cc of a ticket, those whom a mail suggests, and whoever is brought in to follow."""
