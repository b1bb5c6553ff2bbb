/**
 * Guards that no text of a stranger holds up the gallery: what reads one costs about as much as the text is long, and at its
 * greatest length no more than a turn may take. The texts are a beginning, something repeated and an end, put together of what
 * the reader is about. Markdown is read in a thread of its own, configurations and manifests in slices, and both are tested there.
 */
import fc from 'fast-check'
import { test } from 'vitest'
import { parseSearchParams } from '#lib/addresses/search-params.ts'
import { parseTagQuery } from '#lib/addresses/tag-query.ts'
import { parseTreeQuery } from '#lib/addresses/tree-query.ts'
import { parseTypedText } from '#lib/addresses/typed-operators.ts'
import { toDnsLabel, toShellWord, toYamlWord } from '#lib/commands/quote-word.ts'
import { toStatedBase } from '#lib/oci/base-image.ts'
import { toTokens } from '#lib/oci/compare-natural.ts'
import { parseChallenge } from '#lib/oci/parse-challenge.ts'
import { toNextQuery } from '#lib/oci-client/to-next-query.ts'
import { comparePackageVersions } from '#lib/packages/compare-package-versions.ts'
import { readPurl } from '#lib/packages/make-package-list.ts'
import { normalizeLicence } from '#lib/packages/read-licence.ts'
import { listNearestTags } from '#lib/pages/tags/list-nearest-tags.ts'
import { fitsSubject } from '#lib/proof/certificate-subject.ts'
import { toFileDisposition } from '#lib/public-api/to-file-disposition.ts'
import { toDisplayName } from '#lib/sources/ecr-public/to-display-name.ts'
import { toPublisherProfile } from '#lib/sources/ecr-public/to-publisher-profile.ts'
import { matchesPattern } from '#lib/sources/oci/match-names.ts'
import { toCatalogData } from '#lib/sources/oci/to-catalog-data.ts'
import { compareByVersion, toTagKey } from '#lib/tags/compare-tags.ts'
import { findExcess, toPumped } from '../scripts/measure-cost.ts'
import { indexDocument } from './catalog/engine/index-document.ts'
import { parseImageReference, parsePageAddress } from './catalog/query/parse-image-reference.ts'
import { parseTextQuery } from './catalog/query/parse-text-query.ts'
import { readDressedReference, readPastedLine } from './catalog/query/read-pasted-line.ts'
import { scanTypedText } from './catalog/query/scan-typed-text.ts'
import { normalizeText } from './catalog/text/normalize-text.ts'
import { listCompounds } from './catalog/text/split-words.ts'
import { toNameText } from './layers/name-text.ts'
import { listNamedImages } from './oci/list-named-images.ts'
import { toInstruction } from './oci/pair-layers.ts'
import { isRepositoryName } from './oci/repository-name.ts'
import { toLinkTarget, toShownText } from './oci/untrusted-text.ts'

/** As long as an address can be that Node.js takes. */
const addressLength = 16 * 1024
/** Of an About or a Usage text. */
const textLength = 25_600
const configLength = 4 * 1024 * 1024

const words = [
  'a',
  'Z',
  '7',
  'é',
  '\u0301',
  '\u0316',
  '日',
  '-',
  '_',
  '.',
  ':',
  '/',
  '@',
  ' ',
  '"',
  '?',
  '#',
  '\n',
  '🐳',
]
const references = [
  'docker pull ',
  'image: ',
  'FROM ',
  'https://',
  'sha256:',
  'a.b',
  '--platform=',
  "'",
  '`',
  '\\',
  ...words,
]
const tags = ['1', '0', 'v', 'a', 'rc', 'beta', 'pg', 'py', 'sha-', 'latest', 'T', '+', '-', '_', '.', '\n']
const shells = ['/bin/sh -c ', '#(nop)', ' # buildkit', '|1 ', 'RUN ', ' ', '\t', '\n', 'a', '#']
const challenges = ['Bearer ', 'Basic ', 'realm="https://a/t"', 'a=', '"', '\\', ',', ' ', '-', 'x']

interface Reader {
  alphabet: readonly string[]
  maxLength: number
  run: (input: string) => unknown
}

