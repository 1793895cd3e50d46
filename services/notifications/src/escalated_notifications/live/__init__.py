"""The live stream, its polling twin, and presence."""
