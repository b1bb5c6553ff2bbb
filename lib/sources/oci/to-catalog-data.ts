/**
 * What a registry says of a repository by what its image says of itself: the annotations of its manifest, or else the labels of its config
 * (OCI image specification 1.1.1, "Pre-Defined Annotation Keys"), and those that Artifact Hub reads for container images. Pure.
 */
import { toLinkTarget } from '#lib/oci/untrusted-text.ts'
import type { CatalogData } from '../ecr-public/get-repository-catalog-data.ts'

/** More than any registry shows in a line. */
const maxDescriptionLength = 1_024
const maxTextLength = 25_600

/** Markdown within the manifest itself. */
const readmeKeys = ['org.opencontainers.image.readme', 'io.artifacthub.package.readme']

const links = [
  ['Documentation', 'org.opencontainers.image.documentation'],
  ['Readme', 'io.artifacthub.package.readme-url'],
  ['Website', 'org.opencontainers.image.url'],
  ['Source', 'org.opencontainers.image.source'],
] as const

/**
 * @param texts annotations and labels, those that count most first
 * @param readme found elsewhere; null where there is none
 * @param logoUrl the operator's, for images that name none
 */
export function toCatalogData(
  texts: readonly Record<string, string>[],
  readme: string | null,
  logoUrl: string | null,
): CatalogData {
  const read = (key: string) => texts.map((one) => one[key]?.trim()).find(Boolean) ?? null
  const title = read('org.opencontainers.image.title')
  const description = read('org.opencontainers.image.description') ?? title ?? ''
  const aboutText = readme ?? readmeKeys.map(read).find((text) => text !== null) ?? ''
  const lines = links.flatMap(([words, key]) => {
    const target = toLinkTarget(read(key) ?? '')
    return target === null ? [] : [`- ${words}: <${target}>`]
  })
  const facts = [
    ['Version', 'org.opencontainers.image.version'],
    ['Licence', 'org.opencontainers.image.licenses'],
  ].flatMap(([words = '', key = '']) => {
    const value = read(key)
    return value === null ? [] : [`- ${words}: \`${toCode(value)}\``]
  })
  const ownLogo = toLinkTarget(read('io.artifacthub.package.logo-url') ?? '')
  return {
    description: description.slice(0, maxDescriptionLength).toWellFormed(),
    aboutText: aboutText.slice(0, maxTextLength).toWellFormed(),
    usageText: [...lines, ...facts].join('\n').slice(0, maxTextLength).toWellFormed(),
    architectures: [],
    operatingSystems: [],
    logoUrl: ownLogo?.startsWith('https://') ? ownLogo : logoUrl,
  }
}

/** In one line, and without what would end the code. */
function toCode(text: string): string {
  return text
    .replace(/[`\p{Cc}]+/gu, ' ')
    .slice(0, 200)
    .trim()
}
