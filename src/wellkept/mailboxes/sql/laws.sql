-- Law 11: every change of an address or an account has its event.
SELECT make_law_table('mailbox', 'team_id');

SELECT make_law_table('mail_account', 'subject_id');

SELECT keep_rows(t::regclass) FROM unnest(ARRAY['mailbox', 'mail_account']) AS t;

SELECT keep_subject('mail_account', 'subject_id');
