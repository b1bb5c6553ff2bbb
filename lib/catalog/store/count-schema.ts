/**
 * What lists and pages say of the whole catalogue and of each publisher: counted by triggers, in the transaction of the write
 * that changes it. So no reader counts anything, no writer can forget to, and a write that is rolled back was never counted.
 */

/** Facets by which a publisher's repositories are counted, and how a JSON array of the labels is had from a row. */
const labelColumns = {
  operatingSystem: { column: 'operating_systems', toJson: (row: string) => `${row}.operating_systems` },
  architecture: { column: 'architectures', toJson: (row: string) => `${row}.architectures` },
  kind: { column: 'kind', toJson: (row: string) => `json_array(${row}.kind)` },
} as const

export type CountedFacet = keyof typeof labelColumns

const labelTriggers = Object.entries(labelColumns).map(([facet, { column, toJson }]) => {
  const add = `
    INSERT INTO publisher_label (registry_key, facet, label, repository_count)
      SELECT DISTINCT NEW.registry_key, '${facet}', value, 1 FROM json_each(${toJson('NEW')}) WHERE true
      ON CONFLICT DO UPDATE SET repository_count = repository_count + 1;`
  const take = `
    UPDATE publisher_label SET repository_count = repository_count - 1
      WHERE registry_key = OLD.registry_key AND facet = '${facet}'
        AND label IN (SELECT value FROM json_each(${toJson('OLD')}));
    DELETE FROM publisher_label WHERE registry_key = OLD.registry_key AND facet = '${facet}'
      AND label IN (SELECT value FROM json_each(${toJson('OLD')})) AND repository_count = 0;`
  return `
  CREATE TRIGGER ${facet}_of_new_repository AFTER INSERT ON repository BEGIN ${add} END;
  CREATE TRIGGER ${facet}_of_removed_repository AFTER DELETE ON repository BEGIN ${take} END;
  CREATE TRIGGER ${facet}_of_changed_repository AFTER UPDATE OF ${column} ON repository
    WHEN OLD.${column} <> NEW.${column} BEGIN ${take} ${add} END;`
})

/** What is written together with one of these needs none of its own: the texts and tags of a repository. */
const shownWrites = [
  ...['repository', 'registry', 'registry_alias'].flatMap((table) =>
    ['INSERT', 'UPDATE', 'DELETE'].map((write) => ({ table, write })),
  ),
  // Under which hosts images are pulled; what else stands there is the sync's own.
  ...['INSERT', 'UPDATE OF image_host', 'DELETE'].map((write) => ({ table: 'sync_registry', write })),
]

const versionTriggers = shownWrites.map(
  ({ table, write }) => `
  CREATE TRIGGER version_after_${write.split(' ')[0]?.toLowerCase()}_of_${table} AFTER ${write} ON ${table} BEGIN
    UPDATE total SET version = version + 1;
  END;`,
)

/** The tables and triggers; those of repositories, registries and the sync come before. */
export const countSchema = `
  -- One row: all repositories, the registries that have one, and a number that differs after each write of anything that is shown.
  CREATE TABLE total (
    repository_count INTEGER NOT NULL,
    publisher_count INTEGER NOT NULL,
    version INTEGER NOT NULL
  ) STRICT;
  INSERT INTO total VALUES (0, 0, 0);

  CREATE TRIGGER count_of_new_repository AFTER INSERT ON repository BEGIN
    UPDATE total SET repository_count = repository_count + 1;
    UPDATE registry SET repository_count = repository_count + 1 WHERE registry_key = NEW.registry_key;
  END;
  CREATE TRIGGER count_of_removed_repository AFTER DELETE ON repository BEGIN
    UPDATE total SET repository_count = repository_count - 1;
    UPDATE registry SET repository_count = repository_count - 1 WHERE registry_key = OLD.registry_key;
  END;
  CREATE TRIGGER count_of_publishers AFTER UPDATE OF repository_count ON registry
    WHEN (OLD.repository_count = 0) <> (NEW.repository_count = 0) BEGIN
    UPDATE total SET publisher_count = publisher_count + (NEW.repository_count > 0) - (OLD.repository_count > 0);
  END;

  ${versionTriggers.join('')}

  -- How many repositories of a publisher have a label.
  CREATE TABLE publisher_label (
    registry_key INTEGER NOT NULL,
    facet TEXT NOT NULL,
    label TEXT NOT NULL,
    repository_count INTEGER NOT NULL,
    PRIMARY KEY (registry_key, facet, label)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX publisher_label_by_count ON publisher_label (registry_key, facet, repository_count DESC, label);
  ${labelTriggers.join('')}
`
