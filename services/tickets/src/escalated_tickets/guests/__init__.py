"""People without an account: opening tickets, proving an address by a code, looking again with a signed grant."""
