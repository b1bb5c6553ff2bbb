/** Reads CycloneDX in JSON (ECMA-424, versions 1.2 to 1.6): components, and components within components, without recursion. Pure. */
import { getList, getMember, getText, getTime, toText } from '#lib/documents/document-members.ts'
import { isOfDistribution, makePackageList, readPurl, type StatedPackage } from './make-package-list.ts'
import type { PackageList } from './package-list.ts'
import { joinLicences } from './read-licence.ts'

/** Components that are no packages. */
const others = new Set(['file', 'data', 'operating-system', 'container', 'device', 'cryptographic-asset'])

/** Components that are looked at, however they are nested. */
const maxComponents = 200_000

/** True for such a document. */
export function isCycloneDx(document: unknown): boolean {
  return getText(document, 'bomFormat') === 'CycloneDX'
}

/** The packages that it lists. */
export function readCycloneDx(document: unknown): PackageList {
  const metadata = getMember(document, 'metadata')
  return makePackageList(
    {
      format: `CycloneDX ${getText(document, 'specVersion', 10) ?? ''}`.trim(),
      tool: toTool(getMember(metadata, 'tools')),
      createdAt: getTime(metadata, 'timestamp'),
    },
    [...walkComponents(document)].flatMap(toStated),
  )
}

/** The components by the names that other parts of the document call them, for its vulnerabilities. */
export function listCycloneDxReferences(document: unknown): Map<string, StatedPackage> {
  const found = new Map<string, StatedPackage>()
  for (const component of walkComponents(document)) {
    const reference = getText(component, 'bom-ref', 1_000)
    const [stated] = toStated(component)
    if (reference !== null && stated !== undefined && !found.has(reference)) found.set(reference, stated)
  }
  return found
}

/** `Trivy 0.58.1`: tools were a list, and are components since version 1.5. */
function toTool(tools: unknown): string | null {
  const [first] = Array.isArray(tools) ? tools : getList(tools, 'components')
  const name = getText(first, 'name')
  const version = getText(first, 'version')
  return name === null ? null : version === null ? name : `${name} ${version}`
}

function* walkComponents(document: unknown): Generator<unknown> {
  const waiting = [getList(document, 'components')]
  let count = 0
  for (let list = waiting.pop(); list !== undefined; list = waiting.pop()) {
    for (const component of list) {
      if (++count > maxComponents) return
      yield component
      const inner = getList(component, 'components')
      if (inner.length > 0) waiting.push(inner)
    }
  }
}

function toStated(component: unknown): StatedPackage[] {
  const type = getText(component, 'type')
  const purl = getText(component, 'purl', 1_000)
  const version = getText(component, 'version')
  if (others.has(type ?? '')) return []
  // Lists of packages that were found in an image, such as package-lock.json.
  if (type === 'application' && purl === null && version === null) return []
  return [{ name: toFullName(component, purl), version, licence: toLicence(component), purl }]
}

/** With its group where that is a part of the name: cdxgen writes the namespace of every package URL there, which of Debian's is `debian`. */
function toFullName(component: unknown, purl: string | null): string | null {
  const [group, name] = [getText(component, 'group'), getText(component, 'name')]
  if (group === null || name === null) return name
  const own = purl === null ? null : readPurl(purl)
  if (own !== null && isOfDistribution(own)) return name
  return `${group}${own?.type === 'maven' ? ':' : '/'}${name}`
}

function toLicence(component: unknown): string | null {
  return joinLicences(
    getList(component, 'licenses')
      .slice(0, 20)
      .flatMap((one) => {
        const license = getMember(one, 'license')
        return (
          getText(one, 'expression') ??
          getText(license, 'id') ??
          getText(license, 'name') ??
          toText(license) ??
          []
        )
      }),
  )
}
