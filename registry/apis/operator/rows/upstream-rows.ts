/** The verbs of upstreams. */
import { z } from 'zod'
import { defineVerb } from '../operator-verb.ts'
import { toTable } from '../to-table.ts'
import { listUpstreams, refreshTag } from '../upstream-verbs.ts'

export const upstreamRows = [
  defineVerb({
    group: 'upstream',
    name: 'list',
    help: 'list the registries whose images are pulled through this one, and how they were asked since the start',
    example: '',
    request: z.object({}),
    recorded: null,
    verbs: ['blobs'],
    parts: ['upstreams'],
    run: listUpstreams,
    toLines: ({ upstreams }) =>
      upstreams.length === 0
        ? ['No upstream is configured. Set UPSTREAMS_FILE.']
        : toTable(
            [
              'HOST',
              'NAMESPACE',
              'HITS',
              'MISSES',
              'STALE',
              'REQUESTS',
              'ERRORS',
              'UNDER WAY',
              'KEPT',
              'PAUSED UNTIL',
            ],
            upstreams.map((row) => [
              row.host,
              row.namespace,
              ...[row.hits, row.misses, row.stales, row.requests, row.errors, row.fills].map(String),
              row.kept,
              row.pausedUntil ?? '-',
            ]),
          ),
  }),
  defineVerb({
    group: 'upstream',
    name: 'refresh',
    help: 'ask an upstream now where a tag points, fresh or not',
    example: '--reference hub/library/redis:7',
    request: z.object({
      reference: z.string().min(3).max(400).describe('namespace, repository and tag: hub/library/redis:7'),
    }),
    recorded: ['reference'],
    verbs: ['repositories', 'tags'],
    parts: ['upstreams'],
    run: refreshTag,
    toLines: ({ reference, digest }) => [`${reference} is ${digest}.`],
  }),
]
