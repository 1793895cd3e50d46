"""What rules do: which of them an occasion calls for, when those about time come, and what became of each run."""
