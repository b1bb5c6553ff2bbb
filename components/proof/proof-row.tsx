import { Fragment, type ReactNode } from 'react'
import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import { isolateText } from '#lib/language/isolate-text.ts'
import { toLinkTarget } from '#lib/oci/untrusted-text.ts'
import type { CheckedProof } from '#lib/pages/proof/get-image-proof.ts'
import { isPlainSignature, type Signer } from '#lib/proof/proof.ts'
import type { RepositorySigners } from '#lib/proof/signers.ts'
import { CircleDashed, TriangleAlert } from '../icons/fact-icons.tsx'
import { BadgeCheck, CircleAlert, FileBox } from '../icons/proof-icons.tsx'
import { BoundedPath } from '../ui/bounded-path.tsx'
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

/** One statement: a mark, what it is, what it says, and at the right its time and the way to what was attached. Looks are in statement-rows.css. */
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
    <li>
      <Icon aria-hidden="true" className={colour} strokeWidth={1.75} />
      <span>{heading}</span>
      <span>{children}</span>
      <span>{aside}</span>
    </li>
  )
}

/** What a proof says. */
export function ProofRow({
  proof,
  publisherName,
  signers,
  isOfPart,
  digestLink,
}: {
  proof: CheckedProof
  publisherName: string
  signers: RepositorySigners
  /** Whether it is about one image of the index that the page shows, and not about the index. */
  isOfPart: boolean
  digestLink: ReactNode
}) {
  const texts = useTexts('proof')
  const language = useLanguage()
  const tone = toTone(proof)
  return (
    <StatementRow
      tone={tone}
      heading={toHeading(proof, texts)}
      aside={
        <>
          {proof.loggedAt !== null && (
            <span className="block whitespace-nowrap">
              {texts('logged', { time: formatDateTime(proof.loggedAt, language) })}
            </span>
          )}
          {digestLink}
        </>
      }
    >
      {proof.signer === null ? (
        <DoubtfulWords proof={proof} />
      ) : (
        <VerifiedWords proof={proof} signer={proof.signer} publisherName={publisherName} />
      )}
      {tone === 'pending' && <span className="mt-1 block text-ink-2">{texts('expected.unknown')}</span>}
      {proof.signer !== null && isOfPart && isPlainSignature(proof) && (
        <span className="mt-1 block text-ink-2">{texts('ofPlatformAlone')}</span>
      )}
      {tone === 'alarm' && (
        <strong className="mt-1 block font-semibold text-danger">
          <Expected signers={signers} />
        </strong>
      )}
    </StatementRow>
  )
}

function DoubtfulWords({ proof }: { proof: CheckedProof }) {
  const texts = useTexts('proof')
  const doubt = describeDoubt(proof, texts)
  const strong = (words: ReactNode) => (
    <strong key="strong" className="font-semibold text-warning">
      {words}
    </strong>
  )
  if (proof.build === null) return texts.rich('notVerified', { doubt, strong })
  const build = () => <BuildWords key="build" proof={proof} />
  return texts.rich('notVerifiedBuild', { doubt, strong, build })
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
  const texts = useTexts('proof')
  const what = () => (
    <Fragment key="what">
      {proof.build === null ? (
        <bdi className="text-ink">{proof.predicateType}</bdi>
      ) : (
        <BuildWords proof={proof} />
      )}
    </Fragment>
  )
  const isPlain = isPlainSignature(proof)
  const publisher = isolateText(publisherName)
  if (signer.by === 'key') {
    const print = () => (
      <span
        key="print"
        className="font-mono text-xs whitespace-nowrap"
        title={texts('fingerprint', { fingerprint: signer.fingerprint })}
      >
        {signer.fingerprint.slice(0, 8)}…
      </span>
    )
    return isPlain
      ? texts.rich('byKey', { publisher, print })
      : texts.rich('statedByKey', { publisher, print, what })
  }
  const name = signer.by === 'certificate' ? signer.subject : signer.identity
  const who = () => (
    <bdi key="who" className="text-ink">
      <BoundedPath text={name} />
    </bdi>
  )
  if (signer.by === 'certificate' || signer.issuer === '') {
    return isPlain ? texts.rich('byIdentity', { who }) : texts.rich('statedByIdentity', { who, what })
  }
  const issuer = isolateText(toIssuerName(signer.issuer))
  return isPlain
    ? texts.rich('byIdentityOf', { who, issuer })
    : texts.rich('statedByIdentityOf', { who, what, issuer })
}

/** `source@commit by release.yml`. */
function BuildWords({ proof: { build, signer } }: { proof: CheckedProof }) {
  const texts = useTexts('proof')
  if (build === null) return null
  const name = describeSource(build)
  const file = describeWorkflow(build)
  const source = () => <Source key="source" name={name ?? ''} address={build.repository} />
  const workflow = () => (
    <bdi key="workflow" className="font-mono text-xs">
      {file}
    </bdi>
  )
  if (name === null) return file === null ? null : texts.rich('builds.workflow', { workflow })
  const isAsStated = !build.isCertified && build.repository !== null && signer !== null
  if (file === null) return texts.rich(isAsStated ? 'builds.sourceAsStated' : 'builds.source', { source })
  return texts.rich(isAsStated ? 'builds.bothAsStated' : 'builds.both', { source, workflow })
}

function Source({ name, address }: { name: string; address: string | null }) {
  const href = address === null ? null : toLinkTarget(address)
  if (href === null) return <bdi className="text-ink">{name}</bdi>
  return (
    <a href={href} rel="nofollow ugc noopener noreferrer" dir="auto" className="link">
      <BoundedPath text={name} />
    </a>
  )
}

/** Whom the operator or the publisher has named. */
function Expected({ signers: { identities, keys, notation, statedBy } }: { signers: RepositorySigners }) {
  const texts = useTexts('proof')
  const all = [
    ...identities.map(({ identity, issuer }) =>
      texts('identity', { identity: isolateText(identity), issuer: isolateText(toIssuerName(issuer)) }),
    ),
    ...notation.flatMap(({ subjects }) => subjects.map(isolateText)),
    ...(keys.length > 0 ? [texts('keys', { count: keys.length })] : []),
  ]
  if (all.length === 0) return texts('expectedUnreadable')
  const names = [...all.slice(0, 3), ...(all.length > 3 ? ['…'] : [])].join(texts('comma'))
  return texts('notExpected', { names, by: statedBy === 'operator' ? 'operator' : 'publisher' })
}
