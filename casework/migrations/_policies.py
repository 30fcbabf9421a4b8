"""SQL of the first migration: keys over several columns, triggers, policies. Applied once, never changed afterwards.

How it is cut, and why:

- A policy must not ask a table whose own policy asks back (PostgreSQL refuses the recursion). The order is
  share -> case -> person and the rest. A share can be judged alone because it repeats the responsible worker, kept true by
  a composite foreign key.
- Identity and lists of keys stand in scalar subqueries, so they are computed once per statement and indexes serve them.
- Foreign keys go past row-level security. Keys with the organisation inside keep rows of two organisations apart, and
  what is inserted under a parent asks whether the parent is visible.
- There is no policy for the owner: background work has to act as somebody.
"""

ME = "(SELECT app_user_id())"
IS_MINE = "organisation_id = ANY ((SELECT app_casework_organisations())::bigint[])"
IS_LED = "organisation_id = ANY ((SELECT app_casework_lead_organisations())::bigint[])"
IS_SHARED_CASE = "id = ANY ((SELECT casework_shared_cases())::uuid[])"
OF_MY_CASES = f"({IS_LED} OR case_id = ANY ((SELECT casework_my_cases())::uuid[]))"
IS_RESPONSIBLE = f"(responsible_id = {ME} OR {IS_LED})"

KEYS = """
ALTER TABLE casework_fieldcontact ADD CONSTRAINT contact_of_organisation UNIQUE (id, organisation_id);
ALTER TABLE casework_person ADD CONSTRAINT person_of_organisation UNIQUE (id, organisation_id);
ALTER TABLE casework_case ADD CONSTRAINT case_of_organisation UNIQUE (id, organisation_id);
ALTER TABLE casework_case ADD CONSTRAINT case_of_responsible UNIQUE (id, responsible_id, organisation_id);
ALTER TABLE casework_consent ADD CONSTRAINT consent_to_recipient UNIQUE (id, case_id, recipient_id, organisation_id);

ALTER TABLE casework_contacttopic ADD CONSTRAINT contact_topic_of_contact
    FOREIGN KEY (contact_id, organisation_id) REFERENCES casework_fieldcontact (id, organisation_id) ON DELETE CASCADE;
ALTER TABLE casework_contactlink ADD CONSTRAINT contact_link_of_contact
    FOREIGN KEY (contact_id, organisation_id) REFERENCES casework_fieldcontact (id, organisation_id);
ALTER TABLE casework_contactlink ADD CONSTRAINT contact_link_to_person
    FOREIGN KEY (person_id, organisation_id) REFERENCES casework_person (id, organisation_id);
ALTER TABLE casework_case ADD CONSTRAINT case_of_person
    FOREIGN KEY (person_id, organisation_id) REFERENCES casework_person (id, organisation_id);
ALTER TABLE casework_caseshare ADD CONSTRAINT case_share_of_case
    FOREIGN KEY (case_id, responsible_id, organisation_id)
    REFERENCES casework_case (id, responsible_id, organisation_id) ON UPDATE CASCADE;
ALTER TABLE casework_consent ADD CONSTRAINT consent_of_case
    FOREIGN KEY (case_id, organisation_id) REFERENCES casework_case (id, organisation_id);
-- A referral goes to exactly the recipient of a consent given in the same case.
ALTER TABLE casework_referral ADD CONSTRAINT referral_under_consent
    FOREIGN KEY (consent_id, case_id, unit_id, organisation_id)
    REFERENCES casework_consent (id, case_id, recipient_id, organisation_id);
"""

