/**
 * The tables of the search index. All of it is derived from the API and can be rebuilt at any time, so there
 * are no migrations: an index of another version is deleted.
 */
import { syncSchema } from './sync-schema.ts'

/** To be raised with every change of the tables, or of how they are filled. */
export const INDEX_VERSION = 3

export const indexSchema = `
  CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE registry (
    registry_key INTEGER PRIMARY KEY,
    registry_id TEXT NOT NULL UNIQUE,
    publisher_name TEXT NOT NULL,
    verified INTEGER NOT NULL,
    primary_alias TEXT NOT NULL,
    -- The display name and every alias in lower case, for suggestions.
    search_names TEXT NOT NULL
  ) STRICT;

  CREATE TABLE registry_alias (
    alias TEXT PRIMARY KEY,
    registry_key INTEGER NOT NULL,
    position INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX registry_alias_of_registry ON registry_alias (registry_key, position);

  CREATE TABLE repository (
    repository_id INTEGER PRIMARY KEY,
    registry_key INTEGER NOT NULL,
    name TEXT NOT NULL,
    last_segment TEXT NOT NULL,
    -- Primary alias and name, such as 'acme/tools/web'.
    path TEXT NOT NULL,
    -- That of the registry, here too so that an index can serve the usual order.
    verified INTEGER NOT NULL,
    description TEXT NOT NULL,
    -- JSON arrays of labels, the supported ones in their canonical form: those that the publisher declares, and those
    -- that the newest image has.
    operating_systems TEXT NOT NULL,
    architectures TEXT NOT NULL,
    -- One bit for each supported platform label; see platform-mask.ts.
    platform_mask INTEGER NOT NULL,
    -- JSON object: the labels that the publisher declares.
    declared_platforms TEXT NOT NULL,
    -- The newest image, and as a JSON object the platforms of the last one that was read; see write-image-platforms.ts.
    image_tag TEXT,
    image_digest TEXT,
    image_platforms TEXT,
    logo_url TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    pull_count INTEGER NOT NULL,
    newest_tag TEXT,
    -- SHA-256 over what was read, to tell whether anything changed.
    fingerprint TEXT NOT NULL,
    UNIQUE (registry_key, name)
  ) STRICT;
  CREATE INDEX repository_by_name ON repository (name);
  CREATE INDEX repository_by_last_segment ON repository (last_segment);
  CREATE INDEX repository_by_popularity ON repository (pull_count DESC, verified DESC, updated_at DESC, path);
  CREATE INDEX repository_by_update ON repository (updated_at DESC, path);
  -- All that ranks and counts the matches of a text, without reading the far wider rows.
  CREATE INDEX repository_ranking ON repository
    (repository_id, registry_key, platform_mask, verified, pull_count, updated_at, name, path);
  CREATE INDEX repository_by_platform ON repository (verified, platform_mask, registry_key);

  CREATE VIRTUAL TABLE repository_text USING fts5 (
    name, publisher, description, platforms, texts,
    tokenize = "unicode61 remove_diacritics 2",
    prefix = '1 2 3'
  );

  ${syncSchema}
`
