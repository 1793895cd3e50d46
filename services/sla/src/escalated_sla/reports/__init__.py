"""How promises were kept: counted from clocks as they are stored, in open time."""
