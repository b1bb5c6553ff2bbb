/** Who vouches for an image, and how to check it. */
import { ui } from './ui.ts'

export const proof = {
  title: 'Who vouches',
  unreadable: 'What refers to this image cannot be read from the registry at the moment.',
  nobody: 'Nobody has attached a signature, a bill of materials or an attestation to it.',
  expected: {
    operator: 'Images of this repository are expected to be signed, as its operator says.',
    publisher: 'Images of this repository are expected to be signed, as its publisher says.',
    unknown: 'Who is expected to sign the images of this repository cannot be read now.',
  },
  verifiedByShipped:
    'Verified by this gallery itself, by Sigstore’s public trusted root <version></version> and the keys that the repository names. It says who stands behind the image, not that the image is free of faults.',
  verifiedByOwn:
    'Verified by this gallery itself, by its operator’s trusted root <version></version> and the keys that the repository names. It says who stands behind the image, not that the image is free of faults.',
  note: '{verified, number} of {total, plural, one {# statement} other {# statements}} verified{hasDate, select, yes { on {date}} other {}}{pending, plural, =0 {} other {, # being verified}}',
  /** Goes on after the note. */
  notLookedAt: '; {count, plural, one {# more is} other {# more are}} not looked at',
  comma: ', ',
  counted: {
    signatures: '{count, plural, one {# signature} other {# signatures}}',
    boms: '{count, plural, one {# bill of materials} other {# bills of materials}}',
    attestations: '{count, plural, one {# attestation} other {# attestations}}',
    attachments: '{count, plural, one {# attachment} other {# attachments}}',
  },
  attachment: ', attachment {number, number}',
  copyDigest: 'Copy the digest of attachment {number, number}, {statement}',
  pending: 'is being verified; <format></format>',
  failed: 'could not be read for now, not verified; <format></format>',
  /** What an attachment claims. */
  statements: {
    buildAndBom: 'Attestation: how it was built, and a bill of materials',
    bom: 'Attestation: a bill of materials',
    build: 'Attestation: how it was built',
  },
  kinds: ui.kinds,
  formats: {
    bundle: 'Sigstore bundle',
    cosignTag: 'cosign, under the tag …{tag}',
    buildkit: 'BuildKit, in the index',
    ofTypes: '{format}; {types}',
  },
  headings: {
    signed: 'Signed',
    builtFrom: 'Built from',
    listsParts: 'Lists its parts',
    signature: 'Signature',
    build: 'How it was built',
    bom: 'Bill of materials',
    scan: 'Scan for vulnerabilities',
    vex: 'Exploitability (VEX)',
    attestation: 'Attestation',
  },
  notVerified: '<strong>present, not verified:</strong> {doubt}',
  notVerifiedBuild: '<strong>present, not verified:</strong> {doubt}. It says <build></build>',
  /** Each goes on after "not verified:". */
  doubts: {
    unsigned: 'nobody has signed it; a builder wrote it down',
    'unknown-key': 'it is signed with a key that neither the publisher nor this gallery’s operator has named',
    'unknown-root': 'its certificate leads to no authority that this gallery trusts',
    untimely: 'it was signed when its certificate was not valid',
    expired: 'the time is over for which its certificate, or the signature itself, holds',
    'not-logged': 'no transparency log that this gallery trusts has it as it is here',
    'no-trust-store': 'a notation signature; this gallery has no notation trust store for this repository',
    'other-image': 'it speaks of another image',
    'bad-signature': 'the signature does not fit what was signed',
    'too-large': 'it is too large to be read here',
    'too-much-work': 'it takes longer to read than this gallery allows',
    unreadable: 'it is not in a form that can be read',
  },
  unknownRootClaims: 'its certificate leads to no authority that this gallery trusts; it claims {signer}',
  noTrustStoreClaims:
    'a notation signature whose certificate says {signer}; this gallery has no notation trust store for this repository',
  tooLargeBytes: 'it is too large to be read here ({size})',
  ofPlatformAlone: 'It is about the image of this platform alone, not about the whole index.',
  notExpected:
    'Not the signer that images of this repository are expected from: {names}, as the {by, select, operator {operator} other {publisher}} says',
  expectedUnreadable:
    'The signer that its publisher names for this repository cannot be read: a key in base64, or an identity with its issuer',
  identity: '{identity} ({issuer})',
  keys: '{count, plural, one {a key} other {# keys}}',
  fingerprint: 'SHA-256 of the key: {fingerprint}',
  byKey: 'with {publisher}’s key <print></print>',
  byIdentity: 'by <who></who>',
  byIdentityOf: 'by <who></who> ({issuer})',
  statedByKey: '<what></what>, signed with {publisher}’s key <print></print>',
  statedByIdentity: '<what></what>, signed by <who></who>',
  statedByIdentityOf: '<what></what>, signed by <who></who> ({issuer})',
  builds: {
    source: '<source></source>',
    sourceAsStated: '<source></source> (as the signer states)',
    workflow: 'built by <workflow></workflow>',
    both: '<source></source> by <workflow></workflow>',
    bothAsStated: '<source></source> by <workflow></workflow> (as the signer states)',
  },
  logged: 'logged {time}',
  check: {
    title: 'Check it yourself',
    with: 'with {tool}',
    github: 'GitHub’s gh',
    copy: 'Copy the commands for {tool}',
    ownRoot:
      'Signatures with certificates are verified here by a trusted root of the operator’s own; give cosign the same one with <option></option>.',
  },
} as const
