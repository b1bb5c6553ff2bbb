/** Tags for what is typed: those of the image that a reference names, and those that words beside a name begin. */
import type { Suggestion } from '../catalog.ts'
import { compileQuery } from '../engine/compile-query.ts'
import { toStanding } from '../engine/documents.ts'
import { wholeNameMatches } from '../engine/fields.ts'
import { listTagTerms } from '../engine/index-document.ts'
import { clearMatches, matchUnits } from '../engine/match-units.ts'
import type { ImageReference } from '../query/text-query.ts'
import { findDigest, hasTag, listNewestTags, listTagsThatBegin } from '../store/find-images.ts'
import type { IndexDatabase } from '../store/index-database.ts'
import { normalizeText } from '../text/normalize-text.ts'
import { joinCompounds, listCompounds } from '../text/split-words.ts'
import type { SearchContext } from './search-repositories.ts'

/** A repository by its row in the store. */
export interface NamedRepository {
  repositoryId: number
  registryAlias: string
  repositoryName: string
}

interface NamedRow {
  repository_id: number
  primary_alias: string
  name: string
}

const namedColumns = 'r.repository_id, g.primary_alias, r.name'

/** The repository that the reference means: by its alias, else the best of that name, of which a path may leave out the beginning. */
export function findReferenced(context: SearchContext, reference: ImageReference): NamedRepository | null {
  const { database } = context
  const name = reference.repositoryName.toLowerCase()
  if (reference.registryAlias === null) return findByName(context, name)
  const alias = reference.registryAlias.toLowerCase()
  const row = database.get<NamedRow>(
    `SELECT ${namedColumns} FROM registry_alias a JOIN repository r USING (registry_key)
     JOIN registry g USING (registry_key) WHERE a.alias = ? AND r.name = ?`,
    alias,
    name,
  )
  return row === undefined ? findByName(context, `${alias}/${name}`) : toNamed(row)
}

/** Verified ones first, then those that are pulled most. */
function findByName({ database, engine }: SearchContext, name: string): NamedRepository | null {
  const term = joinCompounds(listCompounds(normalizeText(name)))
  if (term === '') return null
  // Other ways of the word would find what is named otherwise.
  const compiled = compileQuery({ words: [], phrases: [], excluded: [] }, new Map())
  const unit = { word: term, typed: term, isWord: false, ways: [{ kind: 'whole' as const, term }] }
  const tables = { whole: wholeNameMatches, begun: wholeNameMatches, areNamesOnly: true }
  const matches = matchUnits(engine, { ...compiled, units: [unit] }, tables, engine.scratch)
  const { names, repositoryIds } = engine.documents
  let best: number | null = null
  for (const document of matches.documents.subarray(0, matches.count)) {
    const own = names[document] ?? ''
    if (own !== name && !own.endsWith(`/${name}`)) continue
    if (best === null || toStanding(engine.documents, document) > toStanding(engine.documents, best))
      best = document
  }
  clearMatches(engine.scratch, matches, engine.documents.count)
  if (best === null) return null
  const row = database.get<NamedRow>(
    `SELECT ${namedColumns} FROM repository r JOIN registry g USING (registry_key) WHERE r.repository_id = ?`,
    repositoryIds[best] ?? 0,
  )
  return row === undefined ? null : toNamed(row)
}

/** The tag itself where there is one, and the newest of the others that begin so. */
export function suggestBegunTags(
  database: IndexDatabase,
  repository: NamedRepository,
  beginning: string,
  limit: number,
): Suggestion[] {
  const { repositoryId } = repository
  const exact = hasTag(database, repositoryId, beginning) ? [beginning] : []
  const begun = listTagsThatBegin(database, repositoryId, beginning, limit)
  return toSuggestions(repository, [...new Set([...exact, ...begun])].slice(0, limit))
}

/** The newest tags of which words begin as all of these. */
export function suggestWordTags(
  database: IndexDatabase,
  repository: NamedRepository,
  words: readonly string[],
  limit: number,
): Suggestion[] {
  const wanted = words.map(normalizeText)
  const tags = listNewestTags(database, repository.repositoryId).filter((tag) => {
    const own = normalizeText(tag)
    const terms = [own, ...listTagTerms(tag)]
    return wanted.every((word) => terms.some((term) => term.startsWith(word)))
  })
  return toSuggestions(repository, tags.slice(0, limit))
}

/** The images whose digest begins so, by their newest tag; of one repository alone where it is given. */
export function suggestDigest(
  database: IndexDatabase,
  digest: string,
  repository: NamedRepository | null,
  limit: number,
): Suggestion[] {
  return findDigest(database, digest, limit * 4)
    .filter(
      ({ registryAlias, repositoryName }) =>
        repository === null ||
        (repository.registryAlias === registryAlias && repository.repositoryName === repositoryName),
    )
    .flatMap(({ tags, ...named }) =>
      tags.slice(0, 1).map((tag) => ({ kind: 'tag' as const, ...pick(named), tag })),
    )
    .slice(0, limit)
}

function pick({ registryAlias, repositoryName }: { registryAlias: string; repositoryName: string }) {
  return { registryAlias, repositoryName }
}

function toSuggestions(repository: NamedRepository, tags: readonly string[]): Suggestion[] {
  return tags.map((tag) => ({ kind: 'tag', ...pick(repository), tag }))
}

function toNamed({ repository_id, primary_alias, name }: NamedRow): NamedRepository {
  return { repositoryId: repository_id, registryAlias: primary_alias, repositoryName: name }
}
