/** The thirty days of pulls in words, for those who do not see the drawing. */
import { describeLanguage, type Language } from '#lib/language/languages.ts'
import type { Texts } from '#lib/language/texts.ts'
import type { RepositoryPulls } from '#lib/pages/repository/get-repository-pulls.ts'

const format: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', timeZone: 'UTC' }

/** @example '42 pulls in the last 30 days, at most 12 on 3 November' */
export function describePulls(
  list: RepositoryPulls['days'],
  texts: Texts<'repositoryTools'>,
  language: Language,
): string {
  const count = list.reduce((sum, one) => sum + one.count, 0)
  const days = list.length
  if (count === 0) return texts('pulls.none', { days })
  const best = list.reduce((highest, one) => (one.count > highest.count ? one : highest))
  const day = new Intl.DateTimeFormat(describeLanguage(language).locale, format).format(new Date(best.day))
  if (best.count === count) return texts('pulls.allOnOneDay', { count, days, day })
  return texts('pulls.mostOnOneDay', { count, days, day, most: best.count })
}
