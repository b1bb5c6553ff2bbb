/**
 * The `Authorization` header of Signature Version 4:
 * `AWS4-HMAC-SHA256 Credential=KEY/DATE/REGION/SERVICE/aws4_request, SignedHeaders=a;b, Signature=hex`
 * (AWS General Reference, "Signature Version 4 signing process").
 */
import { EcrError } from '#registry/wire/aws-json/ecr-error.ts'

export interface AuthorizationHeader {
  accessKeyId: string
  /** The credential scope: `YYYYMMDD`, Region, service and the fixed word `aws4_request`. */
  scope: { date: string; region: string; service: string; terminator: string }
  /** Lower-case names in the order in which they were sent. */
  signedHeaders: string[]
  signature: string
}

const algorithm = 'AWS4-HMAC-SHA256'
const parameterNames = ['Credential', 'SignedHeaders', 'Signature'] as const

/**
 * Takes the header apart.
 * @throws {EcrError} MissingAuthenticationTokenException without one, or with one of another scheme;
 *   IncompleteSignatureException when it is not complete and unambiguous
 */
export function parseAuthorizationHeader(header: string | undefined): AuthorizationHeader {
  if (header === undefined || !header.startsWith('AWS4-')) {
    throw new EcrError('MissingAuthenticationTokenException')
  }
  const [scheme = '', ...rest] = header.split(/[ \t]+/)
  if (scheme !== algorithm) throw incomplete(`Unsupported AWS 'algorithm': '${scheme}'.`)
  const parameters = parseParameters(rest.join(' '))
  const missing = parameterNames.filter((name) => !parameters.get(name))
  if (missing.length > 0) {
    throw incomplete(missing.map((name) => `Authorization header requires '${name}' parameter.`).join(' '))
  }
  return {
    ...parseCredential(parameters.get('Credential') ?? ''),
    signedHeaders: parseSignedHeaders(parameters.get('SignedHeaders') ?? ''),
    signature: parameters.get('Signature') ?? '',
  }
}

function parseParameters(text: string): Map<string, string> {
  const parameters = new Map<string, string>()
  for (const part of text.split(',')) {
    const pair = part.trim()
    if (pair === '') continue
    const equals = pair.indexOf('=')
    if (equals < 1) {
      throw incomplete(`'${pair}' not a valid key=value pair (missing equal-sign) in Authorization header.`)
    }
    const name = pair.slice(0, equals)
    if (!parameterNames.some((known) => known === name)) {
      throw incomplete(`'${name}' is not a parameter of the Authorization header.`)
    }
    if (parameters.has(name)) throw incomplete(`Authorization header has '${name}' more than once.`)
    parameters.set(name, pair.slice(equals + 1))
  }
  return parameters
}

function parseCredential(text: string): Pick<AuthorizationHeader, 'accessKeyId' | 'scope'> {
  const elements = text.split('/')
  const [accessKeyId = '', date = '', region = '', service = '', terminator = ''] = elements
  if (elements.length !== 5 || elements.includes('')) {
    throw incomplete(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${text}'.`,
    )
  }
  return { accessKeyId, scope: { date, region, service, terminator } }
}

function parseSignedHeaders(text: string): string[] {
  const names = text.split(';')
  for (const name of names) {
    if (!/^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(name)) {
      throw incomplete(`'${name}' in SignedHeaders is not a header name in lower case.`)
    }
  }
  if (new Set(names).size < names.length) throw incomplete('SignedHeaders names a header more than once.')
  return names
}

function incomplete(message: string): EcrError {
  return new EcrError('IncompleteSignatureException', message)
}
