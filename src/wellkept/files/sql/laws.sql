-- Law 11: a paper stays as it came. It may go with its journey to another subject, and is never replaced or removed.
SELECT keep_rows('stored_file');

SELECT keep_table('stored_file');

CREATE TRIGGER a_stored_file_keeps_its_content BEFORE UPDATE ON stored_file
    FOR EACH ROW EXECUTE FUNCTION only_these_come_later('subject_id');
