/**
 * A registry's display name as pages can show it. The API takes any text of up to 100 characters; here it becomes
 * one line, without the characters that turn the direction of what follows.
 * @returns null for a name of which nothing would be seen
 * @example toDisplayName(' Acme\n\u202e ') // 'Acme'
 */
export function toDisplayName(text: string): string | null {
  const name = text
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  return /[^\s\p{Default_Ignorable_Code_Point}]/u.test(name) ? name : null
}
