"""Who hears of an event, and why."""
