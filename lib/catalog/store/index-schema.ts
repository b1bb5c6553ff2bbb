/**
 * The tables of the search index. Searching is done by the engine in memory, which is made of them. All of it is
 * derived from the API and can be rebuilt at any time, so there are no migrations: an index of another version is
 * deleted.
 */
import { countSchema } from './count-schema.ts'
import { syncSchema } from './sync-schema.ts'

/** To be raised with every change of the tables, or of how they are filled. */
export const INDEX_VERSION = 18

/** What else is kept of a repository, by its id, and goes with it. */
export const REPOSITORY_TABLES = [
  'repository_text',
  'repository_tag',
  'repository_package',
  'repository_relation',
  'image_layers',
]

export const indexSchema = `
  CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE registry (
    registry_key INTEGER PRIMARY KEY,
    registry_id TEXT NOT NULL UNIQUE,
    publisher_name TEXT NOT NULL,
    -- What the publisher says of itself, in one line, and an https address; null where it says nothing.
    description TEXT,
    website TEXT,
    verified INTEGER NOT NULL,
    primary_alias TEXT NOT NULL,
    -- See count-schema.ts.
    repository_count INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX registry_by_name ON registry (publisher_name COLLATE NOCASE, primary_alias) WHERE repository_count > 0;
  CREATE INDEX registry_by_size ON registry (repository_count DESC, publisher_name, primary_alias)
    WHERE verified = 1 AND repository_count > 0;

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
    -- Primary alias and name, such as 'acme/tools/web'.
    path TEXT NOT NULL,
    -- That of the registry, here too so that an index can serve the usual order.
    verified INTEGER NOT NULL,
    description TEXT NOT NULL,
    -- JSON arrays of labels, the supported ones in their canonical form: those that the publisher declares, and those
    -- that the image has that is offered first.
    operating_systems TEXT NOT NULL,
    architectures TEXT NOT NULL,
    -- JSON object: the labels that the publisher declares.
    declared_platforms TEXT NOT NULL,
    -- The image that is offered first, and as a JSON object the facts of the last one that was read; see write-image-facts.ts.
    image_tag TEXT,
    image_digest TEXT,
    image_facts TEXT,
    size_bytes INTEGER,
    licence TEXT,
    is_signed INTEGER NOT NULL,
    is_proven INTEGER NOT NULL,
    has_sbom INTEGER NOT NULL,
    has_source INTEGER NOT NULL,
    -- JSON object: whether it is deprecated or ends, and what follows it; null where its publisher says nothing of that.
    lifecycle TEXT,
    logo_url TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    pull_count INTEGER NOT NULL,
    newest_tag TEXT,
    -- What it holds: as the list of tags tells it, and, once the image has been read, as the image does.
    listed_kind TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- SHA-256 over what was read, to tell whether anything changed, and over the tags alone.
    fingerprint TEXT NOT NULL,
    tags_fingerprint TEXT NOT NULL,
    -- Counts writes, so that an older index file tells what it lacks.
    revision INTEGER NOT NULL,
    UNIQUE (registry_key, name)
  ) STRICT;
  CREATE INDEX repository_by_name ON repository (name, verified DESC, pull_count DESC);
  CREATE INDEX repository_by_popularity ON repository (pull_count DESC, verified DESC, updated_at DESC, path);
  CREATE INDEX repository_by_update ON repository (updated_at DESC, path);
  CREATE INDEX repository_by_revision ON repository (revision);
  CREATE INDEX repository_of_registry_by_update ON repository (registry_key, updated_at);

  -- Pulls as sources tell them, by name; see write-pull-counts.ts.
  CREATE TABLE pull_count (
    registry_id TEXT NOT NULL,
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (registry_id, name, source)
  ) STRICT, WITHOUT ROWID;

  -- What is searched and not shown in lists.
  CREATE TABLE repository_text (
    repository_id INTEGER PRIMARY KEY,
    about_text TEXT NOT NULL,
    usage_text TEXT NOT NULL
  ) STRICT;

  CREATE TABLE repository_tag (
    repository_id INTEGER NOT NULL,
    tag TEXT NOT NULL,
    -- 0 is the newest.
    position INTEGER NOT NULL,
    digest TEXT NOT NULL,
    -- The first 48 bits of a SHA-256 digest; null for any other.
    digest_head INTEGER,
    PRIMARY KEY (repository_id, tag)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX repository_tag_by_digest ON repository_tag (digest_head);

  -- What the bill of materials lists of the image that was last read; names in lower case, and both texts once; see packages.ts.
  CREATE TABLE package_name (name_id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE package_version (
    version_id INTEGER PRIMARY KEY,
    type TEXT NOT NULL,
    version TEXT NOT NULL,
    UNIQUE (version, type)
  ) STRICT;
  CREATE TABLE repository_package (
    name_id INTEGER NOT NULL,
    version_id INTEGER NOT NULL,
    repository_id INTEGER NOT NULL,
    PRIMARY KEY (name_id, version_id, repository_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX repository_package_of_repository ON repository_package (repository_id);

  -- What the image that is offered first is built on ('layers', 'base'), what a chart deploys ('deploys'), and
  -- which images the usage text names ('names'); see relations.ts and companions.ts.
  CREATE TABLE repository_relation (
    relation TEXT NOT NULL,
    value TEXT NOT NULL,
    repository_id INTEGER NOT NULL,
    PRIMARY KEY (relation, value, repository_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX repository_relation_of_repository ON repository_relation (repository_id);
  -- All layers of images that have been read, as one ChainID; empty for what is no image.
  CREATE TABLE image_layers (
    repository_id INTEGER NOT NULL,
    digest TEXT NOT NULL,
    tag TEXT NOT NULL,
    chain TEXT NOT NULL,
    layer_count INTEGER NOT NULL,
    -- Counts up within the repository.
    noted INTEGER NOT NULL,
    PRIMARY KEY (repository_id, digest)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX image_layers_by_chain ON image_layers (chain);

  ${syncSchema}
  ${countSchema}
`
