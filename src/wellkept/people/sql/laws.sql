-- Runs as its owner: nobody else has the privilege to write the counter.
CREATE OR REPLACE FUNCTION count_members() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF TG_OP IN ('DELETE', 'UPDATE') THEN
        UPDATE team SET members = members - 1 WHERE id = OLD.team_id;
    END IF;
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        UPDATE team SET members = members + 1 WHERE id = NEW.team_id;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER count_members AFTER INSERT OR DELETE OR UPDATE ON member
    FOR EACH ROW EXECUTE FUNCTION count_members();

-- Law 1: the counter says how many members there are, whoever writes it.
CREATE OR REPLACE FUNCTION the_counter_counts_the_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT members FROM team WHERE id = NEW.id) <> (SELECT count(*) FROM member WHERE team_id = NEW.id) THEN
        RAISE EXCEPTION 'The counter of a team''s members is not their number.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'the_counter_counts_the_members';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER the_counter_counts_the_members AFTER INSERT OR UPDATE OF members ON team
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION the_counter_counts_the_members();

SELECT make_law_table('company', 'id');

-- There is one company, from its first day on.
CREATE TRIGGER the_record_cannot_be_rewritten BEFORE DELETE ON company
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();

-- Law 11: people and teams stay: who has left is marked so.
CREATE TRIGGER the_record_cannot_be_rewritten BEFORE DELETE ON person
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();

CREATE TRIGGER the_record_cannot_be_rewritten BEFORE DELETE ON team
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();

SELECT make_law_table('member', 'person_id');

SELECT make_law_table('absence', 'person_id');

-- Signing in writes last_login; that is no change of who the person is.
SELECT make_law_table('person', 'id', ARRAY['last_login']);

-- The counter of members moves with the memberships, whose event is the person's.
SELECT make_law_table('team', 'id', ARRAY['members']);

SELECT make_law_table('acceptance_rule', 'team_id');

SELECT make_law_table('rota', 'team_id');

SELECT make_law_table('rota_place', 'team_id');

SELECT make_law_table('rota_days', 'team_id');

SELECT keep_subject(t::regclass, 'person_id') FROM unnest(ARRAY['absence', 'token']) AS t;

SELECT keep_subject(t::regclass, 'team_id') FROM unnest(ARRAY['acceptance_rule', 'rota', 'rota_place', 'rota_days']) AS t;

-- Law 11: a program's key is made, changed and revoked on record. Its last use changes with each request, and stands
-- outside.
SELECT make_law_table('token', 'person_id', ARRAY['used_at']);

SELECT keep_rows('token');

-- A key keeps what it opens; it is revoked once.
CREATE TRIGGER a_key_is_revoked_once BEFORE UPDATE ON token FOR EACH ROW WHEN (OLD.revoked_at IS NOT NULL)
    EXECUTE FUNCTION only_these_come_later('used_at', 'must_have_access');

CREATE TRIGGER only_its_revoking_comes_later BEFORE UPDATE ON token FOR EACH ROW WHEN (OLD.revoked_at IS NULL)
    EXECUTE FUNCTION only_these_come_later('used_at', 'revoked_at', 'must_have_access');

SELECT keep_times('token', 'person_id', '{made_at,revoked_at}');

-- Law 11: a second factor is added and removed on record, and keeps its secret and whose it is. Its use stands outside: when
-- it was, which recovery codes are used up and when they were first shown, and the name of a key.
CREATE CONSTRAINT TRIGGER every_change_has_its_event AFTER INSERT OR DELETE ON mfa_authenticator
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_without_event('user_id');

CREATE TRIGGER a_second_factor_stays BEFORE UPDATE ON mfa_authenticator FOR EACH ROW
    WHEN ((OLD.id, OLD.user_id, OLD.type, OLD.data - '{used_mask,viewed_at,name}'::text[], OLD.created_at)
          IS DISTINCT FROM (NEW.id, NEW.user_id, NEW.type, NEW.data - '{used_mask,viewed_at,name}'::text[], NEW.created_at))
    EXECUTE FUNCTION refuse_to_rewrite();

