"""Decisions and topics: where a decision comes from decides for whom it is; the audit."""

from django.db import migrations

from core.audit import AuditTable

TABLES = (
    "steering_seatsubstitute",
    "steering_topic_areas",
    "steering_topicchange",
    "steering_circulardecision",
    "steering_circularrecipient",
)

# The triggers of the audit have to speak before the table is altered further.

# The confidentiality of a decision is that of its item or circular, also when the item's is changed later.
SAME_CONFIDENTIALITY = """
ALTER TABLE steering_decision ADD CONSTRAINT decision_as_confidential_as_its_item
FOREIGN KEY (agenda_item_id, confidentiality) REFERENCES steering_agendaitem (id, confidentiality)
ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE steering_decision ADD CONSTRAINT decision_as_confidential_as_its_circular
FOREIGN KEY (circular_id, confidentiality) REFERENCES steering_circulardecision (id, confidentiality)
ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED
"""
ANY_CONFIDENTIALITY = """
ALTER TABLE steering_decision DROP CONSTRAINT decision_as_confidential_as_its_item;
ALTER TABLE steering_decision DROP CONSTRAINT decision_as_confidential_as_its_circular
"""

# A decision belongs to the committee in which it was taken.
SAME_COMMITTEE = """
CREATE FUNCTION steering_decision_committee() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.committee_id IS DISTINCT FROM coalesce(
        (SELECT m.committee_id FROM steering_agendaitem i JOIN steering_meeting m ON m.id = i.meeting_id
          WHERE i.id = NEW.agenda_item_id),
        (SELECT c.committee_id FROM steering_circulardecision c WHERE c.id = NEW.circular_id)
    ) THEN
        RAISE EXCEPTION 'a decision belongs to the committee in which it was taken'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_of_its_committee';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_of_its_committee BEFORE INSERT OR UPDATE OF committee_id, agenda_item_id, circular_id
    ON steering_decision FOR EACH ROW EXECUTE FUNCTION steering_decision_committee()
"""
ANY_COMMITTEE = "DROP TRIGGER decision_of_its_committee ON steering_decision; DROP FUNCTION steering_decision_committee()"


class Migration(migrations.Migration):
    dependencies = [("steering", "0002_audit")]

    operations = [
        migrations.RunSQL(SAME_CONFIDENTIALITY, ANY_CONFIDENTIALITY),
        migrations.RunSQL(SAME_COMMITTEE, ANY_COMMITTEE),
        *(AuditTable(table) for table in TABLES),
        # What people observe may touch a person by mistake: the audit keeps only that it changed.
        AuditTable("steering_topic", omit_values=True),
    ]
