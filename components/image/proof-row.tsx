import { BadgeCheck, CircleAlert, CircleDashed, FileBox, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { toLinkTarget } from '#lib/oci/untrusted-text.ts'
import type { CheckedProof } from '#lib/pages/get-image-proof.ts'
import { isPlainSignature, type Signer } from '#lib/proof/proof.ts'
import type { RepositorySigners } from '#lib/proof/signers.ts'
import { BreakablePath } from '../ui/breakable-path.tsx'
import { formatDateTime } from '../ui/format-relative-time.ts'
import {
  describeDoubt,
  describeSource,
  describeWorkflow,
  type Tone,
  toHeading,
  toIssuerName,
  toTone,
} from './describe-proof.ts'

const looks: Record<Tone, { Icon: typeof BadgeCheck; colour: string }> = {
  verified: { Icon: BadgeCheck, colour: 'text-verified' },
  doubt: { Icon: TriangleAlert, colour: 'text-warning' },
  alarm: { Icon: CircleAlert, colour: 'text-danger' },
  pending: { Icon: CircleDashed, colour: 'text-ink-3' },
  plain: { Icon: FileBox, colour: 'text-ink-3' },
}

/** One statement: a mark, what it is, what it says, and at the right its time and the way to what was attached. */
export function StatementRow({
  tone,
  heading,
  aside,
  children,
}: {
  tone: Tone
  heading: string
  aside: ReactNode
  children: ReactNode
}) {
  const { Icon, colour } = looks[tone]
  return (
    <li className="grid grid-cols-[1.25rem_minmax(0,1fr)] gap-x-2 border-b border-rule py-2 first:pt-0 md:grid-cols-[1.25rem_8.5rem_minmax(0,1fr)_auto]">
      <Icon aria-hidden="true" className={`mt-[3px] size-4 ${colour}`} strokeWidth={1.75} />
      <span className="min-w-0 font-semibold wrap-anywhere">{heading}</span>
      <span className="min-w-0 text-ink-2 wrap-anywhere max-md:col-start-2">{children}</span>
      <span className="text-xs leading-5 text-ink-2 tabular-nums max-md:col-start-2 md:pl-4 md:text-right">
        {aside}
      </span>
    </li>
  )
}

/** What a proof says. */
export function ProofRow({
  proof,
  publisherName,
  signers,
  digestLink,
}: {
  proof: CheckedProof
  publisherName: string
  signers: RepositorySigners
  digestLink: ReactNode
}) {
  const tone = toTone(proof)
  return (
    <StatementRow
      tone={tone}
      heading={toHeading(proof)}
      aside={
        <>
          {proof.loggedAt !== null && (
            <span className="block whitespace-nowrap">logged {formatDateTime(proof.loggedAt)}</span>
          )}
          {digestLink}
        </>
      }
    >
      {proof.signer === null ? (
        <>
          <strong className="font-semibold text-warning">present, not verified:</strong>{' '}
          {describeDoubt(proof)}
          {proof.build !== null && (
            <>
              . It says <BuildWords proof={proof} />
            </>
          )}
        </>
      ) : (
        <VerifiedWords proof={proof} signer={proof.signer} publisherName={publisherName} />
      )}
      {tone === 'alarm' && (
        <strong className="mt-1 block font-semibold text-danger">
          Not the signer that images of this repository are expected from: <Expected signers={signers} />
        </strong>
      )}
    </StatementRow>
  )
}

function VerifiedWords({
  proof,
  signer,
  publisherName,
}: {
  proof: CheckedProof
  signer: Signer
  publisherName: string
}) {
  const who =
    signer.by === 'key' ? (
      <>
        with {publisherName}’s key{' '}
        <span
          className="font-mono text-xs whitespace-nowrap"
          title={`SHA-256 of the key: ${signer.fingerprint}`}
        >
          {signer.fingerprint.slice(0, 8)}…
        </span>
      </>
    ) : (
      <>
        by{' '}
        <span className="text-ink">
          <BreakablePath text={signer.identity} />
        </span>
        {signer.issuer !== '' && <> ({toIssuerName(signer.issuer)})</>}
      </>
    )
  if (isPlainSignature(proof)) return <>{who}</>
  return (
    <>
      {proof.build === null ? (
        <span className="text-ink">{proof.predicateType}</span>
      ) : (
        <BuildWords proof={proof} />
      )}
      , signed {who}
    </>
  )
}

/** `source@commit by release.yml`. */
function BuildWords({ proof: { build, signer } }: { proof: CheckedProof }) {
  if (build === null) return null
  const source = describeSource(build)
  const workflow = describeWorkflow(build)
  const href = build.repository === null ? null : toLinkTarget(build.repository)
  return (
    <>
      {source !== null &&
        (href === null ? (
          <span className="text-ink">{source}</span>
        ) : (
          <a href={href} rel="nofollow ugc noopener noreferrer" className="link">
            <BreakablePath text={source} />
          </a>
        ))}
      {workflow !== null && (
        <>
          {' '}
          {source === null ? 'built by' : 'by'} <span className="font-mono text-xs">{workflow}</span>
        </>
      )}
      {!build.isCertified && build.repository !== null && signer !== null && ' (as the signer states)'}
    </>
  )
}

/** Whom the operator or the publisher has named. */
function Expected({ signers: { identities, keys, statedBy } }: { signers: RepositorySigners }) {
  const names = [
    ...identities.map(({ identity, issuer }) => `${identity} (${toIssuerName(issuer)})`),
    ...(keys.length > 0 ? [keys.length === 1 ? 'a key' : `${keys.length} keys`] : []),
  ]
  return (
    <>
      {names.slice(0, 3).join(', ')}
      {names.length > 3 && ', …'}, as the {statedBy} says
    </>
  )
}
