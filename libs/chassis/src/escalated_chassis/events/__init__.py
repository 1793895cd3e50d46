"""Events: written with the command that caused them, published in order, taken by others once."""
