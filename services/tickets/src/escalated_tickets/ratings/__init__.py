"""How requesters rate the way their tickets were resolved."""
