-- Law 4: a reference resolves for ever. References are only added, never changed or deleted.
CREATE FUNCTION a_reference_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What was ever noted finds for ever: a reference is neither changed nor removed.'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_reference_stays';
END $$;
CREATE TRIGGER a_reference_stays BEFORE UPDATE OR DELETE ON reference
    FOR EACH ROW EXECUTE FUNCTION a_reference_stays();
CREATE TRIGGER no_reference_is_emptied BEFORE TRUNCATE ON reference
    FOR EACH STATEMENT EXECUTE FUNCTION a_reference_stays();

-- A search row only gains traits and is never deleted.
CREATE FUNCTION a_search_row_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.id = OLD.id
       AND tsvector_to_array(NEW.traits) @> tsvector_to_array(OLD.traits) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'What was ever noted finds for ever: what a customer is known by only grows.'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_search_row_grows';
END $$;
CREATE TRIGGER a_search_row_grows BEFORE UPDATE OR DELETE ON search_row
    FOR EACH ROW EXECUTE FUNCTION a_search_row_grows();
CREATE TRIGGER no_search_row_is_emptied BEFORE TRUNCATE ON search_row
    FOR EACH STATEMENT EXECUTE FUNCTION a_search_row_grows();

-- The writer: references as rows {subject, kind, said, key}, search rows as {subject, traits: [...], words: [...]}.
-- One call, so that a reference is found from its commit on. Search rows are locked in the order of their keys.
-- A word is added without waiting for another transaction that adds the same word.
CREATE FUNCTION note_references(noted jsonb, known jsonb, at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reference (subject_id, kind, said, key, noted_at)
        SELECT subject, kind, said, key, at
        FROM jsonb_to_recordset(noted) AS n (subject bigint, kind text, said text, key text)
        ON CONFLICT DO NOTHING;
    INSERT INTO search_row AS l (id, traits)
        SELECT subject, array_to_tsvector(traits)
        FROM jsonb_to_recordset(known) AS k (subject bigint, traits text[])
        WHERE NOT EXISTS (SELECT FROM search_row WHERE id = subject AND tsvector_to_array(search_row.traits) @> k.traits)
        ORDER BY subject
        ON CONFLICT (id) DO UPDATE SET traits = l.traits || EXCLUDED.traits;
    INSERT INTO word (text, count)
        SELECT DISTINCT w.text COLLATE "C", 1
        FROM jsonb_to_recordset(known) AS k (words text[]), unnest(k.words) AS w (text)
        WHERE NOT EXISTS (SELECT FROM word WHERE word.text = w.text);
END $$;
