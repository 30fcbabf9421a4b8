"""Measures: their steps, and that none is left open; the audit."""

from django.db import migrations

from core.audit import AuditTable

TABLES = ("steering_measurenote", "steering_extensionrequest", "steering_expectedeffect")

STEPS_OF_THE_MEASURE = """
ALTER TABLE steering_duedatechange ADD CONSTRAINT duedatechange_step_belongs_to_measure
FOREIGN KEY (step_id, measure_id) REFERENCES steering_measurestep (id, measure_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE steering_extensionrequest ADD CONSTRAINT extension_step_belongs_to_measure
FOREIGN KEY (step_id, measure_id) REFERENCES steering_measurestep (id, measure_id) DEFERRABLE INITIALLY DEFERRED
"""
UNDO_STEPS_OF_THE_MEASURE = """
ALTER TABLE steering_duedatechange DROP CONSTRAINT duedatechange_step_belongs_to_measure;
ALTER TABLE steering_extensionrequest DROP CONSTRAINT extension_step_belongs_to_measure
"""

# A measure is done when the lead unit says so and no step is open. The step takes a lock on its measure, so that a step
# that opens and a measure that is confirmed at the same moment see each other.
NO_STEP_IS_LEFT = """
CREATE FUNCTION steering_step_of_unfinished_measure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    measure_state text;
BEGIN
    SELECT state INTO measure_state FROM steering_measure WHERE id = NEW.measure_id FOR SHARE;
    IF measure_state = 'confirmed' THEN
        RAISE EXCEPTION 'measure % is confirmed; no step of it can be open', NEW.measure_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'measurestep_of_unfinished_measure';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER open_step_of_unfinished_measure BEFORE INSERT OR UPDATE OF state, measure_id ON steering_measurestep
FOR EACH ROW WHEN (NEW.state IN ('ordered', 'acknowledged')) EXECUTE FUNCTION steering_step_of_unfinished_measure();

CREATE FUNCTION steering_measure_without_open_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM steering_measurestep WHERE measure_id = NEW.id AND state IN ('ordered', 'acknowledged');
    IF FOUND THEN
        RAISE EXCEPTION 'measure % has an open step and cannot be confirmed', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'measure_confirmed_without_open_step';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER confirmed_without_open_step BEFORE UPDATE OF state ON steering_measure
FOR EACH ROW WHEN (NEW.state = 'confirmed') EXECUTE FUNCTION steering_measure_without_open_step();
"""
UNDO_NO_STEP_IS_LEFT = """
DROP TRIGGER confirmed_without_open_step ON steering_measure;
DROP TRIGGER open_step_of_unfinished_measure ON steering_measurestep;
DROP FUNCTION steering_measure_without_open_step();
DROP FUNCTION steering_step_of_unfinished_measure();
"""


class Migration(migrations.Migration):
    dependencies = [("steering", "0007_minutes")]

    operations = [
        *(AuditTable(table) for table in TABLES),
        migrations.RunSQL(STEPS_OF_THE_MEASURE, UNDO_STEPS_OF_THE_MEASURE),
        migrations.RunSQL(NO_STEP_IS_LEFT, UNDO_NO_STEP_IS_LEFT),
    ]
