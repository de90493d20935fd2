-- Law 6: nothing is added to an approved version either. Its parts are written with it, in one transaction.

ALTER TABLE blueprint_version ADD COLUMN written_in xid8;
ALTER TABLE blueprint_version ADD CONSTRAINT version_and_blueprint UNIQUE (id, blueprint_id);
