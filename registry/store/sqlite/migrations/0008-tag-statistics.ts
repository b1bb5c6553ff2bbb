/**
 * Tells SQLite how many tags a repository may have and how few an image, as `ANALYZE` would for a large store (SQLite, "The
 * sqlite_stat1 table"). Without it, the tags of an image are looked for among all tags of the repository, also when an
 * image is removed: 140 ms for one of 150,000.
 */
export const sql = `
ANALYZE sqlite_schema;
DELETE FROM sqlite_stat1 WHERE tbl = 'image_tag';
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('image_tag', 'image_tag', '100000 1000 1'),
  ('image_tag', 'image_tag_of_image', '100000 1000 2');
ANALYZE sqlite_schema;
`
