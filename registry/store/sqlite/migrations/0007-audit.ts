/**
 * The audit log: records in a chain of hashes, which can be added to at the end and otherwise only cut at the old end, up to
 * the anchor. The triggers keep the program from doing anything else; the chain shows what was done without it.
 */
import { outOfPlaceMessage } from '../../chain-hash.ts'

export const sql = `
CREATE TABLE audit_event (
  sequence INTEGER PRIMARY KEY,
  event_id TEXT NOT NULL,
  event_second INTEGER NOT NULL,
  event_source TEXT NOT NULL,
  event_name TEXT NOT NULL,
  read_only INTEGER NOT NULL,
  account_id TEXT,
  owner_account_id TEXT,
  user_name TEXT,
  access_key_id TEXT,
  resource_name TEXT,
  hash BLOB NOT NULL,
  record TEXT NOT NULL
) STRICT;

CREATE INDEX audit_event_of_account ON audit_event (
  account_id, sequence, event_second, event_name, read_only, user_name, resource_name
) WHERE account_id IS NOT NULL;
CREATE INDEX audit_event_of_owner ON audit_event (
  owner_account_id, sequence, event_second, event_name, read_only, user_name, resource_name
) WHERE owner_account_id IS NOT NULL;

CREATE TABLE audit_anchor (
  anchor_id INTEGER PRIMARY KEY CHECK (anchor_id = 1),
  sequence INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT;
INSERT INTO audit_anchor VALUES (1, 0, zeroblob(32));

CREATE TRIGGER audit_event_is_added_at_the_end BEFORE INSERT ON audit_event
WHEN NEW.sequence <> 1 + coalesce((SELECT max(sequence) FROM audit_event), (SELECT sequence FROM audit_anchor))
BEGIN SELECT RAISE(ABORT, '${outOfPlaceMessage}'); END;
CREATE TRIGGER audit_event_is_not_changed BEFORE UPDATE ON audit_event
BEGIN SELECT RAISE(ABORT, 'audit records are not changed'); END;
CREATE TRIGGER audit_event_is_kept BEFORE DELETE ON audit_event
WHEN OLD.sequence > (SELECT sequence FROM audit_anchor)
BEGIN SELECT RAISE(ABORT, 'audit records are removed only up to the anchor'); END;
CREATE TRIGGER audit_anchor_is_one BEFORE INSERT ON audit_anchor
BEGIN SELECT RAISE(ABORT, 'there is one anchor'); END;
CREATE TRIGGER audit_anchor_is_kept BEFORE DELETE ON audit_anchor
BEGIN SELECT RAISE(ABORT, 'the anchor is not removed'); END;
CREATE TRIGGER audit_anchor_only_advances BEFORE UPDATE ON audit_anchor
WHEN NEW.sequence <= OLD.sequence
  OR NOT EXISTS (SELECT 1 FROM audit_event WHERE sequence = NEW.sequence AND hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'the anchor advances to a record'); END;
`