FUNCTIONS = """
CREATE FUNCTION casework_shared_cases() RETURNS uuid[] LANGUAGE sql STABLE AS
$$
    SELECT coalesce(array_agg(case_id), '{}') FROM casework_caseshare
     WHERE shared_with_id = app_user_id() AND ended_at IS NULL
       AND valid_from <= app_today() AND coalesce(valid_to, 'infinity') >= app_today()
$$;

CREATE FUNCTION casework_my_cases() RETURNS uuid[] LANGUAGE sql STABLE AS
$$
    SELECT coalesce(array_agg(id), '{}') FROM casework_case
     WHERE responsible_id = app_user_id() OR id = ANY (casework_shared_cases())
$$;

CREATE FUNCTION casework_my_people() RETURNS uuid[] LANGUAGE sql STABLE AS
$$
    SELECT coalesce(array_agg(person_id), '{}') FROM casework_case
     WHERE responsible_id = app_user_id() OR id = ANY (casework_shared_cases())
$$;

-- In plpgsql, so that the planner does not see the way back from cases to people.
CREATE FUNCTION casework_sees_person(person uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS
$$ BEGIN RETURN EXISTS (SELECT FROM casework_person WHERE id = person); END $$;

-- The only writer of the read log: nobody names another user, another time or another request. Also for roles that may
-- touch no casework table, so that their attempts are on record.
CREATE FUNCTION casework_log_read(page text, asked_for uuid, was_allowed boolean) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS
$$
    INSERT INTO casework_readlog (id, organisation_id, user_id, at, kind, subject, allowed, request_id)
    VALUES (gen_random_uuid(), (app_casework_organisations())[1], app_user_id(), app_now(), page, asked_for, was_allowed,
            left(coalesce(current_setting('app.request_id', true), ''), 40));
$$;
"""

TRIGGERS = """
CREATE FUNCTION casework_consent_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF OLD.withdrawn_at IS NOT NULL OR to_jsonb(NEW) - 'withdrawn_at' <> to_jsonb(OLD) - 'withdrawn_at' THEN
        RAISE EXCEPTION 'consent is evidence: it can only be withdrawn, once'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_stays';
    END IF;
    IF EXISTS (SELECT FROM casework_referral r
                WHERE r.consent_id = NEW.id AND r.recalled_at IS NULL AND r.feedback_at IS NULL) THEN
        RAISE EXCEPTION 'open referrals are recalled before their consent is withdrawn'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_recalls_referrals';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consent_stays BEFORE UPDATE ON casework_consent
    FOR EACH ROW EXECUTE FUNCTION casework_consent_stays();

-- Police gets data case by case on request (§ 68 SGB X), never by consent and referral.
CREATE FUNCTION casework_consent_recipient() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF EXISTS (SELECT FROM core_organisation o WHERE o.id = NEW.recipient_id AND o.kind = 'police') THEN
        RAISE EXCEPTION 'no referral to the police'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_not_to_police';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consent_recipient BEFORE INSERT ON casework_consent
    FOR EACH ROW EXECUTE FUNCTION casework_consent_recipient();

-- FOR SHARE: who withdraws the consent at this moment waits, and then recalls this referral too.
CREATE FUNCTION casework_referral_consent() RETURNS trigger LANGUAGE plpgsql AS
$$
DECLARE
    day date := (NEW.referred_at AT TIME ZONE 'Europe/Berlin')::date;
BEGIN
    PERFORM FROM casework_consent c
      WHERE c.id = NEW.consent_id AND c.withdrawn_at IS NULL AND day BETWEEN c.given_on AND c.valid_until FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no valid consent for this referral'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'referral_needs_consent';
    END IF;
    IF NOT EXISTS (SELECT FROM steering_followup f
                    WHERE f.id = NEW.follow_up_id AND f.unit_id = NEW.unit_id AND f.measure_id IS NULL) THEN
        RAISE EXCEPTION 'the follow-up of a referral goes to the same unit'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'referral_follow_up_of_unit';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER referral_consent BEFORE INSERT ON casework_referral
    FOR EACH ROW EXECUTE FUNCTION casework_referral_consent();
"""

REMOVE = """
DROP FUNCTION casework_log_read(text, uuid, boolean);
DROP FUNCTION casework_sees_person(uuid) CASCADE;
DROP FUNCTION casework_my_people() CASCADE;
DROP FUNCTION casework_my_cases() CASCADE;
DROP FUNCTION casework_shared_cases() CASCADE;
DROP FUNCTION casework_referral_consent() CASCADE;
DROP FUNCTION casework_consent_recipient() CASCADE;
DROP FUNCTION casework_consent_stays() CASCADE;
"""