const manyTags = Array.from({ length: 300 }, (_, at) => `1.${at}.0`)
const texts = { repositoryName: 'a', publisherNames: [], platforms: [], description: '', texts: [], tags: [] }
const readers: Record<string, Reader> = {
  'a search text': { alphabet: references, maxLength: addressLength, run: parseTextQuery },
  'a search as an address': {
    alphabet: references,
    maxLength: addressLength,
    run: (searchTerm) => parseTextQuery(parseSearchParams({ searchTerm }).text),
  },
  'typed text': { alphabet: references, maxLength: addressLength, run: scanTypedText },
  operators: {
    alphabet: ['os:', 'type:', 'updated:', ...words],
    maxLength: addressLength,
    run: parseTypedText,
  },
  'a pasted line': { alphabet: references, maxLength: addressLength, run: readPastedLine },
  'a reference in quotation marks': {
    alphabet: references,
    maxLength: addressLength,
    run: readDressedReference,
  },
  'a reference': { alphabet: references, maxLength: addressLength, run: parseImageReference },
  'the address of a page': { alphabet: references, maxLength: addressLength, run: parsePageAddress },
  'a filter of tags': {
    alphabet: words,
    maxLength: addressLength,
    run: (filter) => parseTagQuery({ filter, page: filter }),
  },
  'a path of a file': {
    alphabet: ['../', './', '.wh.', ...words],
    maxLength: addressLength,
    run: (path) => parseTreeQuery({ path, filter: path, layer: path }),
  },
  'a name in an archive': {
    alphabet: ['/', '\\', ...words],
    maxLength: 65_536,
    // Of what is no ASCII, bytes that are no UTF-8.
    run: (name) => toNameText(Buffer.from(name, 'latin1')),
  },
  'a text that is indexed': { alphabet: words, maxLength: textLength, run: normalizeText },
  'words of a text': {
    alphabet: words,
    maxLength: textLength,
    run: (text) => listCompounds(normalizeText(text)),
  },
  'a document': {
    alphabet: words,
    maxLength: textLength,
    run: (text) => indexDocument({ ...texts, description: text.slice(0, 1024), texts: [text] }, () => 1),
  },
  'a name in the index': {
    alphabet: words,
    maxLength: 205,
    run: (name) => indexDocument({ ...texts, repositoryName: name }, () => 1),
  },
  'a name that a pattern chooses': {
    alphabet: words,
    maxLength: addressLength,
    run: (text) => matchesPattern('a*a/*Z*7', text),
  },
  'the description and links of an image': {
    alphabet: words,
    maxLength: textLength,
    run: (text) =>
      toCatalogData(
        [{ 'org.opencontainers.image.source': text, 'org.opencontainers.image.version': text }],
        text,
        null,
      ),
  },
  'the link to a next page': { alphabet: challenges, maxLength: 16_384, run: toNextQuery },
  'the name of a repository': { alphabet: words, maxLength: addressLength, run: isRepositoryName },
  'what a publisher says of itself': {
    alphabet: ['https://', ...words],
    maxLength: 2_048,
    run: (text) => toPublisherProfile({ description: text, website: text }),
  },
  'a display name': { alphabet: words, maxLength: 2_048, run: toDisplayName },
  'a tag': { alphabet: tags, maxLength: 1_024, run: toTagKey },
  'two tags': {
    alphabet: tags,
    maxLength: 1_024,
    run: (tag) => compareByVersion(toTagKey(tag), toTagKey(`${tag}1`)),
  },
  'runs of a name': { alphabet: tags, maxLength: textLength, run: toTokens },
  'a shell word': { alphabet: [...words, "'", '\\'], maxLength: addressLength, run: toShellWord },
  'a word of YAML': { alphabet: words, maxLength: addressLength, run: toYamlWord },
  'a DNS label': { alphabet: words, maxLength: addressLength, run: toDnsLabel },
  'a label': { alphabet: words, maxLength: configLength, run: (text) => toShownText(text) },
  'images that a text names': {
    alphabet: ['docker://', 'a.example/', ...words],
    maxLength: textLength,
    run: listNamedImages,
  },
  'the subject of a certificate': {
    alphabet: [...words, '=', ',', '+', '\\', 'x509.subject:'],
    maxLength: 16_000,
    run: (text) => fitsSubject('C=US, O=Acme', text),
  },
  'the name of a file': { alphabet: words, maxLength: 4_096, run: toFileDisposition },
  'a link': { alphabet: ['https://', ...words], maxLength: addressLength, run: toLinkTarget },
  'a step of a build': { alphabet: shells, maxLength: 100_000, run: toInstruction },
  'the version of a package': {
    alphabet: tags,
    maxLength: 1_024,
    run: (text) => {
      for (const type of [...'alpm apk composer deb gem golang maven npm pub pypi rpm'.split(' '), null])
        comparePackageVersions(type, text, `${text}1`)
    },
  },
  'a package URL': { alphabet: ['pkg:', '@', '%', '?', '=', '&', ...words], maxLength: 1_024, run: readPurl },
  'a licence': {
    alphabet: ['MIT', ' AND ', ' OR ', '(', ')', '+', ' WITH ', ...words],
    maxLength: textLength,
    run: normalizeLicence,
  },
  'the name of a base': {
    alphabet: references,
    maxLength: configLength,
    run: (text) => toStatedBase([{ 'org.opencontainers.image.base.name': text }]),
  },
  'a tag that is not there': {
    alphabet: tags,
    maxLength: addressLength,
    run: (text) => listNearestTags(text, manyTags, null),
  },
  'a challenge': { alphabet: challenges, maxLength: 4_096, run: parseChallenge },
}

test.each(Object.keys(readers))('%s', (name) => {
  const reader = readers[name]
  if (reader === undefined) throw new Error(`${name} is not there.`)
  const { alphabet, maxLength, run } = reader
  const piece = fc.array(fc.constantFrom(...alphabet), { maxLength: 3 }).map((parts) => parts.join(''))
  const isLinear = fc.property(piece, piece, piece, (...parts) => {
    const excess = findExcess({ maxLength, toInput: (length) => toPumped(parts, length), run })
    if (excess !== null) throw new Error(`${JSON.stringify(parts)}: ${excess}`)
  })
  const known = alphabet.flatMap((one, at): [string, string, string][] => [
    ['a', one, '\u0000'],
    ['a', `${one}${alphabet[at + 1] ?? ''}`, ''],
  ])
  fc.assert(isLinear, { numRuns: known.length + 25, examples: known })
})
