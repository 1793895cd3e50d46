"""Notifications: who hears of what, by mail, webhook and live stream; and mail that comes in."""
