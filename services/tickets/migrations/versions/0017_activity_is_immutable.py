"""Activity is written once, and the database holds to it; an erasure finds the names that stand in it.

Revision ID: 0017
"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_NAMED = "COALESCE({0} #>> '{{assignee,id}}', {0} #>> '{{assignment,id}}')"
_KINDS = "kind IN ('ticket.assigned', 'ticket.unassigned', 'ticket.restored')"
_SIDES = ("before", "after")


def upgrade() -> None:
    for side in _SIDES:
        named = _NAMED.format(side)
        op.execute(
            f"CREATE INDEX escalated_activities_named_{side}_idx ON escalated_activities (({named})) "
            f"WHERE {_KINDS} AND {named} IS NOT NULL"
        )
    op.execute(
        """
        CREATE FUNCTION escalated_refuse_activity_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF current_setting('escalated.erasing', true) IS DISTINCT FROM 'on' THEN
                RAISE EXCEPTION 'activity is written once';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER escalated_activities_are_immutable BEFORE UPDATE ON escalated_activities "
        "FOR EACH ROW EXECUTE FUNCTION escalated_refuse_activity_change()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER escalated_activities_are_immutable ON escalated_activities")
    op.execute("DROP FUNCTION escalated_refuse_activity_change()")
    for side in _SIDES:
        op.execute(f"DROP INDEX escalated_activities_named_{side}_idx")
