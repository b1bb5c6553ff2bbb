/**
 * The `logoImageBlob` of catalogue data: base64 (RFC 4648, section 4) in JSON, at most 512,000 bytes decoded.
 * Publishers often send a shell expression instead, because AWS's quick start shows one inside a JSON file,
 * where no shell expands it; those get an answer that says what to do.
 */
import { invalidParameter } from '#registry/wire/aws-json/ecr-error.ts'

const maxLogoBytes = 512_000
const path = 'catalogData.logoImageBlob'

/**
 * The bytes behind the base64.
 *
 * AWS CLI 1 takes a value in JSON for the bytes themselves and encodes it, be it a command or base64 already. An image
 * that is encoded twice is therefore unwrapped; nothing can be mistaken for one, as every image has bytes beyond ASCII.
 * @throws {EcrError} InvalidParameterException when it is not base64, too large, or a command instead of its output
 */
export function decodeLogoBlob(blob: string): Buffer {
  const bytes = decodeBase64(blob, toBase64Length(maxLogoBytes))
  const text = bytes.toString('latin1')
  if (/^[ -~\t\r\n]*$/.test(text)) {
    if (isShellExpression(text)) throw notExpanded(text)
    if (/^(iVBORw0KGgo|\/9j\/)/.test(text)) return withinSize(decodeBase64(text, maxLogoBytes))
  }
  return withinSize(bytes)
}

function withinSize(bytes: Buffer): Buffer {
  if (bytes.length > maxLogoBytes) throw tooLarge()
  return bytes
}

function decodeBase64(blob: string, maxBytes: number): Buffer {
  if (isShellExpression(blob)) throw notExpanded(blob)
  if (blob.startsWith('data:')) {
    throw invalidLogo('Member must be only the base64 part of a data: URL, what follows the comma')
  }
  if (/\s/.test(blob)) {
    throw invalidLogo('Member must be base64 without line breaks or spaces, as `base64 -w 0` writes it')
  }
  // What is longer than its bytes may be is too large without being decoded.
  if (blob.length > toBase64Length(maxBytes)) throw tooLarge()
  const bytes = Buffer.from(blob, 'base64')
  // Node decodes leniently; only what encodes back to the same text was base64 with its padding.
  if (bytes.toString('base64') !== blob) throw invalidLogo('Member must be valid base64 with its padding')
  return bytes
}

/** Base64 takes 4 characters for 3 bytes. */
function toBase64Length(bytes: number): number {
  return Math.ceil(bytes / 3) * 4
}

function notExpanded(command: string) {
  return invalidLogo(
    `Member must be the logo itself in base64, but it is the text of a command or a path (${quote(command)}). No shell expands $(…) inside a JSON file, whether it is given as file:// or not: run the command first, for example base64 -w 0 logo.png, and write its output into the file`,
  )
}

/**
 * True for `$(cat logo.png |base64 -w 0)` and its relatives. AWS CLI 2 removes every character outside the
 * base64 alphabet before it sends, so `catlogopngbase64w0` has to be recognised as well.
 */
function isShellExpression(blob: string): boolean {
  if (/^\s*(\$\(|`|\$\{|fileb?:\/\/)/.test(blob)) return true
  if (blob.length >= 400 || !/^(cat|base64|openssl|fileb?\/\/)[A-Za-z0-9+/=]*$/.test(blob)) return false
  return !blob.startsWith('cat') || blob.includes('base64')
}

function quote(blob: string): string {
  return blob.length <= 80 ? blob : `${blob.slice(0, 80)}…`
}

function tooLarge() {
  return invalidLogo(`Member must have length less than or equal to ${maxLogoBytes}`)
}

/** InvalidParameterException for the logo's member of the input. */
export function invalidLogo(constraint: string, options?: ErrorOptions) {
  return invalidParameter(path, constraint, options)
}
