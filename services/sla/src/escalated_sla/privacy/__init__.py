"""What is kept of people and of purged tickets here: next to nothing, and this says so."""
