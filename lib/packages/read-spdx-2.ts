/** Reads SPDX 2.2 and 2.3 in JSON (ISO/IEC 5962:2021), as syft, Trivy and BuildKit write it. Pure. */
import { getList, getMember, getText, getTime, toText } from '#lib/documents/document-members.ts'
import { makePackageList, type StatedPackage } from './make-package-list.ts'
import type { PackageList } from './package-list.ts'

/** What holds packages and is none itself (SPDX 2.3, "primaryPackagePurpose"). */
const holders = new Set(['CONTAINER', 'OPERATING-SYSTEM', 'OPERATING_SYSTEM', 'FILE', 'ARCHIVE', 'DEVICE'])

/** True for such a document. */
export function isSpdx2(document: unknown): boolean {
  return /^SPDX-2\.\d+$/.test(getText(document, 'spdxVersion') ?? '')
}

/** The packages that it lists. */
export function readSpdx2(document: unknown): PackageList {
  const creation = getMember(document, 'creationInfo')
  return makePackageList(
    {
      format: `SPDX ${getText(document, 'spdxVersion')?.slice('SPDX-'.length)}`,
      tool: toTool(getList(creation, 'creators')),
      createdAt: getTime(creation, 'created'),
    },
    listPackages(document),
  )
}

function* listPackages(document: unknown): Generator<StatedPackage> {
  const described = listDescribed(document)
  const sources = listSources(document)
  for (const one of getList(document, 'packages')) {
    const purpose = getText(one, 'primaryPackagePurpose')
    const purl = findPurl(one)
    const id = getText(one, 'SPDXID')
    // The image or directory that was looked into, and lists of packages that were found in it.
    const isRoot = id !== null && (described.has(id) || id.startsWith('SPDXRef-DocumentRoot'))
    if (purl === null && (isRoot || holders.has(purpose ?? '') || purpose === 'APPLICATION')) continue
    if (purpose === 'CONTAINER' || (id !== null && sources.has(id))) continue
    yield {
      name: getText(one, 'name'),
      version: getText(one, 'versionInfo'),
      licence: toLicence(one, 'licenseConcluded') ?? toLicence(one, 'licenseDeclared'),
      purl,
    }
  }
}

function toLicence(one: unknown, name: string): string | null {
  const text = getText(one, name)
  return text === 'NOASSERTION' || text === 'NONE' ? null : text
}

function findPurl(one: unknown): string | null {
  for (const reference of getList(one, 'externalRefs')) {
    if (getText(reference, 'referenceType') === 'purl') return getText(reference, 'referenceLocator', 1_000)
  }
  return null
}

function listDescribed(document: unknown): Set<string> {
  const ids = getList(document, 'documentDescribes').map((id) => toText(id))
  for (const one of getList(document, 'relationships')) {
    if (getText(one, 'relationshipType') === 'DESCRIBES') ids.push(getText(one, 'relatedSpdxElement'))
  }
  return new Set(ids.filter((id) => id !== null))
}

/** Of relationships which say that one of both is in the image: which one. */
const insides = new Map<string | null, 'spdxElementId' | 'relatedSpdxElement'>([
  ['CONTAINS', 'relatedSpdxElement'],
  ['CONTAINED_BY', 'spdxElementId'],
  ['DEPENDS_ON', 'relatedSpdxElement'],
  ['DEPENDENCY_OF', 'spdxElementId'],
  ['RUNTIME_DEPENDENCY_OF', 'spdxElementId'],
])

/** Of relationships which say that one of both became the other, or tells how it is made: which one. */
const sourceSides = new Map<string | null, 'spdxElementId' | 'relatedSpdxElement'>([
  ['GENERATED_FROM', 'relatedSpdxElement'],
  ['GENERATES', 'spdxElementId'],
  ['DESCRIBED_BY', 'relatedSpdxElement'],
])

/**
 * What packages were made from and is not in the image itself: apko lists the recipe of a package of Wolfi (`unbound.yaml`) and its sources beside it.
 */
function listSources(document: unknown): Set<string> {
  const sources = new Set<string>()
  const contents = new Set<string>()
  for (const one of getList(document, 'relationships')) {
    const type = getText(one, 'relationshipType')
    const [sourceSide, inside] = [sourceSides.get(type), insides.get(type)]
    const source = sourceSide === undefined ? null : getText(one, sourceSide)
    if (source !== null) sources.add(source)
    const content = inside === undefined ? null : getText(one, inside)
    if (content !== null) contents.add(content)
  }
  for (const id of contents) sources.delete(id)
  return sources
}

/** `Tool: syft-1.18.0` becomes `syft 1.18.0`; without a tool it is who made the document. */
function toTool(creators: readonly unknown[]): string | null {
  const texts = creators.slice(0, 50).flatMap((one) => toText(one) ?? [])
  const tool = texts.find((text) => text.startsWith('Tool: '))
  if (tool === undefined) return texts.find((text) => text.includes(': '))?.replace(/^\w+: /, '') ?? null
  return tool.slice('Tool: '.length).replace(/-(?=v?\d)/, ' ')
}
