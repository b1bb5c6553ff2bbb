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
  for (const one of getList(document, 'packages')) {
    const purpose = getText(one, 'primaryPackagePurpose')
    const purl = findPurl(one)
    const id = getText(one, 'SPDXID')
    // The image or directory that was looked into, and lists of packages that were found in it.
    const isRoot = id !== null && (described.has(id) || id.startsWith('SPDXRef-DocumentRoot'))
    if (purl === null && (isRoot || holders.has(purpose ?? '') || purpose === 'APPLICATION')) continue
    if (purpose === 'CONTAINER') continue
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

/** `Tool: syft-1.18.0` becomes `syft 1.18.0`; without a tool it is who made the document. */
function toTool(creators: readonly unknown[]): string | null {
  const texts = creators.slice(0, 50).flatMap((one) => toText(one) ?? [])
  const tool = texts.find((text) => text.startsWith('Tool: '))
  if (tool === undefined) return texts.find((text) => text.includes(': '))?.replace(/^\w+: /, '') ?? null
  return tool.slice('Tool: '.length).replace(/-(?=v?\d)/, ' ')
}
