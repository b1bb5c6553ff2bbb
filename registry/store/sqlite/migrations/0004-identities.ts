/**
 * Identities and what they may do: users, groups, roles, their policies, and the access keys that stand for them. Until
 * here a key had a name and a role of its own; each such name becomes a user, and each account gets its owner, the user
 * `admin`. Users who could do everything have `AdministratorAccess` attached.
 *
 * `access_version` counts every change of what decides about access, so that it can be kept in memory without ever being
 * stale: triggers see each writer, and cascades too.
 */

const watched = [
  ...['access_key', 'user', 'user_group', 'group_member', 'role'],
  ...['inline_policy', 'managed_policy', 'attached_policy', 'revoked_token'],
  ...['repository_policy', 'resource_tag'],
]

const triggers = watched
  .flatMap((table) =>
    ['INSERT', 'UPDATE', 'DELETE'].map(
      (event) =>
        `CREATE TRIGGER ${table}_${event.toLowerCase()}_changes_access AFTER ${event} ON "${table}" BEGIN UPDATE access_version SET version = version + 1; END;`,
    ),
  )
  .join('\n')

/** Unique ids as IAM writes them: four letters for the kind, then letters and digits. */
const newId = (prefix: string) => `'${prefix}' || upper(hex(randomblob(8)))`

export const sql = `
CREATE TABLE user (
  user_id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account ON DELETE CASCADE,
  name TEXT NOT NULL COLLATE NOCASE,
  token_generation INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  UNIQUE (account_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE user_group (
  group_id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account ON DELETE CASCADE,
  name TEXT NOT NULL COLLATE NOCASE,
  created_at TEXT NOT NULL,
  UNIQUE (account_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE group_member (
  group_id TEXT NOT NULL REFERENCES user_group ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES user ON DELETE CASCADE,
  PRIMARY KEY (group_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_member_of_user ON group_member (user_id);

CREATE TABLE role (
  role_id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account ON DELETE CASCADE,
  name TEXT NOT NULL COLLATE NOCASE,
  trust_policy TEXT NOT NULL,
  max_session_seconds INTEGER NOT NULL,
  token_generation INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  UNIQUE (account_id, name)
) STRICT, WITHOUT ROWID;

-- The policies of users, groups and roles: the one of the three ids that is not null says whose.
CREATE TABLE inline_policy (
  user_id TEXT REFERENCES user ON DELETE CASCADE,
  group_id TEXT REFERENCES user_group ON DELETE CASCADE,
  role_id TEXT REFERENCES role ON DELETE CASCADE,
  name TEXT NOT NULL,
  document TEXT NOT NULL,
  CHECK ((user_id IS NOT NULL) + (group_id IS NOT NULL) + (role_id IS NOT NULL) = 1)
) STRICT;
CREATE UNIQUE INDEX inline_policy_of_user ON inline_policy (user_id, name) WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX inline_policy_of_group ON inline_policy (group_id, name) WHERE group_id IS NOT NULL;
CREATE UNIQUE INDEX inline_policy_of_role ON inline_policy (role_id, name) WHERE role_id IS NOT NULL;

-- An account's own managed policies; those that are built in have no row.
CREATE TABLE managed_policy (
  arn TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account ON DELETE CASCADE,
  name TEXT NOT NULL COLLATE NOCASE,
  document TEXT NOT NULL,
  created_at TEXT NOT NULL,
  UNIQUE (account_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE attached_policy (
  user_id TEXT REFERENCES user ON DELETE CASCADE,
  group_id TEXT REFERENCES user_group ON DELETE CASCADE,
  role_id TEXT REFERENCES role ON DELETE CASCADE,
  policy_arn TEXT NOT NULL,
  CHECK ((user_id IS NOT NULL) + (group_id IS NOT NULL) + (role_id IS NOT NULL) = 1)
) STRICT;
CREATE UNIQUE INDEX attached_policy_of_user ON attached_policy (user_id, policy_arn) WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX attached_policy_of_group ON attached_policy (group_id, policy_arn) WHERE group_id IS NOT NULL;
CREATE UNIQUE INDEX attached_policy_of_role ON attached_policy (role_id, policy_arn) WHERE role_id IS NOT NULL;
CREATE INDEX attached_policy_by_arn ON attached_policy (policy_arn);

CREATE TABLE revoked_token (
  token_id TEXT PRIMARY KEY,
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE access_version (version INTEGER NOT NULL) STRICT;
INSERT INTO access_version VALUES (1);

INSERT INTO user (user_id, account_id, name, created_at)
  SELECT ${newId('AIDA')}, account_id, 'admin', created_at FROM account;
INSERT INTO user (user_id, account_id, name, created_at)
  SELECT ${newId('AIDA')}, account_id, user_name, min(created_at) FROM access_key
  WHERE role = 'owner' GROUP BY account_id, user_name COLLATE NOCASE
  ON CONFLICT DO NOTHING;
INSERT INTO attached_policy (user_id, policy_arn)
  SELECT user_id, 'arn:aws:iam::aws:policy/AdministratorAccess' FROM user;

CREATE TABLE new_access_key (
  access_key_id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('user', 'role', 'gallery')),
  user_id TEXT REFERENCES user ON DELETE CASCADE,
  role_id TEXT REFERENCES role ON DELETE CASCADE,
  session_name TEXT,
  status TEXT NOT NULL DEFAULT 'Active' CHECK (status IN ('Active', 'Inactive')),
  secret_sealed BLOB NOT NULL,
  session_token_sha256 TEXT,
  expires_at TEXT,
  token_generation INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  CHECK ((kind = 'user') = (user_id IS NOT NULL)),
  CHECK ((kind = 'role') = (role_id IS NOT NULL AND session_name IS NOT NULL))
) STRICT;
INSERT INTO new_access_key
  SELECT k.access_key_id, k.account_id, CASE k.role WHEN 'owner' THEN 'user' ELSE 'gallery' END, u.user_id, NULL, NULL,
    'Active', k.secret_sealed, k.session_token_sha256, k.expires_at, 0, k.created_at
  FROM access_key k
  LEFT JOIN user u ON k.role = 'owner' AND u.account_id = k.account_id AND u.name = k.user_name COLLATE NOCASE;
DROP TABLE access_key;
ALTER TABLE new_access_key RENAME TO access_key;
CREATE INDEX access_key_of_user ON access_key (user_id);
CREATE INDEX access_key_of_role ON access_key (role_id);

${triggers}
`
