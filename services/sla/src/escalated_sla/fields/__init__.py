"""What conditions may name of a ticket: the values, and the catalogue of their fields."""
