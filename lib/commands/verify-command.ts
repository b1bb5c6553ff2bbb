/**
 * The commands with which a visitor checks a statement about an image themselves, by the tools that make such statements; each is ready
 * to be pasted, and every word in it that a stranger chose is quoted. Pure.
 */
import { toFileName, toShellWord } from './quote-word.ts'

export interface VerifyTarget {
  /** Host and repository, such as `public.ecr.aws/docker/library/busybox`. */
  name: string
  /** What the statement speaks of. */
  digest: string
  /** The registry speaks HTTP, which these tools must be told. */
  plainHttp: boolean
}

export type VerifyTool = 'cosign' | 'gh' | 'notation'

export interface VerifyCommand {
  tool: VerifyTool
  /** A line that writes down the key it needs; several commands with one key need it once. Null for none. */
  keyLine: string | null
  text: string
}

/** Who made a signature, as cosign is told it: an identity with its issuer, or a key in PEM. */
export type CosignSigner =
  | { identity: string; issuer: string }
  | { keyPem: string; owner: string; isLogged: boolean }

/**
 * @param predicateType of an attestation; null for a signature
 * @example toCosignCommand({ name: 'localhost:5050/acme/app', digest: 'sha256:…', plainHttp: true }, { identity, issuer }, null)
 */
export function toCosignCommand(
  target: VerifyTarget,
  signer: CosignSigner,
  predicateType: string | null,
): VerifyCommand {
  const verb = predicateType === null ? 'cosign verify' : 'cosign verify-attestation'
  const lines = [
    ...(predicateType === null ? [] : [`--type ${toShellWord(predicateType)}`]),
    ...(target.plainHttp ? ['--allow-http-registry'] : []),
    toImageWord(target),
  ]
  if ('identity' in signer) {
    const who = [
      `--certificate-identity ${toShellWord(signer.identity)}`,
      `--certificate-oidc-issuer ${toShellWord(signer.issuer)}`,
    ]
    return { tool: 'cosign', keyLine: null, text: joinLines(verb, ...who, ...lines) }
  }
  const file = `${toFileName(signer.owner)}.pub`
  const pem = signer.keyPem.trim().split(/\r?\n/).map(toQuoted).join(' ')
  const options = [`--key ${toShellWord(file)}`, ...(signer.isLogged ? [] : ['--insecure-ignore-tlog=true'])]
  return {
    tool: 'cosign',
    keyLine: `printf '%s\\n' ${pem} > ${file}`,
    text: joinLines(verb, ...options, ...lines),
  }
}

/**
 * Of an attestation that a workflow of GitHub made.
 * @param sourceUrl of its repository there
 * @returns null for a source that is elsewhere
 */
export function toGithubCommand(
  { name, digest }: VerifyTarget,
  sourceUrl: string,
  predicateType: string,
): VerifyCommand | null {
  const repository = /^https:\/\/github\.com\/(?<path>[\w.-]+\/[\w.-]+)$/.exec(sourceUrl)?.groups?.path
  if (repository === undefined) return null
  const text = joinLines(
    'gh attestation verify',
    `--repo ${toShellWord(repository)}`,
    `--predicate-type ${toShellWord(predicateType)}`,
    toShellWord(`oci://${name}@${digest}`),
  )
  return { tool: 'gh', keyLine: null, text }
}

/** Of a signature of notation, by the trust policy that the visitor has. */
export function toNotationCommand(target: VerifyTarget): VerifyCommand {
  const flags = target.plainHttp ? ['--insecure-registry'] : []
  return {
    tool: 'notation',
    keyLine: null,
    text: joinLines('notation verify', ...flags, toImageWord(target)),
  }
}

function toImageWord({ name, digest }: VerifyTarget): string {
  return toShellWord(`${name}@${digest}`)
}

/** Lines of a key: base64 and the two that frame it. */
function toQuoted(line: string): string {
  return `'${line.replace(/[^A-Za-z0-9+/= -]/g, '')}'`
}

function joinLines(verb: string, ...parts: string[]): string {
  return [verb, ...parts].join(' \\\n  ')
}