SELECT keep_table('mfa_authenticator');

-- Law 11: nobody acts in another's name. What lets somebody act as a person is made by that person: at commit, each event
-- of the type TG_ARGV[1] on the person (column TG_ARGV[0]) in this transaction has that person as its actor.
CREATE OR REPLACE FUNCTION only_they_themselves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whose bigint := to_jsonb(NEW) ->> TG_ARGV[0];
BEGIN
    IF NOT coalesce((SELECT bool_and(e.actor_kind = 'person' AND e.actor_id = whose)
                       FROM events_of_this_act(whose) e WHERE e.type = TG_ARGV[1]), false) THEN
        RAISE EXCEPTION 'What lets somebody act as person % is made by that person.', whose
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'nobody_acts_in_anothers_name';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER nobody_acts_in_anothers_name AFTER INSERT ON token
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION only_they_themselves('person_id', 'token_made');

-- A second factor is added by its person, and removed by them, unless it is reset (below).
CREATE OR REPLACE FUNCTION second_factors_are_ones_own() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whose  bigint := coalesce(NEW.user_id, OLD.user_id);
    is_own boolean;
BEGIN
    SELECT bool_and(e.actor_kind = 'person' AND e.actor_id = whose) INTO is_own
      FROM events_of_this_act(whose) e WHERE e.type = 'second_factors_changed';
    IF is_own IS FALSE OR is_own IS NULL AND TG_OP = 'INSERT' THEN
        RAISE EXCEPTION 'The second factors of person % are changed by themselves.', whose
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'nobody_acts_in_anothers_name';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER nobody_acts_in_anothers_name AFTER INSERT OR DELETE ON mfa_authenticator
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION second_factors_are_ones_own();

CREATE CONSTRAINT TRIGGER nobody_acts_in_anothers_name AFTER UPDATE OF password ON person
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.password IS DISTINCT FROM NEW.password)
    EXECUTE FUNCTION only_they_themselves('id', 'password_chosen');

-- A new person has no password yet (Django marks that by "!"): only whoever sets the company up chooses one there.
CREATE OR REPLACE FUNCTION only_the_first_joins_with_a_password() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM person) THEN
        RAISE EXCEPTION 'Person % joins with a password that somebody else has chosen.', NEW.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'nobody_acts_in_anothers_name';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER only_the_first_joins_with_a_password BEFORE INSERT ON person
    FOR EACH ROW WHEN (NEW.password NOT LIKE '!%') EXECUTE FUNCTION only_the_first_joins_with_a_password();

-- Law 1: access is withdrawn at once and for good. Each withdrawal is counted, and the count is in everything by which
-- somebody signs in: sessions, known devices, reset links. Nobody counts back, so none of them comes to life again.
CREATE OR REPLACE FUNCTION a_withdrawal_is_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.withdrawals <> OLD.withdrawals THEN
        RAISE EXCEPTION 'The withdrawals of access count themselves.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'the_record_cannot_be_rewritten';
    END IF;
    NEW.withdrawals := OLD.withdrawals + (OLD.access AND NOT NEW.access)::integer;
    RETURN NEW;
END $$;

CREATE TRIGGER a_withdrawal_is_counted BEFORE UPDATE OF access, withdrawals ON person
    FOR EACH ROW EXECUTE FUNCTION a_withdrawal_is_counted();

-- Law 1: the company always has an administrator. An administrator has access (a CHECK of person), so it is enough that one
-- is left. At commit: whoever takes it away waits for others who do, and then sees what they did.
CREATE OR REPLACE FUNCTION an_administrator_remains() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM company FOR NO KEY UPDATE;
    IF NOT EXISTS (SELECT FROM person WHERE admin) THEN
        RAISE EXCEPTION 'The last administrator stays one.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'an_administrator_remains';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER an_administrator_remains AFTER UPDATE OF admin ON person
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.admin AND NOT NEW.admin)
    EXECUTE FUNCTION an_administrator_remains();

