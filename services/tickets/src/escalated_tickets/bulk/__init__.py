"""One action on many tickets: a job with an outcome for each."""
