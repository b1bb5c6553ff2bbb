/**
 * Whether the programs answer, for what runs them in a container: `check-health.ts` asks both, `check-health.ts registry` or `gallery` one.
 * Ends with 1, and a line for each that does not.
 */
import { usesEmbeddedRegistry } from '#lib/config/catalog-sources.ts'
import { readConfig } from '#lib/config/config.ts'
import { toReachableUrl } from '#lib/config/listening-address.ts'

const timeoutMs = 4_000

const config = readConfig()
const addresses = {
  // A gallery without an embedded registry is alone.
  ...(usesEmbeddedRegistry(config) && {
    registry: `${toReachableUrl(config.host, config.registryPort)}/livez`,
  }),
  gallery: `${toReachableUrl(config.host, config.galleryPort)}/livez`,
}
const wanted = process.argv[2]

for (const [name, url] of Object.entries(addresses)) {
  if (wanted !== undefined && wanted !== name) continue
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) })
    if (answer.ok) continue
    console.error(`The ${name} answers ${answer.status}: ${await answer.text()}`)
  } catch (error) {
    console.error(`The ${name} does not answer at ${url}: ${error instanceof Error ? error.message : error}`)
  }
  process.exitCode = 1
}
