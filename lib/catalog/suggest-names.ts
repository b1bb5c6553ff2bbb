/**
 * Suggestions while a visitor types: repositories and publishers whose names have what was typed, at their beginning or at
 * that of a word; after `repository:`, its tags.
 */
import type { Suggestion } from './catalog.ts'
import { compileQuery } from './engine/compile-query.ts'
import { begunNameMatches, wholeNameMatches } from './engine/fields.ts'
import { clearMatches, matchUnits } from './engine/match-units.ts'
import { type EngineRegistry, listCandidates } from './engine/registries.ts'
import { selectPage } from './engine/select-page.ts'
import { listTagsThatBegin } from './find-images.ts'
import { readSummary, type SearchContext } from './search-repositories.ts'
import { normalizeText } from './text/normalize-text.ts'

const maxWords = 6
const maxLength = 200

/** At most this share of the suggestions are publishers, unless there are too few repositories. */
const publisherShare = 1 / 3

/** `alias/name:tag` or `name:tag`, the tag not yet finished. */
const begunTag = /^(?<path>[^\s:@]+):(?<tag>[\w.-]*)$/

interface Ranked {
  /** 9 is an exact name; see `matchSteps`. */
  step: number
  suggestion: Suggestion
}

/** Suggests up to `limit` names, the best first; none for an empty text. */
export function suggestNames(context: SearchContext, text: string, limit: number): Suggestion[] {
  const typed = text.slice(0, maxLength).toWellFormed().trim()
  const { path, tag } = begunTag.exec(typed)?.groups ?? {}
  if (path !== undefined && tag !== undefined) return suggestTags(context, path.toLowerCase(), tag, limit)
  const words = typed.split(/\s+/).filter(Boolean).slice(0, maxWords)
  if (words.length === 0 || limit < 1) return []
  const repositories = suggestRepositories(context, words, limit)
  const publishers = suggestPublishers(context, words, limit)
  const most = Math.max(Math.ceil(limit * publisherShare), limit - repositories.length)
  return [...repositories, ...publishers.slice(0, most)]
    .sort((a, b) => b.step - a.step)
    .slice(0, limit)
    .map(({ suggestion }) => suggestion)
}

function suggestRepositories(context: SearchContext, words: string[], limit: number): Ranked[] {
  const { engine, database, toLogoSrc, alternatives } = context
  const compiled = compileQuery({ words, phrases: [], excluded: [] }, alternatives)
  if (compiled.units.length === 0) return []
  const tables = { whole: wholeNameMatches, begun: begunNameMatches, areNamesOnly: true }
  const matches = matchUnits(engine, compiled, tables, engine.scratch)
  const found = matches.documents.subarray(0, matches.count)
  markBegunPaths(context, words, found, matches.steps)
  const top = selectPage(engine, found, 'relevance', matches.steps, [0, limit])
  const ranked = [...top].flatMap((document) =>
    readSummary(database, engine.documents.repositoryIds[document] ?? 0, toLogoSrc).map(
      ({ registryAlias, repositoryName, publisherName, verified, description, logoSrc }): Ranked => ({
        step: matches.steps[document] ?? 0,
        suggestion: {
          kind: 'repository',
          registryAlias,
          repositoryName,
          publisherName,
          verified,
          description,
          logoSrc,
        },
      }),
    ),
  )
  clearMatches(engine.scratch, matches, engine.documents.count)
  return ranked
}

/** Who types `alias/na` means what begins so, and not any repository of the alias with such a word. */
function markBegunPaths(
  { engine }: SearchContext,
  words: string[],
  found: Uint32Array,
  steps: Uint8Array,
): void {
  const [path = '', ...others] = words.map(normalizeText)
  const slash = path.indexOf('/')
  if (slash < 0 || others.length > 0) return
  const [alias, name] = [path.slice(0, slash), path.slice(slash + 1)]
  const { names, registries } = engine.documents
  for (const document of found) {
    const isOfAlias = engine.registries.list[registries[document] ?? 0]?.normalizedAliases.includes(alias)
    const own = names[document] ?? ''
    if (isOfAlias === true && own.startsWith(name)) steps[document] = own === name ? 10 : 9
    else if ((steps[document] ?? 0) > 8) steps[document] = 8
  }
}

/** Publishers stand before repositories that only they are named in, and after those whose own names begin so. */
function suggestPublishers({ engine }: SearchContext, words: string[], limit: number): Ranked[] {
  const wanted = words.map(normalizeText)
  const { registries } = engine
  const [first = ''] = wanted
  const best: { registry: EngineRegistry; step: number }[] = []
  for (const number of listCandidates(registries, first)) {
    const registry = registries.list[number]
    if (registry === undefined || registry.documentCount === 0) continue
    const worst = best[limit - 1]
    const isAlias = registry.normalizedAliases.includes(first)
    // A letter begins thousands, of which most have too few repositories.
    if (worst !== undefined && !isAlias && isSmaller(registry, worst.registry)) continue
    const own = { registry, step: isAlias ? 9 : 7 }
    if (worst !== undefined && comparePublishers(own, worst) >= 0) continue
    if (!wanted.every((word) => registry.searchNames.includes(` ${word}`))) continue
    let at = best.length
    while (at > 0 && comparePublishers(own, best[at - 1] ?? own) < 0) at -= 1
    best.splice(at, 0, own)
    if (best.length > limit) best.pop()
  }
  return best.map(({ registry, step }) => ({
    step,
    suggestion: {
      kind: 'publisher',
      registryAlias: registry.primaryAlias,
      publisherName: registry.publisherName,
      verified: registry.verified,
      repositoryCount: registry.documentCount,
    },
  }))
}

function isSmaller(a: EngineRegistry, b: EngineRegistry): boolean {
  return a.verified === b.verified ? a.documentCount < b.documentCount : b.verified
}

function comparePublishers(
  { registry: a, step: stepOfA }: { registry: EngineRegistry; step: number },
  { registry: b, step: stepOfB }: { registry: EngineRegistry; step: number },
): number {
  return (
    stepOfB - stepOfA ||
    Number(b.verified) - Number(a.verified) ||
    b.documentCount - a.documentCount ||
    (a.publisherName < b.publisherName ? -1 : Number(a.publisherName > b.publisherName)) ||
    (a.primaryAlias < b.primaryAlias ? -1 : 1)
  )
}

function suggestTags({ database }: SearchContext, path: string, tag: string, limit: number): Suggestion[] {
  const slash = path.indexOf('/')
  const columns = 'r.repository_id, r.name, g.primary_alias'
  interface Row {
    repository_id: number
    name: string
    primary_alias: string
  }
  const ofAlias = database.get<Row>(
    `SELECT ${columns} FROM registry_alias a JOIN repository r USING (registry_key) JOIN registry g USING (registry_key)
     WHERE a.alias = ? AND r.name = ?`,
    path.slice(0, Math.max(0, slash)),
    path.slice(slash + 1),
  )
  const found =
    ofAlias ??
    database.get<Row>(
      `SELECT ${columns} FROM repository r JOIN registry g USING (registry_key) WHERE r.name = ?
       ORDER BY r.verified DESC, r.pull_count DESC, r.path LIMIT 1`,
      path,
    )
  if (found === undefined) return []
  return listTagsThatBegin(database, found.repository_id, tag, limit).map((name) => ({
    kind: 'tag',
    registryAlias: found.primary_alias,
    repositoryName: found.name,
    tag: name,
  }))
}
