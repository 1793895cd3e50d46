"""Links between tickets: related, parent and child, problem and incident, duplicate, follow-up."""
