"""`make bench`: what the suite costs, on a desk of a million tickets. See README.md."""