CREATE CONSTRAINT TRIGGER an_administrator_remains AFTER INSERT ON company
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION an_administrator_remains();

-- Who settles how others sign in: another administrator, signed in, or the system (a command of the machine's owner).
CREATE OR REPLACE FUNCTION is_another_administrator(e event) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT e.actor_kind = 'system'
        OR e.actor_kind = 'person' AND e.actor_id <> e.subject_id
           AND EXISTS (SELECT FROM person WHERE id = e.actor_id AND admin)
$$;

-- Law 11: somebody becomes an administrator, or is none any more, by the decision of another one: at commit each event of
-- this act that says so names one who still is one, and the last of them says what the row says. Two who take it from each
-- other wait for each other, and the second is no administrator any more.
CREATE OR REPLACE FUNCTION another_administrator_decides() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    decided boolean;
    latest  text;
BEGIN
    PERFORM FROM company FOR NO KEY UPDATE;
    SELECT bool_and(is_another_administrator(e)), (array_agg(e.type ORDER BY e.seq DESC))[1] INTO decided, latest
      FROM events_of_this_act(NEW.id) e WHERE e.type IN ('administrator_made', 'administrator_removed');
    IF decided IS NOT TRUE OR (SELECT admin FROM person WHERE id = NEW.id) <> (latest = 'administrator_made') THEN
        RAISE EXCEPTION 'Whether person % is an administrator is decided by another administrator.', NEW.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'another_administrator_decides';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER another_administrator_decides AFTER UPDATE OF admin ON person
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.admin IS DISTINCT FROM NEW.admin)
    EXECUTE FUNCTION another_administrator_decides();

-- The first person sets the company up. Nobody else joins as an administrator.
CREATE OR REPLACE FUNCTION only_the_first_joins_as_administrator() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM person) THEN
        RAISE EXCEPTION 'Person % joins as an administrator whom nobody made one.', NEW.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'another_administrator_decides';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER only_the_first_joins_as_administrator BEFORE INSERT ON person
    FOR EACH ROW WHEN (NEW.admin) EXECUTE FUNCTION only_the_first_joins_as_administrator();

-- Law 11: second factors that somebody has lost are reset by another administrator. The event itself ends all sign-ins of
-- that person: it is counted, and the count is in everything by which somebody signs in, as that of withdrawals is.
CREATE OR REPLACE FUNCTION another_administrator_resets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT is_another_administrator(NEW) THEN
        RAISE EXCEPTION 'The second factors of person % are reset by another administrator.', NEW.subject_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'another_administrator_resets';
    END IF;
    UPDATE person SET factor_resets = (
        SELECT count(*) FROM event WHERE subject_id = NEW.subject_id AND type = 'second_factors_reset')
     WHERE id = NEW.subject_id;
    RETURN NULL;
END $$;

CREATE TRIGGER another_administrator_resets AFTER INSERT ON event
    FOR EACH ROW WHEN (NEW.type = 'second_factors_reset') EXECUTE FUNCTION another_administrator_resets();

CREATE OR REPLACE FUNCTION resets_count_themselves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.factor_resets <> (
        SELECT count(*) FROM event WHERE subject_id = NEW.id AND type = 'second_factors_reset') THEN
        RAISE EXCEPTION 'The resets of second factors count themselves.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'the_record_cannot_be_rewritten';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER resets_count_themselves BEFORE INSERT OR UPDATE OF factor_resets ON person
    FOR EACH ROW EXECUTE FUNCTION resets_count_themselves();

-- After a reset none is left: nobody signs in by one that was overlooked.
CREATE OR REPLACE FUNCTION a_reset_removes_every_second_factor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM mfa_authenticator WHERE user_id = NEW.subject_id) THEN
        RAISE EXCEPTION 'The reset of person % leaves a second factor.', NEW.subject_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_reset_removes_every_second_factor';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER a_reset_removes_every_second_factor AFTER INSERT ON event DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.type = 'second_factors_reset') EXECUTE FUNCTION a_reset_removes_every_second_factor();
