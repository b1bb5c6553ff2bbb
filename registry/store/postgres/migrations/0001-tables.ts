/**
 * Every table, as SQLite's have become by their migrations, with the same names, columns and rules. Texts are compared byte for byte
 * (the collation "C"), whatever the database has for others; names without regard to case have an index of their small letters.
 */
import { outOfPlaceMessage } from '../../chain-hash.ts'

/** A change of one of these decides about access; see the SQLite migration 0004. */
const watched = [
  ...['access_key', 'user', 'user_group', 'group_member', 'role'],
  ...['inline_policy', 'managed_policy', 'attached_policy', 'revoked_token'],
  ...['repository_policy', 'resource_tag'],
]

const seenAs = { INSERT: 'NEW', UPDATE: 'NEW', DELETE: 'OLD' } as const

/** Once for each statement that has changed a row, those of cascades too. */
const triggers = watched
  .flatMap((table) =>
    Object.entries(seenAs).map(
      ([event, seen]) =>
        `CREATE TRIGGER ${table}_${event.toLowerCase()}_changes_access AFTER ${event} ON "${table}"
          REFERENCING ${seen} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION raise_access_version();`,
    ),
  )
  .join('\n')

const tables = `
CREATE TABLE store_writer (process TEXT NOT NULL);
INSERT INTO store_writer VALUES ('');

CREATE TABLE account (
  account_id TEXT PRIMARY KEY,
  display_name TEXT NOT NULL,
  verified INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  website TEXT NOT NULL DEFAULT ''
);

CREATE TABLE alias (
  name TEXT NOT NULL,
  account_id TEXT NOT NULL REFERENCES account ON DELETE CASCADE,
  status TEXT NOT NULL CHECK (status IN ('ACTIVE', 'PENDING', 'REJECTED')),
  is_primary INTEGER NOT NULL CHECK (is_primary = 0 OR status = 'ACTIVE'),
  is_default INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  decided_at TEXT,
  reason TEXT,
  PRIMARY KEY (name, account_id)
);
CREATE INDEX alias_of_account ON alias (account_id);
CREATE UNIQUE INDEX one_primary_alias ON alias (account_id) WHERE is_primary = 1;
CREATE UNIQUE INDEX one_holder_of_alias ON alias (name) WHERE status = 'ACTIVE';

CREATE TABLE released_alias (
  name TEXT PRIMARY KEY,
  account_id TEXT NOT NULL,
  released_at TEXT NOT NULL
);

CREATE TABLE "user" (
  user_id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account ON DELETE CASCADE,
  name TEXT NOT NULL,
  token_generation BIGINT NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL
);
CREATE UNIQUE INDEX user_by_name ON "user" (account_id, lower(name COLLATE "C"));

CREATE TABLE user_group (
  group_id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account ON DELETE CASCADE,
  name TEXT NOT NULL,
  created_at TEXT NOT NULL
);
CREATE UNIQUE INDEX user_group_by_name ON user_group (account_id, lower(name COLLATE "C"));

CREATE TABLE group_member (
  group_id TEXT NOT NULL REFERENCES user_group ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES "user" ON DELETE CASCADE,
  PRIMARY KEY (group_id, user_id)
);
CREATE INDEX group_member_of_user ON group_member (user_id);

CREATE TABLE role (
  role_id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account ON DELETE CASCADE,
  name TEXT NOT NULL,
  trust_policy TEXT NOT NULL,
  max_session_seconds BIGINT NOT NULL,
  token_generation BIGINT NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL
);
CREATE UNIQUE INDEX role_by_name ON role (account_id, lower(name COLLATE "C"));

CREATE TABLE inline_policy (
  user_id TEXT REFERENCES "user" ON DELETE CASCADE,
  group_id TEXT REFERENCES user_group ON DELETE CASCADE,
  role_id TEXT REFERENCES role ON DELETE CASCADE,
  name TEXT NOT NULL,
  document TEXT NOT NULL,
  CHECK (num_nonnulls(user_id, group_id, role_id) = 1)
);
CREATE UNIQUE INDEX inline_policy_of_user ON inline_policy (user_id, name) WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX inline_policy_of_group ON inline_policy (group_id, name) WHERE group_id IS NOT NULL;
CREATE UNIQUE INDEX inline_policy_of_role ON inline_policy (role_id, name) WHERE role_id IS NOT NULL;

CREATE TABLE managed_policy (
  arn TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account ON DELETE CASCADE,
  name TEXT NOT NULL,
  document TEXT NOT NULL,
  created_at TEXT NOT NULL
);
CREATE UNIQUE INDEX managed_policy_by_name ON managed_policy (account_id, lower(name COLLATE "C"));

CREATE TABLE attached_policy (
  user_id TEXT REFERENCES "user" ON DELETE CASCADE,
  group_id TEXT REFERENCES user_group ON DELETE CASCADE,
  role_id TEXT REFERENCES role ON DELETE CASCADE,
  policy_arn TEXT NOT NULL,
  CHECK (num_nonnulls(user_id, group_id, role_id) = 1)
);
CREATE UNIQUE INDEX attached_policy_of_user ON attached_policy (user_id, policy_arn) WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX attached_policy_of_group ON attached_policy (group_id, policy_arn) WHERE group_id IS NOT NULL;
CREATE UNIQUE INDEX attached_policy_of_role ON attached_policy (role_id, policy_arn) WHERE role_id IS NOT NULL;
CREATE INDEX attached_policy_by_arn ON attached_policy (policy_arn);

CREATE TABLE access_key (
  access_key_id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('user', 'role', 'gallery')),
  user_id TEXT REFERENCES "user" ON DELETE CASCADE,
  role_id TEXT REFERENCES role ON DELETE CASCADE,
  session_name TEXT,
  status TEXT NOT NULL DEFAULT 'Active' CHECK (status IN ('Active', 'Inactive')),
  secret_sealed BYTEA NOT NULL,
  session_token_sha256 TEXT,
  expires_at TEXT,
  token_generation BIGINT NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  CHECK ((kind = 'user') = (user_id IS NOT NULL)),
  CHECK ((kind = 'role') = (role_id IS NOT NULL AND session_name IS NOT NULL))
);
CREATE INDEX access_key_of_account ON access_key (account_id);
CREATE INDEX access_key_of_user ON access_key (user_id);
CREATE INDEX access_key_of_role ON access_key (role_id);

CREATE TABLE revoked_token (
  token_id TEXT PRIMARY KEY,
  expires_at TEXT NOT NULL
);

CREATE TABLE access_version (version BIGINT NOT NULL);
INSERT INTO access_version VALUES (1);

CREATE TABLE repository (
  repository_id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account ON DELETE CASCADE,
  name TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (account_id, name)
);

CREATE TABLE logo (
  sha256 TEXT PRIMARY KEY,
  png BYTEA NOT NULL,
  created_at TEXT NOT NULL
);

CREATE TABLE catalog_data (
  repository_id BIGINT PRIMARY KEY REFERENCES repository ON DELETE CASCADE,
  description TEXT,
  about_text TEXT,
  usage_text TEXT,
  architectures TEXT,
  operating_systems TEXT,
  logo_sha256 TEXT REFERENCES logo
);
CREATE INDEX catalog_data_of_logo ON catalog_data (logo_sha256) WHERE logo_sha256 IS NOT NULL;

CREATE TABLE repository_policy (
  repository_id BIGINT PRIMARY KEY REFERENCES repository ON DELETE CASCADE,
  policy_text TEXT NOT NULL
);

CREATE TABLE resource_tag (
  repository_id BIGINT NOT NULL REFERENCES repository ON DELETE CASCADE,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (repository_id, key)
);

CREATE TABLE blob (
  digest TEXT PRIMARY KEY,
  size_bytes BIGINT NOT NULL,
  created_at TEXT NOT NULL,
  unlinked_at TEXT
);
CREATE INDEX blob_unlinked ON blob (unlinked_at) WHERE unlinked_at IS NOT NULL;

CREATE TABLE repository_blob (
  repository_id BIGINT NOT NULL REFERENCES repository ON DELETE CASCADE,
  digest TEXT NOT NULL REFERENCES blob,
  linked_at TEXT NOT NULL,
  PRIMARY KEY (repository_id, digest)
);
CREATE INDEX repository_blob_of_blob ON repository_blob (digest, repository_id);

CREATE TABLE image (
  repository_id BIGINT NOT NULL REFERENCES repository ON DELETE CASCADE,
  digest TEXT NOT NULL,
  media_type TEXT NOT NULL,
  artifact_media_type TEXT,
  size_bytes BIGINT NOT NULL,
  pushed_at TEXT NOT NULL,
  manifest_bytes BIGINT NOT NULL DEFAULT 0,
  subject_digest TEXT,
  artifact_type TEXT,
  annotations TEXT NOT NULL DEFAULT '{}',
  PRIMARY KEY (repository_id, digest)
);
CREATE INDEX image_of_subject ON image (repository_id, subject_digest) WHERE subject_digest IS NOT NULL;
CREATE INDEX image_by_push ON image (repository_id, pushed_at DESC, digest);

CREATE TABLE image_manifest (
  repository_id BIGINT NOT NULL,
  digest TEXT NOT NULL,
  content BYTEA NOT NULL,
  PRIMARY KEY (repository_id, digest),
  FOREIGN KEY (repository_id, digest) REFERENCES image ON DELETE CASCADE
);

CREATE TABLE image_reference (
  repository_id BIGINT NOT NULL,
  digest TEXT NOT NULL,
  referenced_digest TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('blob', 'image')),
  media_type TEXT NOT NULL,
  PRIMARY KEY (repository_id, digest, referenced_digest, kind),
  FOREIGN KEY (repository_id, digest) REFERENCES image ON DELETE CASCADE
);
CREATE INDEX image_reference_of_target ON image_reference (repository_id, referenced_digest, kind);

CREATE TABLE image_tag (
  repository_id BIGINT NOT NULL,
  tag TEXT NOT NULL,
  digest TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (repository_id, tag),
  FOREIGN KEY (repository_id, digest) REFERENCES image ON DELETE CASCADE
);
CREATE INDEX image_tag_of_image ON image_tag (repository_id, digest);
CREATE INDEX image_tag_by_time ON image_tag (repository_id, created_at DESC, tag);
CREATE INDEX image_tag_by_name ON image_tag (repository_id, lower(tag COLLATE "C"), tag);

CREATE TABLE tag_move (
  repository_id BIGINT NOT NULL REFERENCES repository ON DELETE CASCADE,
  number BIGINT NOT NULL,
  tag TEXT NOT NULL,
  tag_number BIGINT NOT NULL,
  digest TEXT NOT NULL,
  media_type TEXT NOT NULL,
  manifest_bytes BIGINT NOT NULL,
  moved_at TEXT NOT NULL,
  is_removal INTEGER NOT NULL,
  PRIMARY KEY (repository_id, number)
);
CREATE UNIQUE INDEX tag_move_of_tag ON tag_move (repository_id, tag, tag_number);

CREATE TABLE pull_count (
  repository_id BIGINT NOT NULL REFERENCES repository ON DELETE CASCADE,
  day TEXT NOT NULL,
  tag TEXT NOT NULL,
  count BIGINT NOT NULL,
  PRIMARY KEY (repository_id, day, tag)
);

CREATE TABLE pull_total (
  repository_id BIGINT NOT NULL REFERENCES repository ON DELETE CASCADE,
  tag TEXT NOT NULL,
  count BIGINT NOT NULL,
  PRIMARY KEY (repository_id, tag)
);

CREATE TABLE pull_client (
  repository_id BIGINT NOT NULL REFERENCES repository ON DELETE CASCADE,
  day TEXT NOT NULL,
  client TEXT NOT NULL,
  count BIGINT NOT NULL,
  PRIMARY KEY (repository_id, day, client)
);

CREATE TABLE pull_platform (
  repository_id BIGINT NOT NULL REFERENCES repository ON DELETE CASCADE,
  day TEXT NOT NULL,
  platform TEXT NOT NULL,
  count BIGINT NOT NULL,
  PRIMARY KEY (repository_id, day, platform)
);

CREATE TABLE pull_change (
  sequence BIGINT PRIMARY KEY,
  repository_id BIGINT NOT NULL UNIQUE,
  removed_account_id TEXT,
  removed_name TEXT
);
CREATE INDEX pull_change_of_removed ON pull_change (sequence) WHERE removed_name IS NOT NULL;

CREATE TABLE account_quota (
  account_id TEXT NOT NULL REFERENCES account ON DELETE CASCADE,
  name TEXT NOT NULL,
  value BIGINT NOT NULL CHECK (value >= 0),
  PRIMARY KEY (account_id, name)
);

CREATE TABLE data_transfer (
  month TEXT NOT NULL,
  client TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  PRIMARY KEY (month, client)
);

CREATE TABLE change (
  sequence BIGINT PRIMARY KEY,
  account_id TEXT NOT NULL,
  repository_name TEXT,
  at TEXT NOT NULL
);

CREATE TABLE audit_event (
  sequence BIGINT PRIMARY KEY,
  event_id TEXT NOT NULL,
  event_second BIGINT NOT NULL,
  event_source TEXT NOT NULL,
  event_name TEXT NOT NULL,
  read_only INTEGER NOT NULL,
  account_id TEXT,
  owner_account_id TEXT,
  user_name TEXT,
  access_key_id TEXT,
  resource_name TEXT,
  hash BYTEA NOT NULL,
  record TEXT NOT NULL
);
CREATE INDEX audit_event_of_account ON audit_event (account_id, sequence) WHERE account_id IS NOT NULL;
CREATE INDEX audit_event_of_owner ON audit_event (owner_account_id, sequence) WHERE owner_account_id IS NOT NULL;

CREATE TABLE audit_anchor (
  anchor_id INTEGER PRIMARY KEY CHECK (anchor_id = 1),
  sequence BIGINT NOT NULL,
  hash BYTEA NOT NULL
);
INSERT INTO audit_anchor VALUES (1, 0, decode(repeat('00', 32), 'hex'));

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);
`

