"""The `tickets` service: tickets, conversation, attachments, tags, activity, search."""
