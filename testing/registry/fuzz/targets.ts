/** What reads texts of strangers within the process: each with what it may throw, and everything else is a finding. */
import { readFileSync } from 'node:fs'
import { parseSearchParams } from '#lib/addresses/search-params.ts'
import { parseTypedText } from '#lib/addresses/typed-operators.ts'
import { parseTextQuery } from '#lib/catalog/query/parse-text-query.ts'
import { readPastedLine } from '#lib/catalog/query/read-pasted-line.ts'
import { readChartValues } from '#lib/charts/read-chart.ts'
import { openFileTree, packTree } from '#lib/layers/file-tree.ts'
import { createTableWriter, openLayerTable } from '#lib/layers/layer-table.ts'
import { listFolder } from '#lib/layers/list-folder.ts'
import { describeLastLayer, mergeLayers } from '#lib/layers/merge-layers.ts'
import { previewFile } from '#lib/layers/preview-file.ts'
import { readLayer } from '#lib/layers/read-layer.ts'
import { summarizeFiles } from '#lib/layers/summarize-files.ts'
import { parseMarkdown } from '#lib/markdown/parse-markdown.ts'
import { toRetryAfterMs } from '#lib/net/retry-after.ts'
import { ManifestError, readManifest } from '#lib/oci/manifest.ts'
import { parseChallenge } from '#lib/oci/parse-challenge.ts'
import { readImageConfig } from '#lib/oci/read-image-config.ts'
import type { Evidence } from '#lib/proof/evidence.ts'
import { judgeEvidence } from '#lib/proof/judge-evidence.ts'
import { writeDocument } from '#lib/statements/document-head.ts'
import { readDocument } from '#lib/statements/read-document.ts'
import { formatRepositoryPolicy } from '#registry/apis/ecr-public/repository-policy.ts'
import { parseAuthorizationHeader } from '#registry/domain/access/parse-authorization-header.ts'
import { compilePolicy } from '#registry/domain/access/policy/compile-policy.ts'
import { createRequestContext } from '#registry/domain/access/policy/request-context.ts'
import {
  maxListBytes,
  readContentRange,
  readNextQuery,
  readReferrers,
  readTags,
} from '#registry/domain/upstreams/read-answer.ts'
import { EcrError } from '#registry/wire/aws-json/ecr-error.ts'

export interface FuzzTarget {
  /** Its corpus is the folder of this name. */
  name: string
  run: (bytes: Buffer) => unknown
  /** What it throws for an input that it refuses. */
  refuses?: new (
    ...given: never[]
  ) => Error
  maxBytes?: number
}

const trust = {
  rootText: readFileSync(new URL('../../../lib/proof/trusted-root.json', import.meta.url), 'utf8'),
  keys: [],
  notation: [
    {
      certificates: [readFileSync(new URL('./notation-root.pem', import.meta.url), 'utf8')],
      subjects: ['*'],
    },
  ],
}
const subject = `sha256:${'0'.repeat(64)}`

function judge(bytes: Buffer): void {
  const text = bytes.toString()
  const annotations = { signature: text.slice(0, 80), certificate: text, rekorBundle: text }
  const all: Evidence[] = [
    { format: 'bundle', text },
    { format: 'statement', text },
    { format: 'simple-signing', text, ...annotations },
    { format: 'envelope', text, signature: null, certificate: null, rekorBundle: text },
    { format: 'notation', text, isCose: false },
    { format: 'notation', text: bytes.toString('base64'), isCose: true },
  ]
  for (const evidence of all) judgeEvidence({ evidence, subjects: [subject], manifests: {}, trust })
}

function search(text: string): void {
  parseTextQuery(text)
  parseTypedText(text)
  readPastedLine(text)
  parseSearchParams(new URLSearchParams(text))
  parseSearchParams(new URLSearchParams({ searchTerm: text }))
}

function decideBy(text: string): void {
  const { policy } = formatRepositoryPolicy(text)
  const request = { action: 'ecr-public:PutImage', resource: '*', context: createRequestContext({}) }
  const requester = {
    accountId: '111111111111',
    arn: 'arn:aws:iam::111111111111:user/ci',
    principalId: 'AIDAEXAMPLE',
  }
  for (const statement of compilePolicy('a', policy).statements) {
    statement.applies(request)
    statement.matchPrincipal(requester)
  }
}

/** Everything that is done with a layer, but for the thread that it is done in. */
async function lookThroughLayer(bytes: Buffer): Promise<void> {
  async function* source() {
    yield bytes
  }
  const writer = createTableWriter()
  const table = openLayerTable(writer.finish(await readLayer(source(), writer)))
  const tree = openFileTree(packTree(mergeLayers([table]).root))
  summarizeFiles(tree, [table])
  packTree(describeLastLayer([table, table]).root)
  listFolder(tree, { path: '', filter: 'a', sort: 'size', page: 1, pageSize: 100, room: 95_000, maxFlat: 0 })
  for (const { path, kind } of [...table].slice(0, 3)) {
    if (kind === 'file') await previewFile(source(), table, path)
  }
}

function readUpstreamAnswers(bytes: Buffer): void {
  readTags(bytes)
  readReferrers(bytes)
  const text = bytes.toString('latin1')
  readNextQuery(text)
  readContentRange(text)
  toRetryAfterMs(text, 0)
  parseChallenge(text)
}

export const fuzzTargets: readonly FuzzTarget[] = [
  {
    name: 'manifest',
    run: async (bytes) => {
      await readManifest(bytes, null, 'pull')
      await readManifest(bytes, 'application/vnd.oci.image.manifest.v1+json', 'push')
    },
    refuses: ManifestError,
  },
  { name: 'config', run: readImageConfig },
  {
    name: 'signature',
    run: (bytes) => parseAuthorizationHeader(bytes.toString('latin1')),
    refuses: EcrError,
  },
  { name: 'policy', run: (bytes) => decideBy(bytes.toString()), refuses: EcrError, maxBytes: 10_240 },
  {
    name: 'markdown',
    run: (bytes) => parseMarkdown(bytes.toString(), { idPrefix: 'about' }),
    maxBytes: 25_600,
  },
  { name: 'search', run: (bytes) => search(bytes.toString()), maxBytes: 16_384 },
  { name: 'document', run: (bytes) => writeDocument(readDocument(bytes)) },
  { name: 'proof', run: judge },
  { name: 'chart', run: (bytes) => readChartValues(bytes.toString()), maxBytes: 65_536 },
  { name: 'layer', run: lookThroughLayer },
  { name: 'upstream', run: readUpstreamAnswers, maxBytes: maxListBytes },
]
