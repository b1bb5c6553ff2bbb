/**
 * What is in a release: as it is written, or as in another release of the repository but for what differs. So a few lines say how the
 * packages of a demo image, and what was found in them, change from release to release.
 */
import type { DemoContainerImages, DemoContents, DemoRelease } from './demo-images.ts'

/**
 * Resolves it; null for a release without.
 * @throws {Error} for what is said to differ and is not there, or is there already
 */
export function resolveContents(
  images: Pick<DemoContainerImages, 'releases'>,
  { contents, tags }: Pick<DemoRelease, 'contents' | 'tags'>,
): DemoContents | null {
  if (contents === undefined) return null
  if (!('like' in contents)) return contents
  const { like, versions, without, also, found, fixed } = contents
  const other = images.releases.find((release) => release.tags[0] === like)
  const base = other && resolveContents(images, other)
  if (!base) throw new Error(`The demo catalogue has no contents of a release ${like}.`)
  const packages = [...base.packages.map((line) => toOwnVersion(line, like, tags[0] ?? '')), ...also]
  for (const change of versions) {
    const at = change.lastIndexOf('@')
    const index = requireIndex(packages, change.slice(0, at))
    packages[index] = (packages[index] ?? '').replace(/@[^?\s]+/, change.slice(at))
  }
  for (const name of without) packages.splice(requireIndex(packages, name), 1)
  const names = new Set(packages.map(toPackageName))
  const all = (base.scan?.found ?? []).filter((one) => !fixed.includes(one.id) && names.has(one.package))
  const scan = base.scan && { ...base.scan, found: [...all, ...found] }
  const vex = base.vex?.filter(({ id }) => scan?.found.some((one) => one.id === id))
  return { packages, ...(scan && { scan }), ...(vex && vex.length > 0 && { vex }) }
}

/** The name as tools write it: a Go module's with its host, and of others the last part. */
export function toPackageName(line: string): string {
  const [path = ''] = line.slice('pkg:'.length).split(/[@\s]/)
  const [type, ...names] = path.split('/')
  return type === 'golang' ? names.join('/') : (names.at(-1) ?? '')
}

function requireIndex(packages: readonly string[], name: string): number {
  const index = packages.findIndex((line) => toPackageName(line) === name)
  if (index < 0) throw new Error(`The demo catalogue has no package ${name} in that release.`)
  return index
}

/** The program itself, and what comes with it, has the version of the release. */
function toOwnVersion(line: string, from: string, to: string): string {
  return line.replace(/@(v?)([^?\s]+)/, (whole, v: string, version: string) =>
    version === from ? `@${v}${to}` : whole,
  )
}