const functions = `
CREATE FUNCTION raise_access_version() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (SELECT 1 FROM changed) THEN UPDATE access_version SET version = version + 1; END IF;
  RETURN NULL;
END $$;
${triggers}

-- Numbers follow each other without gaps and in the order of commits, as writers take turns.
CREATE FUNCTION next_change() RETURNS BIGINT LANGUAGE sql AS 'SELECT coalesce(max(sequence), 0) + 1 FROM change';
ALTER TABLE change ALTER COLUMN sequence SET DEFAULT next_change();

CREATE FUNCTION note_pull_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO pull_change (sequence, repository_id)
    SELECT coalesce(max(sequence), 0) + 1, NEW.repository_id FROM pull_change
    ON CONFLICT (repository_id) DO UPDATE SET sequence = excluded.sequence;
  RETURN NULL;
END $$;
CREATE TRIGGER pull_change_of_new_total AFTER INSERT OR UPDATE ON pull_total
  FOR EACH ROW EXECUTE FUNCTION note_pull_change();

CREATE FUNCTION note_removed_pulls() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE pull_change
    SET sequence = (SELECT max(sequence) + 1 FROM pull_change),
      removed_account_id = OLD.account_id, removed_name = OLD.name
    WHERE repository_id = OLD.repository_id;
  DELETE FROM pull_change
    WHERE removed_name IS NOT NULL AND sequence <= (SELECT max(sequence) - 100000 FROM pull_change);
  RETURN OLD;
END $$;
CREATE TRIGGER pull_change_of_removed_repository BEFORE DELETE ON repository
  FOR EACH ROW EXECUTE FUNCTION note_removed_pulls();

CREATE FUNCTION guard_audit_event() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.sequence <> 1 + coalesce((SELECT max(sequence) FROM audit_event), (SELECT sequence FROM audit_anchor)) THEN
      RAISE EXCEPTION '${outOfPlaceMessage}';
    END IF;
    RETURN NEW;
  ELSIF TG_OP = 'UPDATE' THEN
    RAISE EXCEPTION 'audit records are not changed';
  ELSIF OLD.sequence > (SELECT sequence FROM audit_anchor) THEN
    RAISE EXCEPTION 'audit records are removed only up to the anchor';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER audit_event_is_a_chain BEFORE INSERT OR UPDATE OR DELETE ON audit_event
  FOR EACH ROW EXECUTE FUNCTION guard_audit_event();

CREATE FUNCTION guard_audit_anchor() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'INSERT' THEN
    RAISE EXCEPTION 'there is one anchor';
  ELSIF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'the anchor is not removed';
  ELSIF NEW.sequence <= OLD.sequence
    OR NOT EXISTS (SELECT 1 FROM audit_event WHERE sequence = NEW.sequence AND hash = NEW.hash) THEN
    RAISE EXCEPTION 'the anchor advances to a record';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER audit_anchor_is_one BEFORE INSERT OR UPDATE OR DELETE ON audit_anchor
  FOR EACH ROW EXECUTE FUNCTION guard_audit_anchor();
`

export const sql = `${tables.replaceAll(' TEXT', ' TEXT COLLATE "C"')}${functions}`
