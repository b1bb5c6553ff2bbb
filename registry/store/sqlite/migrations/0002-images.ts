/** Images: which blobs are there and in which repositories, the manifests with what they name, and pulls by tag. */
export const sql = `
CREATE TABLE blob (
  digest TEXT PRIMARY KEY,
  size_bytes INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  unlinked_at TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE repository_blob (
  repository_id INTEGER NOT NULL REFERENCES repository ON DELETE CASCADE,
  digest TEXT NOT NULL REFERENCES blob,
  linked_at TEXT NOT NULL,
  PRIMARY KEY (repository_id, digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX repository_blob_of_blob ON repository_blob (digest);

ALTER TABLE image ADD COLUMN manifest_bytes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE image ADD COLUMN subject_digest TEXT;
ALTER TABLE image ADD COLUMN artifact_type TEXT;
ALTER TABLE image ADD COLUMN annotations TEXT NOT NULL DEFAULT '{}';
CREATE INDEX image_of_subject ON image (repository_id, subject_digest) WHERE subject_digest IS NOT NULL;
CREATE INDEX image_by_push ON image (repository_id, pushed_at DESC, digest);

CREATE TABLE image_manifest (
  repository_id INTEGER NOT NULL,
  digest TEXT NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (repository_id, digest),
  FOREIGN KEY (repository_id, digest) REFERENCES image ON DELETE CASCADE
) STRICT;

CREATE TABLE image_reference (
  repository_id INTEGER NOT NULL,
  digest TEXT NOT NULL,
  referenced_digest TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('blob', 'image')),
  media_type TEXT NOT NULL,
  PRIMARY KEY (repository_id, digest, referenced_digest, kind),
  FOREIGN KEY (repository_id, digest) REFERENCES image ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX image_reference_of_target ON image_reference (repository_id, referenced_digest, kind);

CREATE INDEX image_tag_by_time ON image_tag (repository_id, created_at DESC, tag);
CREATE INDEX image_tag_by_name ON image_tag (repository_id, tag COLLATE NOCASE, tag);

DROP TABLE pull_count;
CREATE TABLE pull_count (
  repository_id INTEGER NOT NULL REFERENCES repository ON DELETE CASCADE,
  day TEXT NOT NULL,
  tag TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (repository_id, day, tag)
) STRICT, WITHOUT ROWID;
`
