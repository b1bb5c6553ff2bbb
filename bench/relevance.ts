/** `npm run bench -- relevance`: the gallery's search beside MiniSearch and FTS5, on the judged set in one run. */
import { fillGallery, measureClass, sumResults, toRankedSearch } from './relevance/measure-relevance.ts'
import { openFts5, openMinisearch, type RankedSearch } from './relevance/ranked-peers.ts'
import { readCatalogue, readJudgedClasses } from './relevance/read-set.ts'

export async function run(): Promise<void> {
  const batches = readCatalogue()
  const classes = readJudgedClasses()
  const gallery = await fillGallery(batches)
  const engines: [string, RankedSearch][] = [
    ['gallery', toRankedSearch(gallery)],
    ['MiniSearch', openMinisearch(batches)],
    ['FTS5', openFts5(batches)],
  ]
  const count = batches.reduce((sum, { repositories }) => sum + repositories.length, 0)
  console.log(`\nRelevance: ${count} repositories; share of searches with a wanted one first / among three`)
  console.log(`${'class'.padEnd(22)} n   ${engines.map(([name]) => name.padEnd(14)).join(' ')}`)
  const results = engines.map(([, search]) => classes.map((one) => measureClass(search, one)))
  for (const [at, { name, judgements }] of classes.entries()) {
    console.log(
      `${name.padEnd(22)} ${String(judgements.length).padEnd(3)} ${toRow(results.map((one) => one[at]))}`,
    )
  }
  console.log(`${'all'.padEnd(22)} ${''.padEnd(3)} ${toRow(results.map((one) => sumResults(one)))}`)
  for (const miss of sumResults(results[0] ?? []).misses) console.log(`  missed: ${miss}`)
  await gallery.close()
}

function toRow(results: readonly (ReturnType<typeof sumResults> | undefined)[]): string {
  return results
    .map((one) =>
      one === undefined ? '' : `${toShare(one.first, one.count)} / ${toShare(one.firstThree, one.count)}`,
    )
    .map((text) => text.padEnd(14))
    .join(' ')
}

function toShare(part: number, whole: number): string {
  return (part / whole).toFixed(3)
}
