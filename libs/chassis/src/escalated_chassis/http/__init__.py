"""HTTP: the application every service builds, problem documents, transactions, idempotency, answers and cursors."""
