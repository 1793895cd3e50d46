"""Assignment by departments: who gets a ticket, by which strategy and why."""
