import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import * as catalog from './0001-catalog.ts'
import * as images from './0002-images.ts'
import * as tagHistory from './0011-tag-history.ts'

test('the history of a store begins with what its tags point to, from the time at which they were pushed', () => {
  const database = new DatabaseSync(':memory:')
  for (const { sql } of [catalog, images]) database.exec(sql)
  database.exec(`
    INSERT INTO account VALUES ('111111111111', '', 0, 'then');
    INSERT INTO repository (account_id, name, created_at, updated_at) VALUES
      ('111111111111', 'one', 'then', 'then'), ('111111111111', 'two', 'then', 'then');
    INSERT INTO image (repository_id, digest, media_type, artifact_media_type, size_bytes, pushed_at, manifest_bytes)
      VALUES (1, 'sha256:a', 'image', NULL, 9, '2026-01-01', 5), (2, 'sha256:b', 'index', NULL, 9, '2026-02-01', 6);
    INSERT INTO image_tag VALUES (1, 'latest', 'sha256:a', '2026-01-02'), (1, '1.0', 'sha256:a', '2026-01-01'),
      (2, 'latest', 'sha256:b', '2026-02-01');
  `)
  database.exec(tagHistory.sql)
  const rows = database.prepare('SELECT * FROM tag_move ORDER BY repository_id, number').all()
  expect(rows.map((row) => Object.values(row).join(' '))).toEqual([
    '1 1 1.0 1 sha256:a image 5 2026-01-01 0',
    '1 2 latest 1 sha256:a image 5 2026-01-02 0',
    '2 1 latest 1 sha256:b index 6 2026-02-01 0',
  ])
})
