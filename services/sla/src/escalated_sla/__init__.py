"""The `sla` service: policies, calendars, clocks and their timers, escalation rules."""
