/**
 * The gallery as a search engine of a browser: its description (OpenSearch 1.1, draft 6) and what it suggests while somebody
 * types into the address bar (OpenSearch Suggestions 1.1).
 */

import { toAddressInLanguage } from '#lib/addresses/address-in-language.ts'
import { imagePath, publisherPath, repositoryPath } from '#lib/addresses/routes.ts'
import type { Suggestion } from '#lib/catalog/catalog.ts'
import type { Language } from '#lib/language/languages.ts'
import { readTexts } from '#lib/language/read-texts.ts'
import { escapeXml } from '#lib/net/escape-xml.ts'

/** The type of the answer that `toOpenSearchSuggestions` gives. */
export const suggestionsMediaType = 'application/x-suggestions+json'

/** Completions with what they are and where they lead, each at the same place of its list. */
export type OpenSearchSuggestions = [
  typed: string,
  completions: string[],
  descriptions: string[],
  urls: string[],
]

/** The description document. `galleryUrl` has no trailing slash. */
export function toOpenSearchDescription(galleryUrl: string, language: Language): string {
  const toUrl = (type: string, path: string, rest = '') =>
    `  <Url type="${type}"${rest} template="${escapeXml(galleryUrl + path)}"/>`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
    '  <ShortName>Public Gallery</ShortName>',
    `  <Description>${escapeXml(readTexts(language, 'feeds')('searchHere'))}</Description>`,
    `  <Language>${language}</Language>`,
    '  <InputEncoding>UTF-8</InputEncoding>',
    `  <Image width="32" height="32" type="image/x-icon">${escapeXml(`${galleryUrl}/favicon.ico`)}</Image>`,
    toUrl('text/html', '/search?searchTerm={searchTerms}&jump=1'),
    toUrl(
      suggestionsMediaType,
      toAddressInLanguage('/api/suggest?q={searchTerms}&format=opensearch', language),
    ),
    toUrl(
      'application/opensearchdescription+xml',
      toAddressInLanguage('/opensearch.xml', language),
      ' rel="self"',
    ),
    '</OpenSearchDescription>',
    '',
  ].join('\n')
}

/** Suggestions in the form that browsers take; each completion is a search that leads to its page, or to its results. */
export function toOpenSearchSuggestions(
  typed: string,
  suggestions: readonly Suggestion[],
  galleryUrl: string,
  language: Language,
): OpenSearchSuggestions {
  const tagWord = readTexts(language, 'searchBox')('tag')
  const rows = suggestions.map((one) => toRow(one, tagWord))
  return [
    typed,
    rows.map(([completion]) => completion),
    rows.map(([, description]) => description),
    rows.map(([, , path]) => galleryUrl + path),
  ]
}

function toRow(
  suggestion: Suggestion,
  tagWord: string,
): [completion: string, description: string, path: string] {
  const { registryAlias } = suggestion
  if (suggestion.kind === 'publisher') {
    return [`publisher:${registryAlias}`, suggestion.publisherName, publisherPath(registryAlias)]
  }
  const { repositoryName } = suggestion
  const name = `${registryAlias}/${repositoryName}`
  return suggestion.kind === 'tag'
    ? [
        `${name}:${suggestion.tag}`,
        tagWord,
        imagePath(registryAlias, repositoryName, { tag: suggestion.tag }),
      ]
    : [name, suggestion.description, repositoryPath(registryAlias, repositoryName)]
}
