/** Why a part of a search is no filter, in words. */
import type { NoteReason, QueryNote } from '#lib/catalog/query/explain-operators.ts'
import type { Language } from '#lib/language/languages.ts'
import type { Texts } from '#lib/language/texts.ts'
import { joinWords } from './join-words.ts'

/** @example describeNote(note, texts, 'en') // '“is:” is not a filter.' */
export function describeNote(
  { part, reason }: Pick<QueryNote, 'part' | 'reason'>,
  texts: Texts<'search'>,
  language: Language,
): string {
  switch (reason.kind) {
    case 'negated':
      return texts('notes.negated', { part })
    case 'value':
      return describeValue(reason, texts, language)
    case 'no-filter':
      return texts('notes.noFilter', { name: reason.name })
    case 'other-filter': {
      const { name, meant } = reason
      return 'example' in reason
        ? texts('notes.noFilterNeedsValue', { name, meant, example: reason.example })
        : texts('notes.noFilterCanBe', {
            name,
            meant,
            values: joinWords(reason.values, 'or', language),
          })
    }
    case 'unknown': {
      const names = reason.filters.map((filter) => `${filter}:`)
      return texts(reason.isName ? 'notes.noFilterNoRepository' : 'notes.noFilterList', {
        name: reason.name,
        filters: joinWords(names, 'and', language),
      })
    }
  }
}

function describeValue(
  reason: Extract<NoteReason, { kind: 'value' }>,
  texts: Texts<'search'>,
  language: Language,
): string {
  const { name, value } = reason
  if ('example' in reason) return texts('notes.needsValue', { name, example: reason.example })
  const values = joinWords(reason.values, 'or', language)
  return value === ''
    ? texts('notes.canBe', { name, values })
    : texts('notes.cannotBe', { name, value, values })
}
