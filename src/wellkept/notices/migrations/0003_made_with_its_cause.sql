-- Law 8: which transaction wrote a notice, so that what needs one can ask for one made with it.

ALTER TABLE notice ADD COLUMN written_in xid8;
CREATE FUNCTION a_notice_knows_its_transaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.written_in := CASE WHEN TG_OP = 'INSERT' THEN pg_current_xact_id() ELSE OLD.written_in END;
    RETURN NEW;
END $$;
CREATE TRIGGER a_notice_knows_its_transaction BEFORE INSERT OR UPDATE ON notice
    FOR EACH ROW EXECUTE FUNCTION a_notice_knows_its_transaction();
CREATE TRIGGER the_record_cannot_be_emptied BEFORE TRUNCATE ON notice
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite();

CREATE FUNCTION is_told_with_this(told uuid, kinds text[]) RETURNS boolean LANGUAGE sql AS $$
    SELECT EXISTS (
        SELECT FROM notice WHERE id = told AND kind = ANY (kinds) AND written_in = pg_current_xact_id())
$$;
