/**
 * Which repositories' pulls changed last, so that a reader of all counts can be told only what is new to it. Kept by triggers:
 * a writer of counts need not know of it. One row for each repository that was ever pulled, which moves to the end with
 * each change; the highest number never falls, so that it serves as a cursor.
 */
export const sql = `
CREATE TABLE pull_change (
  sequence INTEGER PRIMARY KEY,
  repository_id INTEGER NOT NULL UNIQUE,
  -- Of a repository that is gone since, so that its readers learn that it has no pulls; null while it is there.
  removed_account_id TEXT,
  removed_name TEXT
) STRICT;
CREATE INDEX pull_change_of_removed ON pull_change (sequence) WHERE removed_name IS NOT NULL;

INSERT INTO pull_change (repository_id) SELECT DISTINCT repository_id FROM pull_total;

CREATE TRIGGER pull_change_of_new_total AFTER INSERT ON pull_total BEGIN
  INSERT INTO pull_change (sequence, repository_id)
    SELECT coalesce(max(sequence), 0) + 1, NEW.repository_id FROM pull_change WHERE true
    ON CONFLICT (repository_id) DO UPDATE SET sequence = excluded.sequence;
END;

CREATE TRIGGER pull_change_of_total AFTER UPDATE ON pull_total BEGIN
  UPDATE pull_change SET sequence = (SELECT max(sequence) + 1 FROM pull_change)
    WHERE repository_id = NEW.repository_id;
END;

CREATE TRIGGER pull_change_of_removed_repository BEFORE DELETE ON repository BEGIN
  UPDATE pull_change
    SET sequence = (SELECT max(sequence) + 1 FROM pull_change),
      removed_account_id = OLD.account_id, removed_name = OLD.name
    WHERE repository_id = OLD.repository_id;
  -- A reader that is so far behind reads everything; see pull-count/list-pull-changes.ts.
  DELETE FROM pull_change
    WHERE removed_name IS NOT NULL AND sequence <= (SELECT max(sequence) - 100000 FROM pull_change);
END;
`
