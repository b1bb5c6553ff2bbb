/** Where filters stand in an address; see `parseSearchParams`. */
const filter =
  /^(?:verified|operatingSystems?|architectures?|popularRegistries|publishers|types|licen[cs]es|vouched|packages|updated)$/

/** Words without what may be an operator, a quotation, or white space that is put in order. */
const plainWords = /^[\p{L}\p{N}._/-]+(?: [\p{L}\p{N}._/-]+)*$/u

const maxLength = 512

/**
 * What an address searches for as it stands in the search box, where that can be told without reading operators and filters; else
 * null. Most searches are of this kind, and pages that search for nothing.
 */
export function toPlainText(params: URLSearchParams): string | null {
  if ([...params.keys()].some((name) => filter.test(name))) return null
  const text = params.get('searchTerm') ?? ''
  if (text === '') return ''
  return text.length <= maxLength && plainWords.test(text) ? text : null
}
