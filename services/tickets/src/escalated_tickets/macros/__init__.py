"""Macros: ordered actions under a name, applied to a ticket all or nothing."""
