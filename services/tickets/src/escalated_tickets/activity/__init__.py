"""What happened to a ticket: immutable rows, and the timeline."""
