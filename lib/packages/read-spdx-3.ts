/**
 * Reads SPDX 3.0 in its JSON-LD serialization: one list of elements that name each other by identifier. Every element is looked at
 * once, and each name followed once, so that circles end. Pure.
 */
import { getList, getMember, getText, getTime, toText } from '#lib/documents/document-members.ts'
import { makePackageList, type StatedPackage } from './make-package-list.ts'
import type { PackageList } from './package-list.ts'
import { joinLicences } from './read-licence.ts'

const holders = new Set(['container', 'operatingSystem', 'file', 'archive', 'device', 'filesystemImage'])

/** True for such a document. */
export function isSpdx3(document: unknown): boolean {
  const context = getMember(document, '@context')
  const texts = Array.isArray(context) ? context.slice(0, 10) : [context]
  return texts.some((one) => typeof one === 'string' && /^https?:\/\/spdx\.org\/rdf\/3\./.test(one))
}

/** The packages that it lists. */
export function readSpdx3(document: unknown): PackageList {
  const graph = getList(document, '@graph')
  const elements = graph.length > 0 ? graph : [document]
  const byId = new Map<string, unknown>()
  for (const one of elements) {
    const id = getText(one, 'spdxId') ?? getText(one, '@id')
    if (id !== null && !byId.has(id)) byId.set(id, one)
  }
  const creation = findCreation(elements, byId)
  const tools = getList(creation, 'createdUsing').slice(0, 10)
  const makers = (tools.length > 0 ? tools : getList(creation, 'createdBy').slice(0, 10)).flatMap((one) => {
    const id = toText(one)
    return getText(id === null ? one : byId.get(id), 'name') ?? []
  })
  return makePackageList(
    {
      format: `SPDX ${getText(creation, 'specVersion', 20)?.split('.', 2).join('.') ?? '3.0'}`,
      tool: makers[0]?.replace(/-(?=v?\d)/, ' ') ?? null,
      createdAt: getTime(creation, 'created'),
    },
    listPackages(elements, listLicences(elements, byId)),
  )
}

/** That of the document itself: what it was put together from may have others. It may also stand inside of what it is about. */
function findCreation(elements: readonly unknown[], byId: ReadonlyMap<string, unknown>): unknown {
  const document = elements.find((one) => getText(one, 'type') === 'SpdxDocument')
  const own = getMember(document, 'creationInfo')
  const id = toText(own)
  const named = id === null ? own : byId.get(id)
  return (
    named ??
    elements.find((one) => getText(one, 'type') === 'CreationInfo') ??
    elements.map((one) => getMember(one, 'creationInfo')).find((one) => getTime(one, 'created') !== null)
  )
}

function* listPackages(
  elements: readonly unknown[],
  licences: ReadonlyMap<string, string>,
): Generator<StatedPackage> {
  const sources = listSources(elements)
  for (const one of elements) {
    if (getText(one, 'type') !== 'software_Package') continue
    if (holders.has(getText(one, 'software_primaryPurpose') ?? '')) continue
    if (sources.has(getText(one, 'spdxId') ?? getText(one, '@id') ?? '')) continue
    yield {
      name: getText(one, 'name'),
      version: getText(one, 'software_packageVersion'),
      licence: licences.get(getText(one, 'spdxId') ?? '') ?? null,
      purl: findPurl(one),
    }
  }
}

/** What packages were made from, and their recipes, where nothing says that they are in the image as well. */
function listSources(elements: readonly unknown[]): Set<string> {
  const sources = new Set<string>()
  const contents = new Set<string>()
  for (const one of elements) {
    const type = getText(one, 'relationshipType')
    if (type === 'generates' || type === 'describes') {
      const from = getText(one, 'from')
      if (from !== null) sources.add(from)
    } else if (type === 'contains' || type === 'dependsOn') {
      for (const to of getList(one, 'to')) {
        const id = toText(to)
        if (id !== null) contents.add(id)
      }
    }
  }
  for (const id of contents) sources.delete(id)
  return sources
}

function findPurl(one: unknown): string | null {
  const stated = getText(one, 'software_packageUrl', 1_000)
  if (stated !== null) return stated
  const found = getList(one, 'externalIdentifier').find(
    (other) => getText(other, 'externalIdentifierType')?.toLowerCase() === 'packageurl',
  )
  return getText(found, 'identifier', 1_000)
}

/** The licence of each element, concluded rather than declared. */
function listLicences(
  elements: readonly unknown[],
  byId: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, string> {
  const concluded = new Map<string, string>()
  const declared = new Map<string, string>()
  for (const one of elements) {
    const type = getText(one, 'relationshipType')
    const kept = type === 'hasConcludedLicense' ? concluded : type === 'hasDeclaredLicense' ? declared : null
    const from = getText(one, 'from')
    if (kept === null || from === null || kept.has(from)) continue
    const texts = getList(one, 'to')
      .slice(0, 20)
      .flatMap((to) => toLicence(to, byId) ?? [])
    const licence = joinLicences(texts)
    if (licence !== null) kept.set(from, licence)
  }
  return new Map([...declared, ...concluded])
}

function toLicence(to: unknown, byId: ReadonlyMap<string, unknown>): string | null {
  const id = toText(to)
  const element = id === null ? to : byId.get(id)
  const stated =
    getText(element, 'simplelicensing_licenseExpression') ??
    (getText(element, 'type')?.endsWith('License') ? getText(element, 'name') : null)
  if (stated !== null) return stated
  // Licences of the list of SPDX are named by their address, and need not be in the document.
  return /^https?:\/\/spdx\.org\/licenses\/(?<name>[\w.+-]+)$/.exec(id ?? '')?.groups?.name ?? null
}
