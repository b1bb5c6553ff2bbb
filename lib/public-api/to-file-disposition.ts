/** `Content-Disposition` for a file with a stranger's name (RFC 6266): saved, and under a name that leads nowhere and hides nothing. */

const maxCharacters = 120

/**
 * Letters, digits and a few signs stay; a name that is more than ASCII is given in the form for it (RFC 8187), too.
 * @example toFileDisposition('os-release') // 'attachment; filename="os-release"'
 */
export function toFileDisposition(name: string): string {
  const kept = name
    .toWellFormed()
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._+-]/gu, '_')
  // The end says what kind of file it is.
  const characters = [...kept]
  const shown = (
    characters.length > maxCharacters
      ? `${characters.slice(0, maxCharacters - 21).join('')}_${characters.slice(-20).join('')}`
      : kept
  ).replace(/^\.+$/, '_')
  const plain = shown.replace(/[^A-Za-z0-9._+-]/g, '_') || 'file'
  const full = shown === plain || shown === '' ? '' : `; filename*=UTF-8''${encodeURIComponent(shown)}`
  return `attachment; filename="${plain}"${full}`
}
