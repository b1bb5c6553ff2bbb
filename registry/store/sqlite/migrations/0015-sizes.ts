/**
 * How large the tables of a registry become, as SQLite's planner takes it to be. Without this it believes that a repository has ten rows
 * of each kind, and walks all of a repository where an index would find the one row. Two indexes that were missing.
 * @see https://sqlite.org/lang_analyze.html "Fixed Results Of ANALYZE"
 */
export const sql = `
CREATE INDEX blob_unlinked ON blob (unlinked_at) WHERE unlinked_at IS NOT NULL;
CREATE INDEX catalog_data_of_logo ON catalog_data (logo_sha256) WHERE logo_sha256 IS NOT NULL;

ANALYZE sqlite_schema;
DELETE FROM sqlite_stat1;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('image', 'image', '1000000 10000 1'),
  ('image', 'image_of_subject', '100000 1000 10 1'),
  ('image', 'image_by_push', '1000000 10000 2 1'),
  ('image_manifest', 'sqlite_autoindex_image_manifest_1', '1000000 10000 1'),
  ('image_reference', 'image_reference', '10000000 100000 10 1 1'),
  ('image_reference', 'image_reference_of_target', '10000000 100000 20 20 1'),
  ('image_tag', 'image_tag', '1000000 10000 1'),
  ('image_tag', 'image_tag_by_time', '1000000 10000 2 1'),
  ('image_tag', 'image_tag_by_name', '1000000 10000 1 1'),
  ('image_tag', 'image_tag_of_image', '1000000 10000 2 1'),
  ('repository_blob', 'repository_blob', '2000000 20000 1'),
  ('repository_blob', 'repository_blob_of_blob', '2000000 2 1'),
  ('blob', 'blob', '1000000 1'),
  ('blob', 'blob_unlinked', '10000 10 1');
ANALYZE sqlite_schema;
`
