/** The first tables: accounts and their names, repositories with what the gallery shows of them, the change feed. */
export const sql = `
CREATE TABLE account (
  account_id TEXT PRIMARY KEY,
  display_name TEXT NOT NULL,
  verified INTEGER NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE alias (
  name TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account ON DELETE CASCADE,
  status TEXT NOT NULL CHECK (status IN ('ACTIVE', 'PENDING', 'REJECTED')),
  is_primary INTEGER NOT NULL,
  is_default INTEGER NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX alias_of_account ON alias (account_id);
CREATE UNIQUE INDEX one_primary_alias ON alias (account_id) WHERE is_primary = 1;

CREATE TABLE access_key (
  access_key_id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account ON DELETE CASCADE,
  user_name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('owner', 'gallery')),
  secret_sealed BLOB NOT NULL,
  session_token_sha256 TEXT,
  expires_at TEXT,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE repository (
  repository_id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id TEXT NOT NULL REFERENCES account ON DELETE CASCADE,
  name TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (account_id, name)
) STRICT;

CREATE TABLE logo (
  sha256 TEXT PRIMARY KEY,
  png BLOB NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE catalog_data (
  repository_id INTEGER PRIMARY KEY REFERENCES repository ON DELETE CASCADE,
  description TEXT,
  about_text TEXT,
  usage_text TEXT,
  architectures TEXT,
  operating_systems TEXT,
  logo_sha256 TEXT REFERENCES logo
) STRICT;

CREATE TABLE repository_policy (
  repository_id INTEGER PRIMARY KEY REFERENCES repository ON DELETE CASCADE,
  policy_text TEXT NOT NULL
) STRICT;

CREATE TABLE resource_tag (
  repository_id INTEGER NOT NULL REFERENCES repository ON DELETE CASCADE,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (repository_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE image (
  repository_id INTEGER NOT NULL REFERENCES repository ON DELETE CASCADE,
  digest TEXT NOT NULL,
  media_type TEXT NOT NULL,
  artifact_media_type TEXT,
  size_bytes INTEGER NOT NULL,
  pushed_at TEXT NOT NULL,
  PRIMARY KEY (repository_id, digest)
) STRICT, WITHOUT ROWID;

CREATE TABLE image_tag (
  repository_id INTEGER NOT NULL,
  tag TEXT NOT NULL,
  digest TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (repository_id, tag),
  FOREIGN KEY (repository_id, digest) REFERENCES image ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX image_tag_of_image ON image_tag (repository_id, digest);

CREATE TABLE pull_count (
  repository_id INTEGER NOT NULL REFERENCES repository ON DELETE CASCADE,
  day TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (repository_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE change (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id TEXT NOT NULL,
  repository_name TEXT,
  at TEXT NOT NULL
) STRICT;

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
`
