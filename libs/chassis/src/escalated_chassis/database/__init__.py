"""One service's own PostgreSQL: connections, units of work, the tables every service has, migrations."""
