"""The agenda: levels of confidentiality, sub-items of one meeting; the audit."""

from django.db import migrations

from core.audit import AuditTable

# A child is never less confidential than its parent, a paper than its item, an attachment than its paper. Checked at the
# end of the transaction, so that a whole branch can be raised at once.
LEVELS = """
CREATE FUNCTION steering_level(confidentiality text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE confidentiality WHEN 'public' THEN 0 WHEN 'internal' THEN 1 ELSE 2 END
$$;
CREATE FUNCTION steering_check_agendaitem() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM steering_agendaitem child JOIN steering_agendaitem parent ON parent.id = child.parent_id
         WHERE NEW.id IN (child.id, parent.id)
           AND (steering_level(child.confidentiality) < steering_level(parent.confidentiality)
                OR child.position <= parent.position)
    ) THEN
        RAISE EXCEPTION 'an item stands behind its parent and is not less confidential' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT FROM steering_paper paper JOIN steering_agendaitem item ON item.id = paper.item_id
         WHERE item.id = NEW.id AND steering_level(paper.confidentiality) < steering_level(item.confidentiality)
    ) THEN
        RAISE EXCEPTION 'a paper is not less confidential than its item' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION steering_check_paper() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM steering_paper paper JOIN steering_agendaitem item ON item.id = paper.item_id
         WHERE paper.id = NEW.id AND (item.kind = 'section'
               OR steering_level(paper.confidentiality) < steering_level(item.confidentiality))
    ) THEN
        RAISE EXCEPTION 'a paper is not less confidential than its item' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT FROM steering_paperattachment attachment JOIN steering_paper paper ON paper.id = attachment.paper_id
         WHERE paper.id = NEW.id AND steering_level(attachment.confidentiality) < steering_level(paper.confidentiality)
    ) THEN
        RAISE EXCEPTION 'an attachment is not less confidential than its paper' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION steering_check_paperattachment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM steering_paperattachment attachment JOIN steering_paper paper ON paper.id = attachment.paper_id
         WHERE attachment.id = NEW.id
           AND steering_level(attachment.confidentiality) < steering_level(paper.confidentiality)
    ) THEN
        RAISE EXCEPTION 'an attachment is not less confidential than its paper' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER agendaitem_levels_new AFTER INSERT ON steering_agendaitem
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL)
    EXECUTE FUNCTION steering_check_agendaitem();
CREATE CONSTRAINT TRIGGER agendaitem_levels AFTER UPDATE ON steering_agendaitem
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((OLD.confidentiality, OLD.parent_id, OLD.position) IS DISTINCT FROM
          (NEW.confidentiality, NEW.parent_id, NEW.position))
    EXECUTE FUNCTION steering_check_agendaitem();
CREATE CONSTRAINT TRIGGER paper_levels AFTER INSERT OR UPDATE ON steering_paper
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION steering_check_paper();
CREATE CONSTRAINT TRIGGER paperattachment_levels AFTER INSERT OR UPDATE ON steering_paperattachment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION steering_check_paperattachment();
"""
NO_LEVELS = """
DROP TRIGGER agendaitem_levels_new ON steering_agendaitem;
DROP TRIGGER agendaitem_levels ON steering_agendaitem;
DROP TRIGGER paper_levels ON steering_paper;
DROP TRIGGER paperattachment_levels ON steering_paperattachment;
DROP FUNCTION steering_check_agendaitem();
DROP FUNCTION steering_check_paper();
DROP FUNCTION steering_check_paperattachment();
DROP FUNCTION steering_level(text);
"""
PARENT_OF_MEETING = """
ALTER TABLE steering_agendaitem ADD CONSTRAINT agendaitem_parent_of_the_same_meeting
FOREIGN KEY (parent_id, meeting_id) REFERENCES steering_agendaitem (id, meeting_id) DEFERRABLE INITIALLY DEFERRED
"""
TABLES = (
    "steering_agendalink",
    "steering_droppedproposal",
    "steering_meetingseries",
    "steering_standingitem",
    "steering_paper",
    "steering_paperattachment",
)


class Migration(migrations.Migration):
    dependencies = [("steering", "0003_committees_and_topics")]

    operations = [
        migrations.RunSQL(
            PARENT_OF_MEETING, "ALTER TABLE steering_agendaitem DROP CONSTRAINT agendaitem_parent_of_the_same_meeting"
        ),
        migrations.RunSQL(LEVELS, NO_LEVELS),
        *(AuditTable(table) for table in TABLES),
    ]
