/**
 * What a signer wrote down about an image, as it is handed to the thread that judges it: texts of strangers, not parsed yet. It
 * crosses to the thread as plain data.
 */

/** Beside a signature of cosign 2, in the annotations of its layer. */
export interface CosignAnnotations {
  /** Base64; null for an envelope, which has its own. */
  signature: string | null
  /** PEM; null where it is signed with a key. */
  certificate: string | null
  /** JSON: the log's entry with its promise (SET); null where it is in no log. */
  rekorBundle: string | null
}

export type Evidence =
  /** A Sigstore bundle, as JSON. */
  | { format: 'bundle'; text: string }
  /** A payload of cosign's "simple signing", as JSON. */
  | ({ format: 'simple-signing'; text: string } & CosignAnnotations)
  /** A DSSE envelope, as JSON. */
  | ({ format: 'envelope'; text: string } & CosignAnnotations)
  /** An in-toto statement that nobody signed, as JSON. */
  | { format: 'statement'; text: string }
  /** An envelope of notation: JSON for JWS, base64 for COSE. */
  | { format: 'notation'; text: string; isCose: boolean }

/** Who is believed. */
export interface Trust {
  /** A trusted root of Sigstore, as JSON. */
  rootText: string
  /** Public keys of those who may have signed, in PEM. */
  keys: readonly string[]
  /** Whose envelopes of notation count; none where the operator has named nobody. */
  notation?: readonly NotationTrust[]
}

/** A trust store of notation with the policy of who may sign by it. */
export interface NotationTrust {
  /** In PEM: authorities, or a signer that has issued its own. */
  certificates: string[]
  /** Owners of certificates by them, such as `C=US, O=Acme`, or `*` for any. */
  subjects: string[]
}

export interface JudgeRequest {
  evidence: Evidence
  /** Digests of the image and of its index; what speaks of any other is no proof for them. */
  subjects: readonly string[]
  /** Bytes of those manifests in base64, by digest: what a bundle with a signature over a message is over. */
  manifests: Readonly<Record<string, string>>
  trust: Trust
}
