"""What happens to conversations without anybody asking: delayed replies go out, and what nobody needs is forgotten."""

from escalated_chassis.database.engine import Database
from escalated_chassis.due import DueWorker
from escalated_chassis.lifecycle import Component
from escalated_tickets.desk import Desk
from escalated_tickets.drafts import service as drafts
from escalated_tickets.outgoing import service as outgoing
from escalated_tickets.outgoing.queries import next_send


def conversation_workers(desk: Desk, database: Database) -> list[Component]:
    return [
        DueWorker(
            "delayed-replies",
            database,
            lambda uow, limit: outgoing.send_due(uow, desk, database, limit),
            next_send,
            batch=outgoing.BATCH,
            clock=desk.clock,
        ),
        DueWorker("sent-replies", database, outgoing.purge_sent, outgoing.next_purge, clock=desk.clock),
        DueWorker("old-drafts", database, drafts.purge_drafts, drafts.next_purge, clock=desk.clock),
    ]
