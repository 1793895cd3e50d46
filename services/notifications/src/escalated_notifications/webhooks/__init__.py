"""Webhooks: targets of others that hear of events."""
