/**
 * Who signs the images of a repository: public keys, and identities of certificates. The operator says it in a file, or a publisher for
 * repositories of its own in resource tags. What the operator says of a repository replaces what its publisher says: whoever takes
 * over a publisher's account changes no pin of the operator's. Pure.
 */
import { z } from 'zod'
import { readCertificate, toFingerprint } from './certificate-chain.ts'
import { fitsSubject, isSubjectPattern } from './certificate-subject.ts'
import type { NotationTrust } from './evidence.ts'
import type { Signer } from './proof.ts'
import { readKey } from './read-key.ts'

export interface ExpectedIdentity {
  /** With `*` for any characters. */
  identity: string
  issuer: string
}

export interface RepositorySigners {
  /** In PEM, or the base64 of their public form alone. */
  keys: string[]
  identities: ExpectedIdentity[]
  /** Of the operator alone. */
  notation: NotationTrust[]
  /** `unknown` while what the publisher says cannot be read; null where nobody says anything. */
  statedBy: 'operator' | 'publisher' | 'unknown' | null
}

/** While it cannot be read whom images of a repository are expected from. */
export const unknownSigners: RepositorySigners = {
  keys: [],
  identities: [],
  notation: [],
  statedBy: 'unknown',
}

const publicKey = z
  .string()
  .max(4_000)
  .superRefine((text, context) => {
    try {
      readKey(text)
    } catch {
      context.addIssue({
        code: 'custom',
        message: 'must be a public key (Ed25519, EC or RSA) in PEM or base64',
      })
    }
  })

const certificate = z
  .string()
  .max(16_000)
  .superRefine((text, context) => {
    try {
      readCertificate(text)
    } catch {
      context.addIssue({ code: 'custom', message: 'must be a certificate in PEM' })
    }
  })

const notationTrust = z.strictObject({
  certificates: z.array(certificate).min(1).max(20),
  subjects: z
    .array(z.string().max(1_000).refine(isSubjectPattern, 'must be a subject, such as C=US, O=Acme, or *'))
    .min(1)
    .max(50),
})

export const signersFile = z
  .array(
    z
      .strictObject({
        /** `alias/name`, with `*` for any characters. */
        repositories: z.array(z.string().min(1).max(300)).min(1).max(100),
        keys: z.array(publicKey).max(20).default([]),
        identities: z
          .array(
            z.strictObject({
              identity: z.string().min(1).max(1_000),
              issuer: z.url({ protocol: /^https?$/ }).max(500),
            }),
          )
          .max(50)
          .default([]),
        notation: z.array(notationTrust).max(20).default([]),
      })
      .refine(
        ({ keys, identities, notation }) => keys.length + identities.length + notation.length > 0,
        'must have a key, an identity or a trust store of notation',
      ),
  )
  .max(1_000)

export type SignersFile = z.output<typeof signersFile>

/** What a publisher may set at a repository; a further key or identity is `…signing-key-2`, and so on to 9. */
const tagForm = /^public-gallery:(?<name>signing-key|signing-identity|signing-issuer)(?:-(?<number>[2-9]))?$/

/**
 * The signers of a repository.
 * @param aliases of its registry
 * @param resourceTags of the repository, as its publisher set them
 */
export function findSigners(
  file: SignersFile,
  { aliases, repositoryName }: { aliases: readonly string[]; repositoryName: string },
  resourceTags: ReadonlyMap<string, string>,
): RepositorySigners {
  const names = aliases.map((alias) => `${alias}/${repositoryName}`)
  const entries = file.filter(({ repositories }) =>
    repositories.some((pattern) => names.some((name) => matches(pattern, name))),
  )
  if (entries.length > 0) {
    return {
      keys: entries.flatMap(({ keys }) => keys),
      identities: entries.flatMap(({ identities }) => identities),
      notation: entries.flatMap(({ notation }) => notation),
      statedBy: 'operator',
    }
  }
  // Who names a signer and misspells it has not said that anybody may sign.
  const isStated = [...resourceTags.keys()].some((key) => tagForm.test(key))
  return { ...readResourceTags(resourceTags), notation: [], statedBy: isStated ? 'publisher' : null }
}

/**
 * False for a signer that none of those is whom the images are expected from; true where nobody is expected; null while it is not known who
 * is: then nobody may pass for the one.
 */
export function isExpectedSigner(
  signer: Signer,
  { keys, identities, notation, statedBy }: RepositorySigners,
): boolean | null {
  if (statedBy === 'unknown') return null
  if (statedBy === null) return true
  if (signer.by === 'certificate') {
    return notation.some(
      ({ certificates, subjects }) =>
        subjects.some((pattern) => fitsSubject(pattern, signer.subject)) &&
        certificates.some((pem) => toFingerprint(readCertificate(pem)) === signer.authority),
    )
  }
  // Only with one of the repository's own keys is anything verified by a key.
  if (signer.by === 'key') return keys.length > 0
  return identities.some(
    ({ identity, issuer }) => issuer === signer.issuer && matches(identity, signer.identity),
  )
}

function readResourceTags(tags: ReadonlyMap<string, string>): Pick<RepositorySigners, 'keys' | 'identities'> {
  const keys: string[] = []
  const identities: ExpectedIdentity[] = []
  for (const [key, value] of tags) {
    const groups = tagForm.exec(key)?.groups
    if (groups?.name === 'signing-key' && publicKey.safeParse(value).success) keys.push(value)
    if (groups?.name === 'signing-identity') {
      const issuer = tags.get(`public-gallery:signing-issuer${groups.number ? `-${groups.number}` : ''}`)
      if (issuer) identities.push({ identity: value, issuer })
    }
  }
  return { keys, identities }
}

/** Character by character, with `*` for any; in time that grows with the product of both lengths at most. */
function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*')
  const [first = '', ...others] = parts
  const last = others.pop()
  if (last === undefined) return pattern === text
  if (!text.startsWith(first)) return false
  let at = first.length
  for (const part of others) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return text.length - last.length >= at && text.endsWith(last)
}
