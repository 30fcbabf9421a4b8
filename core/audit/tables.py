"""Tables of our apps without an audit trigger, each with its reason. Everything else must have one; a test compares."""

UNAUDITED = {
    "core_auditentry": "the audit itself",
    "core_auditlink": "the audit itself",
    "core_audithead": "the audit itself",
    "core_auditqueue": "the audit itself; empty between transactions",
    "core_storedfilecontent": "bytes, never changed; the file with its checksum is audited",
    "steering_reminderoccurrence": "written by the scheduler alone; its states say what happened",
    "core_outgoingmail": "moved on by the delivery; what people do with a mail stands in core_outgoingmailintervention",
    "core_heartbeat": "a sign of life every few seconds; nobody decides anything by it",
    "casework_readlog": "a log itself; only casework_log_read appends to it",
    "quarters_observation": "only grows, and every row names its import, which is audited",
    "quarters_importfile": "bytes of an upload; the import with its checksum is audited",
    "quarters_importrow": "rows waiting for confirmation; what is confirmed becomes an observation",
    "steering_measureimportrow": "rows waiting for confirmation; what is confirmed becomes a measure",
    "steering_publishedobject": "a copy of what is public, made anew from audited rows",
    "steering_logdraft": "what is being typed, saved at every pause; what is recorded stands in audited tables",
    "steering_logpresence": "a sign of life of a writer every few seconds; nobody decides anything by it",
}
