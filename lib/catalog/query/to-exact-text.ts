/** The text of a search in a form that is taken word for word. */
import { scanTypedText } from './scan-typed-text.ts'

/**
 * Puts every word into quotation marks, as a phrase is searched for exactly as it is written.
 * @example toExactText('ngnix -alpine') // '"ngnix" -"alpine"'
 */
export function toExactText(text: string): string {
  return scanTypedText(text)
    .map(
      ({ text: part, negated, label }) =>
        `${negated ? '-' : ''}${label === null ? '' : `${label}:`}"${part}"`,
    )
    .join(' ')
}
