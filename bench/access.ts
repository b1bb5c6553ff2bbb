/**
 * What it costs to know who pulls: GET of a manifest with the token that anybody gets, where nobody is looked up, beside the
 * same with tokens of an account's owner, in turn. The budget is 10 %.
 */
import { z } from 'zod'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import { installDebianPackage } from '../scripts/install-debian-package.ts'
import { toMedian } from './median.ts'
import { pushTags } from './push-load.ts'
import { type BenchRegistry, startOwnRegistry } from './registry-peers.ts'
import { runWrk } from './run-wrk.ts'

const runs = 5
const tokenAnswer = z.object({ token: z.string() })

/** Measures and prints; says so and does nothing where `wrk` cannot be had. */
export async function run(): Promise<void> {
  const problem = installDebianPackage('wrk')
  if (problem !== null) {
    console.log(`\nThe cost of access was not measured: ${problem}.`)
    return
  }
  const registry = await startOwnRegistry()
  try {
    await print(registry)
  } finally {
    await registry.stop()
  }
}

async function print(registry: BenchRegistry): Promise<void> {
  await pushTags(registry, 1)
  const login = await registry.headers()
  const headersOf = {
    'the token that anybody gets': await getToken(registry, {}),
    'a token of the owner': await getToken(registry, login),
    'the login of the owner': login,
  }
  const url = `${registry.repositoryUrl}/manifests/tag-00000`
  const measured: Record<string, number[]> = {}
  for (let run = 0; run < runs; run += 1) {
    for (const [name, headers] of Object.entries(headersOf)) {
      const { perSecond } = await runWrk(url, { accept: OCI_IMAGE, ...headers })
      measured[name] = [...(measured[name] ?? []), perSecond]
    }
  }
  const [anybody = []] = Object.values(measured)
  const toRow = (figures: number[]) => ({
    '/s': Math.round(toMedian(figures)),
    'slower, in %': Math.round((toMedian(anybody) / toMedian(figures) - 1) * 100),
  })
  console.log(`\nGET of a manifest, medians of ${runs} runs`)
  console.table(Object.fromEntries(Object.entries(measured).map(([name, figures]) => [name, toRow(figures)])))
}

async function getToken(
  { repositoryUrl }: BenchRegistry,
  headers: Record<string, string>,
): Promise<Record<string, string>> {
  const path = new URL(repositoryUrl).pathname.slice('/v2/'.length)
  const answer = await fetch(new URL(`/token/?scope=repository:${path}:pull`, repositoryUrl), { headers })
  const { token } = tokenAnswer.parse(await answer.json())
  return { authorization: `Bearer ${token}` }
}
