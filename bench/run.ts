/**
 * `npm run bench`: every figure that the design sets a budget for, measured on this machine in one run. Parts may run by
 * themselves: `npm run bench -- search`, and the search in other sizes, as its flags say:
 * `npm run bench -- search --repositories=1000000 --engines=gallery --queries=500 --runs=3`.
 */
import { z } from 'zod'
import { countFlag, readFlags } from '../scripts/read-flags.ts'
import { run as runAccess } from './access.ts'
import { run as runAudit } from './audit.ts'
import { run as runCluster } from './cluster.ts'
import { run as runGalleries } from './galleries.ts'
import { run as runLayers } from './layers.ts'
import { run as runLists } from './lists.ts'
import { measureRequest } from './measure-search.ts'
import { run as runMove } from './move.ts'
import { run as runPackages } from './packages.ts'
import { run as runPrograms } from './programs.ts'
import { run as runPullThrough } from './pull-through.ts'
import { run as runPushes } from './pushes.ts'
import { run as runRegistry } from './registry.ts'
import { run as runRelevance } from './relevance.ts'
import { run as runS3 } from './s3.ts'
import { run as runScale } from './scale.ts'
import { run as runSearch } from './search.ts'
import { run as runSync } from './sync.ts'
import { run as runUnderWrites } from './under-writes.ts'
import { run as runVisit } from './visit.ts'

const flags = z.object({
  repositories: countFlag.default(200_000),
  'minisearch-repositories': countFlag.default(20_000),
  queries: countFlag.default(1_000),
  runs: countFlag.default(5),
  statistic: measureRequest.shape.statistic.default('median'),
  engines: z
    .string()
    .default(measureRequest.shape.engine.options.join(','))
    .transform((names) => names.split(','))
    .pipe(z.array(measureRequest.shape.engine).min(1)),
})

const parts: Record<string, (given: z.infer<typeof flags>) => Promise<void>> = {
  programs: runPrograms,
  visit: runVisit,
  registry: runRegistry,
  'under-writes': runUnderWrites,
  pushes: (given) => runPushes({ runs: given.runs }),
  'pull-through': (given) => runPullThrough({ rounds: given.runs }),
  move: runMove,
  s3: (given) => runS3({ rounds: given.runs }),
  access: runAccess,
  audit: runAudit,
  cluster: runCluster,
  galleries: runGalleries,
  scale: runScale,
  sync: runSync,
  lists: runLists,
  packages: runPackages,
  layers: runLayers,
  relevance: runRelevance,
  search: (given) =>
    runSearch({
      repositoryCount: given.repositories,
      minisearchRepositoryCount: given['minisearch-repositories'],
      queryCount: given.queries,
      runs: given.runs,
      engines: given.engines,
      statistic: given.statistic,
    }),
}

const { flags: given, names } = readFlags({
  usage: `npm run bench -- [PART …] ${Object.keys(flags.shape)
    .map((name) => `[--${name} …]`)
    .join(' ')}`,
  flags,
  names: Object.keys(parts),
})
for (const [name, runPart] of Object.entries(parts)) {
  if (names.length === 0 || names.includes(name)) await runPart(given)
}
