"""Who is calling and what they may do: tokens, key sets, principals, roles, and tokens between services."""
