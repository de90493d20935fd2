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
-- it was, which recovery codes are used up, and the name of a key.
CREATE CONSTRAINT TRIGGER every_change_has_its_event AFTER INSERT OR DELETE ON mfa_authenticator
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_without_event('user_id');

CREATE TRIGGER a_second_factor_stays BEFORE UPDATE ON mfa_authenticator FOR EACH ROW
    WHEN ((OLD.id, OLD.user_id, OLD.type, OLD.data - 'used_mask' - 'name', OLD.created_at)
          IS DISTINCT FROM (NEW.id, NEW.user_id, NEW.type, NEW.data - 'used_mask' - 'name', NEW.created_at))
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

CREATE CONSTRAINT TRIGGER nobody_acts_in_anothers_name AFTER INSERT ON mfa_authenticator
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION only_they_themselves('user_id', 'second_factors_changed');

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
