"""What follows what: tasks that one app queues for another by name, so that no app imports upwards."""

# After a new snapshot of an organisation is current; called with the snapshot's primary key.
AFTER_SNAPSHOT: list[str] = ["workshops.tasks.refresh_evidence"]
