"""Reports: facts heard from the service's own events, folded per ticket into moments, counted over any period."""
