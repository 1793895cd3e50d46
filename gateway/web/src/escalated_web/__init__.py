"""The small app behind the gateway that serves the UI; it owns no data and asks nobody."""