# table -> command -> condition on the row read (USING) and on the row written (WITH CHECK).
POLICIES: dict[str, dict[str, tuple[str, str]]] = {
    "topic": {"SELECT": ("true", "")},
    "fieldcontact": {
        "SELECT": (IS_MINE, ""),
        "INSERT": ("", f"{IS_MINE} AND recorded_by_id = {ME}"),
        # Taking back: the own contact, for a quarter of an hour.
        "DELETE": (f"{IS_MINE} AND recorded_by_id = {ME} AND recorded_at > app_now() - interval '15 minutes'", ""),
    },
    "contacttopic": {
        "SELECT": (IS_MINE, ""),
        "INSERT": (
            "",
            f"{IS_MINE} AND EXISTS (SELECT FROM casework_fieldcontact c "
            f"WHERE c.id = contact_id AND c.recorded_by_id = {ME})",
        ),
    },
    "contactlink": {
        "SELECT": (f"{IS_MINE} AND EXISTS (SELECT FROM casework_person p WHERE p.id = person_id)", ""),
        "INSERT": ("", f"{IS_MINE} AND linked_by_id = {ME} AND casework_sees_person(person_id)"),
    },
    "person": {
        "SELECT": (f"{IS_MINE} AND ({IS_RESPONSIBLE} OR id = ANY ((SELECT casework_my_people())::uuid[]))", ""),
        "INSERT": ("", f"{IS_MINE} AND responsible_id = {ME}"),
        "UPDATE": (f"{IS_MINE} AND {IS_RESPONSIBLE}", f"{IS_MINE} AND {IS_RESPONSIBLE}"),
    },
    "case": {
        "SELECT": (f"{IS_MINE} AND ({IS_RESPONSIBLE} OR {IS_SHARED_CASE})", ""),
        "INSERT": ("", f"{IS_MINE} AND responsible_id = {ME} AND casework_sees_person(person_id)"),
        "UPDATE": (f"{IS_MINE} AND {IS_RESPONSIBLE}", f"{IS_MINE} AND {IS_RESPONSIBLE}"),
    },
    "caseshare": {
        "SELECT": (f"{IS_MINE} AND (shared_with_id = {ME} OR {IS_RESPONSIBLE})", ""),
        "INSERT": ("", f"{IS_MINE} AND shared_by_id = {ME} AND {IS_RESPONSIBLE}"),
        "UPDATE": (f"{IS_MINE} AND {IS_RESPONSIBLE}", f"{IS_MINE} AND {IS_RESPONSIBLE}"),
    },
    "consent": {
        "SELECT": (f"{IS_MINE} AND {OF_MY_CASES}", ""),
        "INSERT": ("", f"{IS_MINE} AND recorded_by_id = {ME} AND {OF_MY_CASES}"),
        "UPDATE": (f"{IS_MINE} AND {OF_MY_CASES}", f"{IS_MINE} AND {OF_MY_CASES}"),
    },
    "referral": {
        "SELECT": (f"{IS_MINE} AND {OF_MY_CASES}", ""),
        "INSERT": ("", f"{IS_MINE} AND referred_by_id = {ME} AND {OF_MY_CASES}"),
        "UPDATE": (f"{IS_MINE} AND {OF_MY_CASES}", f"{IS_MINE} AND {OF_MY_CASES}"),
    },
    "readlog": {"SELECT": (IS_LED, "")},
}


def policy_statements() -> list[str]:
    """Return the statements that put every casework table under forced row-level security."""
    statements = []
    for name, commands in POLICIES.items():
        table = f"casework_{name}"
        statements += [f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY", f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"]
        for command, (using, check) in commands.items():
            conditions = f" USING ({using})" if using else ""
            conditions += f" WITH CHECK ({check})" if check else ""
            statements.append(
                f"CREATE POLICY {name}_{command.lower()} ON {table} FOR {command} TO lk_casework{conditions}"
            )
    # The owner appends, inside casework_log_read, and can do nothing else.
    statements.append("CREATE POLICY readlog_append ON casework_readlog FOR INSERT TO CURRENT_ROLE WITH CHECK (true)")
    return statements
