"""Saved views: conditions with a name, columns and a sort, for oneself, a department or all."""
