/**
 * Aliases that are asked for: several publishers may ask for one name and only one can have it, a decision has a time and
 * a reason, and a name that was given back stays with whom it belonged to.
 */
export const sql = `
CREATE TABLE alias_next (
  name TEXT NOT NULL,
  account_id TEXT NOT NULL REFERENCES account ON DELETE CASCADE,
  status TEXT NOT NULL CHECK (status IN ('ACTIVE', 'PENDING', 'REJECTED')),
  is_primary INTEGER NOT NULL CHECK (is_primary = 0 OR status = 'ACTIVE'),
  is_default INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  decided_at TEXT,
  reason TEXT,
  PRIMARY KEY (name, account_id)
) STRICT;
INSERT INTO alias_next
  SELECT name, account_id, status, CASE status WHEN 'ACTIVE' THEN is_primary ELSE 0 END, is_default, created_at, NULL, NULL
  FROM alias;
DROP TABLE alias;
ALTER TABLE alias_next RENAME TO alias;
CREATE INDEX alias_of_account ON alias (account_id);
CREATE UNIQUE INDEX one_primary_alias ON alias (account_id) WHERE is_primary = 1;
CREATE UNIQUE INDEX one_holder_of_alias ON alias (name) WHERE status = 'ACTIVE';

CREATE TABLE released_alias (
  name TEXT PRIMARY KEY,
  account_id TEXT NOT NULL,
  released_at TEXT NOT NULL
) STRICT;
`
