/** Makes text of strangers safe for a terminal: a display name must not move the cursor or turn the writing around. */

/** Control characters, and those that change the direction of what follows (Unicode, "Bidirectional Algorithm"). */
const active = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/**
 * The line with such characters written out.
 * @example toPrintable('Tide\u001b[2J') // 'Tide\\u{1b}[2J'
 */
export function toPrintable(line: string): string {
  return line.replace(active, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
}

/** A value as one line of JSON, with such characters in the escapes that JSON has for them. */
export function toPrintableJson(value: object): string {
  return JSON.stringify(value).replace(
    active,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
