/**
 * Turns of one repository side by side, and numbers that are given at the end of a transaction. See writer.ts, which takes the locks by
 * these functions, and ADR 0020.
 */
import { channel, lockClasses, lockKeys } from '../lock-keys.ts'

export const sql = `
ALTER TABLE store_writer ADD COLUMN epoch BIGINT NOT NULL DEFAULT 0;

-- Who had the last turn of what: a process that finds another one here forgets what it has counted.
CREATE TABLE turn_holder (name TEXT COLLATE "C" PRIMARY KEY, process TEXT COLLATE "C" NOT NULL);

CREATE FUNCTION take_turn(wanted TEXT) RETURNS BOOLEAN LANGUAGE plpgsql AS $$
DECLARE
  own TEXT := current_setting('public_gallery.process');
  holder TEXT;
BEGIN
  PERFORM pg_advisory_xact_lock(${lockClasses.names}, hashtext(wanted));
  SELECT process INTO holder FROM turn_holder WHERE name = wanted;
  IF holder = own THEN RETURN false; END IF;
  INSERT INTO turn_holder VALUES (wanted, own) ON CONFLICT (name) DO UPDATE SET process = own;
  RETURN true;
END $$;

CREATE FUNCTION begin_turn(wanted TEXT, notice TEXT) RETURNS TABLE (epoch BIGINT, is_taken_over BOOLEAN) LANGUAGE plpgsql AS $$
DECLARE is_taken BOOLEAN := false;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(${lockClasses.registry}, ${lockKeys.writing});
  IF wanted IS NOT NULL THEN is_taken := take_turn(wanted); END IF;
  IF notice IS NOT NULL THEN
    PERFORM pg_notify('${channel}', current_setting('public_gallery.process') || ' ' || notice);
  END IF;
  RETURN QUERY SELECT store_writer.epoch, is_taken FROM store_writer;
END $$;

CREATE FUNCTION begin_turn_of_all(notice TEXT) RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE raised BIGINT;
BEGIN
  PERFORM pg_advisory_xact_lock(${lockClasses.registry}, ${lockKeys.writing});
  PERFORM pg_notify('${channel}', current_setting('public_gallery.process') || ' ' || notice);
  UPDATE store_writer SET epoch = epoch + 1, process = current_setting('public_gallery.process') RETURNING epoch INTO raised;
  RETURN raised;
END $$;

CREATE FUNCTION forget_turns() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  DELETE FROM turn_holder WHERE name = 'repository ' || OLD.repository_id;
  RETURN NULL;
END $$;
CREATE TRIGGER turns_of_removed_repository AFTER DELETE ON repository FOR EACH ROW EXECUTE FUNCTION forget_turns();

-- Whoever numbers something waits for the commit of those who have numbered before, and then sees what they have.
CREATE OR REPLACE FUNCTION next_change() RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE number BIGINT;
BEGIN
  PERFORM pg_advisory_xact_lock(${lockClasses.registry}, ${lockKeys.numbering});
  SELECT coalesce(max(sequence), 0) + 1 INTO number FROM change;
  IF number % 1000 = 0 THEN DELETE FROM change WHERE sequence <= number - 100000; END IF;
  RETURN number;
END $$;

CREATE FUNCTION append_audit_event(
  event_id TEXT, event_second BIGINT, event_source TEXT, event_name TEXT, read_only INTEGER, account_id TEXT,
  owner_account_id TEXT, user_name TEXT, access_key_id TEXT, resource_name TEXT, record TEXT, hashed BYTEA
) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE head RECORD;
BEGIN
  PERFORM pg_advisory_xact_lock(${lockClasses.registry}, ${lockKeys.numbering});
  SELECT last.sequence, last.hash INTO head FROM audit_event AS last ORDER BY last.sequence DESC LIMIT 1;
  IF NOT FOUND THEN SELECT anchor.sequence, anchor.hash INTO head FROM audit_anchor AS anchor; END IF;
  INSERT INTO audit_event VALUES (head.sequence + 1, event_id, event_second, event_source, event_name, read_only, account_id,
    owner_account_id, user_name, access_key_id, resource_name,
    sha256(head.hash || coalesce(hashed, convert_to(record, 'UTF8'))), record);
END $$;
`
