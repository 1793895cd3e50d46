"""The demo desk: its people, how it is furnished, and the tickets that tell of themselves."""
