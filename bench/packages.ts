/**
 * Bills of materials: what it costs to read one of 5,000 packages and to cut a page out of it, and what a search for a package costs over
 * 50,000 images with 60 packages each, one of them in all.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCatalog } from '#lib/catalog/open-catalog.ts'
import type { ShownPackage } from '#lib/catalog/store/catalog-writer.ts'
import { selectPackages } from '#lib/packages/select-packages.ts'
import { writeDocument } from '#lib/statements/document-head.ts'
import { readDocument } from '#lib/statements/read-document.ts'
import { toTestQuery, toTestRecord, toTestRegistryId } from '#testing/test-catalog.ts'
import { toMedian } from './median.ts'

const repositoryCount = 50_000
const packagesPerImage = 60
const batch = 1_000
const repeats = 15
const registryId = toTestRegistryId(0)

const searches: Record<string, string[]> = {
  'in none': ['nothing'],
  'in one of a hundred': ['package-2500'],
  'in all': ['openssl'],
  'in all, by version': ['openssl@<3.0.8'],
  'two, by version': ['openssl@<3.0.8', 'package-3@>1.10'],
}

/** Measures and prints the time of a processor in milliseconds. */
export async function run(): Promise<void> {
  console.log(`\nA bill of materials of 5,000 packages, median of ${repeats} (ms of a processor)`)
  console.table(measureDocument())
  console.log(
    `\nSearch for a package over ${repositoryCount} images of ${packagesPerImage} packages (ms of a processor)`,
  )
  console.table(await measureSearch())
}

function measureDocument(): Record<string, number> {
  const packages = Array.from({ length: 5_000 }, (_, at) => ({
    SPDXID: `SPDXRef-${at}`,
    name: `package-${at}`,
    versionInfo: `${at % 7}.${at}.0`,
    licenseDeclared: at % 3 === 0 ? 'MIT' : 'Apache-2.0 OR GPL-2.0-or-later',
    externalRefs: [{ referenceType: 'purl', referenceLocator: `pkg:npm/package-${at}@${at % 7}.${at}.0` }],
  }))
  const bytes = Buffer.from(JSON.stringify({ spdxVersion: 'SPDX-2.3', packages }))
  const [, lists = ''] = writeDocument(readDocument(bytes)).split('\n')
  const list = JSON.parse(lists).packages
  return {
    'read, in its thread': measure(() => readDocument(bytes)),
    'parse what is kept': measure(() => JSON.parse(lists)),
    'filter and sort': measure(() => selectPackages(list, { filter: '12', sort: 'version' })),
  }
}

async function measureSearch(): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'public-gallery-packages-'))
  const opened = openCatalog({
    file: join(folder, 'catalog.sqlite'),
    source: 'bench',
    pageSize: 50,
    toLogoSrc: () => '',
  })
  try {
    opened.writer.putRegistry({ registryId, displayName: null, verified: false, aliases: ['acme'] })
    const written = process.cpuUsage()
    for (let from = 0; from < repositoryCount; from += batch) {
      const numbers = Array.from({ length: batch }, (_, at) => from + at)
      opened.writer.putRepositories(numbers.map(toRecord))
      for (const number of numbers) putFacts(opened.writer, number)
    }
    const writeMs = toMs(process.cpuUsage(written)) / repositoryCount
    await opened.settle()
    const search = (packages: string[]) => measure(() => opened.catalog.search(toTestQuery({ packages })))
    return {
      'write an image': writeMs,
      'no package': search([]),
      ...Object.fromEntries(Object.entries(searches).map(([name, packages]) => [name, search(packages)])),
    }
  } finally {
    opened.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function toRecord(number: number) {
  const shownImage = { tag: '1', digest: `sha256:${number}` }
  return toTestRecord(registryId, {
    repositoryName: `app-${number}`,
    newestTag: { tag: '1', pushedAt: null },
    shownImage,
  })
}

function putFacts(writer: ReturnType<typeof openCatalog>['writer'], number: number): void {
  const packages: ShownPackage[] = Array.from({ length: packagesPerImage - 1 }, (_, at) => ({
    name: `package-${at < 20 ? at : (number * 7 + at * 13) % 5_000}`,
    version: `1.${(number + at) % 30}.0`,
    type: 'npm',
  }))
  packages.push({ name: 'openssl', version: `3.0.${number % 17}-1`, type: 'deb' })
  writer.putImageFacts(
    {
      registryId,
      repositoryName: `app-${number}`,
      tag: '1',
      digest: `sha256:${number}`,
      asOf: '2026-04-01T00:00:00.000Z',
    },
    {
      kind: 'image',
      platforms: [],
      sizeBytes: 1,
      licence: null,
      sourceUrl: null,
      attached: { signatures: 0, boms: 1, attestations: 0 },
      packages,
    },
  )
}

function measure(work: () => unknown): number {
  work()
  const taken = Array.from({ length: repeats }, () => {
    const before = process.cpuUsage()
    work()
    return toMs(process.cpuUsage(before))
  })
  return Math.round(10 * toMedian(taken)) / 10
}

function toMs({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1_000
}
