/** What XML 1.0 has no place for, not even escaped (§2.2, "Char"): control characters, and halves of a pair. */
const noCharacter = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

/** Makes a text safe inside an element or an attribute of XML; what may not stand in XML at all is left out. */
export function escapeXml(text: string): string {
  return text.replace(noCharacter, '').replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
