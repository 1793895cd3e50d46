"""What a ticket is about: things of the host application, by type and id."""
