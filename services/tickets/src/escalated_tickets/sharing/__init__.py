"""What belongs to a person and may be shared with a department or with everybody."""
