/**
 * Every move of every tag, so that it can be told what a tag pointed to at any time. What tags point to now is where the history of
 * a store that is already there begins. A move keeps what it needs of its image, which may be deleted.
 */
export const sql = `
CREATE TABLE tag_move (
  repository_id INTEGER NOT NULL REFERENCES repository ON DELETE CASCADE,
  -- Counts up within the repository; the lowest numbers are removed.
  number INTEGER NOT NULL,
  tag TEXT NOT NULL,
  -- Counts up within the tag.
  tag_number INTEGER NOT NULL,
  digest TEXT NOT NULL,
  media_type TEXT NOT NULL,
  manifest_bytes INTEGER NOT NULL,
  moved_at TEXT NOT NULL,
  -- The tag was removed while it pointed to the digest.
  is_removal INTEGER NOT NULL,
  PRIMARY KEY (repository_id, number)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX tag_move_of_tag ON tag_move (repository_id, tag, tag_number);

INSERT INTO tag_move
  SELECT image_tag.repository_id,
    row_number() OVER (PARTITION BY image_tag.repository_id ORDER BY image_tag.created_at, image_tag.tag),
    image_tag.tag, 1, image_tag.digest, image.media_type, image.manifest_bytes, image_tag.created_at, 0
  FROM image_tag JOIN image ON image.repository_id = image_tag.repository_id AND image.digest = image_tag.digest;
`
