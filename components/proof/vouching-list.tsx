import type { ReactNode } from 'react'
import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import { imagePath } from '#lib/addresses/routes.ts'
import { toSentenceGap } from '#lib/language/sentence-gap.ts'
import type { Texts } from '#lib/language/texts.ts'
import { type Attachment, countAttached, mayBeProved } from '#lib/oci/attachment.ts'
import { takeFitting } from '#lib/oci/split-by-weight.ts'
import type { ImagePage } from '#lib/pages/image/get-image-page.ts'
import type { ImageProof, ProvedAttachment } from '#lib/pages/proof/get-image-proof.ts'
import type { RepositorySigners } from '#lib/proof/signers.ts'
import type { ImageLinks } from '../parts/image-links.ts'
import { AllLink } from '../parts/part-link.tsx'
import { Section } from '../parts/section.tsx'
import { BoundedPath } from '../ui/bounded-path.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { formatDate } from '../ui/format-relative-time.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { ShortDigest } from '../ui/short-digest.tsx'
import { weighPath } from '../ui/weigh-path.ts'
import { CheckYourself } from './check-yourself.tsx'
import { describeFormat, describeStatement } from './describe-attachment.ts'
import { rankProved, summarizeProof } from './describe-proof.ts'
import { ProofRow, StatementRow } from './proof-row.tsx'

const maxShown = 8
/** Bytes of an image's page for them, which has much else. */
const room = 24_000
/** What is around the texts of a statement on an image's page, and of an attachment in the list of all. */
const statementBytes = 1_500
const rowBytes = 2_600

/** What an attachment adds to the list of all, in bytes. */
export function weighAttachment({ artifactType, predicates }: Attachment): number {
  return rowBytes + weighPath(artifactType ?? '') + weighPath(predicates.slice(0, 3).join(', '))
}

/** What its statements add to an image's page. */
function weighStatements(attachment: Attachment, proved: ProvedAttachment | undefined): number {
  const { proofs } = proved ?? {}
  if (!proofs?.length) return weighAttachment(attachment)
  return proofs.reduce((sum, { signer, claimedSigner, predicateType, build }) => {
    const paths = [claimedSigner, predicateType, build?.repository, build?.workflow]
    if (signer?.by === 'identity') paths.push(signer.identity, signer.issuer)
    if (signer?.by === 'certificate') paths.push(signer.subject)
    return sum + statementBytes + paths.reduce((bytes, path) => bytes + weighPath(path ?? ''), 0)
  }, 0)
}

/** Who says something about the image: each statement verified, or present and why it is not. What it says is no proof of quality. */
export function VouchingSection({
  links,
  page,
  plainHttp,
}: {
  links: ImageLinks
  page: ImagePage
  plainHttp: boolean
}) {
  const texts = useTexts('proof')
  const gap = toSentenceGap(useLanguage())
  const { attached, proof, repository } = page
  if (attached === null || proof === null) {
    return (
      <Section id="vouching" title={texts('title')}>
        <p className="text-sm text-ink-2">{texts('unreadable')}</p>
      </Section>
    )
  }
  if (attached.length === 0) {
    return (
      <Section id="vouching" title={texts('title')}>
        <p className="text-sm text-ink-2">
          {texts('nobody')}
          {proof.signers.statedBy !== null && (
            <strong className="font-semibold text-warning">
              {gap}
              {texts(`expected.${proof.signers.statedBy}`)}
            </strong>
          )}
        </p>
      </Section>
    )
  }
  const proved = new Map(proof.attachments.map((one) => [one.attachment.digest, one]))
  const rank = ({ digest }: Attachment) => {
    const known = proved.get(digest)
    return known === undefined ? 10 : rankProved(known)
  }
  const ranked = attached.toSorted((a, b) => rank(a) - rank(b)).slice(0, maxShown)
  const shown = takeFitting(ranked, (one) => weighStatements(one, proved.get(one.digest)), room)
  return (
    <Section id="vouching" title={texts('title')} note={<ProofNote attached={attached} proof={proof} />}>
      <ul className="statement-rows">
        {shown.map((one, at) => (
          <AttachmentRows
            key={one.digest}
            attachment={one}
            proved={proved.get(one.digest)}
            page={{ publisherName: repository.summary.publisherName, signers: proof.signers }}
            shown={page.image.digest}
            digestLink={<DigestLink links={links} attachment={one} at={at} />}
          />
        ))}
      </ul>
      <AllLink links={links} list="attached" count={attached.length} shown={shown.length} />
      <CheckYourself proof={proof} name={repository.uri} alias={links.alias} plainHttp={plainHttp} />
      {summarizeProof(proof).total > 0 && (
        <p className="mt-3 max-w-[80ch] text-xs text-ink-2">
          {texts.rich(proof.root.isShipped ? 'verifiedByShipped' : 'verifiedByOwn', {
            version: () => (
              <span key="version" className="font-mono">
                {proof.root.version}
              </span>
            ),
          })}
        </p>
      )}
    </Section>
  )
}

/** Each statement of one attachment, or that it is there. */
function AttachmentRows({
  attachment,
  proved,
  page,
  shown,
  digestLink,
}: {
  attachment: Attachment
  proved: ProvedAttachment | undefined
  page: { publisherName: string; signers: RepositorySigners }
  /** Of the page: of the index, where one of its images is chosen. */
  shown: string
  digestLink: ReactNode
}) {
  const texts = useTexts('proof')
  if (proved?.proofs && proved.proofs.length > 0) {
    return proved.proofs.map((proof, number) => (
      <ProofRow
        // biome-ignore lint/suspicious/noArrayIndexKey: the statements of one attachment never change
        key={number}
        proof={proof}
        {...page}
        isOfPart={proof.subject !== null && proof.subject !== shown}
        digestLink={number === 0 ? digestLink : null}
      />
    ))
  }
  const isPending = proved?.state === 'under-way'
  const format = () => <BoundedPath key="format" text={describeFormat(attachment, texts)} />
  return (
    <StatementRow
      tone={isPending ? 'pending' : 'plain'}
      heading={describeStatement(attachment, texts)}
      aside={digestLink}
    >
      {isPending
        ? texts.rich('pending', { format })
        : proved?.state === 'failed'
          ? texts.rich('failed', { format })
          : format()}
    </StatementRow>
  )
}

/** How many statements are verified, and when that was found out; what else is attached. */
function ProofNote({ attached, proof }: { attached: Attachment[]; proof: ImageProof }) {
  const texts = useTexts('proof')
  const language = useLanguage()
  const { verified, total, pending } = summarizeProof(proof)
  if (total === 0) return toSummary(attached, texts)
  const checked = proof.attachments.map(({ checkedAtMs }) => checkedAtMs ?? 0)
  const latest = Math.max(0, ...checked)
  const unread = attached.filter(mayBeProved).length - proof.attachments.length
  const note = texts('note', {
    verified,
    total,
    pending,
    hasDate: latest > 0 ? 'yes' : 'no',
    date: formatDate(new Date(latest).toISOString(), language),
  })
  return unread > 0 ? note + texts('notLookedAt', { count: unread }) : note
}

function DigestLink({ links, attachment, at }: { links: ImageLinks; attachment: Attachment; at: number }) {
  const texts = useTexts('proof')
  return (
    <span className="inline-block whitespace-nowrap">
      <IntentLink
        href={imagePath(links.alias, links.repositoryName, { digest: attachment.digest })}
        prefetch={false}
        className="inline-block py-0.5 hover:text-accent hover:underline"
      >
        <ShortDigest digest={attachment.digest} />
        <span className="sr-only">{texts('attachment', { number: at + 1 })}</span>
      </IntentLink>
    </span>
  )
}

export function AttachmentTable({ links, attached }: { links: ImageLinks; attached: readonly Attachment[] }) {
  const texts = useTexts('proof')
  const language = useLanguage()
  return (
    <ul className="text-sm">
      {attached.map((one, at) => {
        const statement = describeStatement(one, texts)
        // What begins with a capital letter as a heading does not within a sentence.
        const inner = language === 'en' ? statement.toLowerCase() : statement
        return (
          <li
            key={one.digest}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 border-b border-rule py-1.5 first:pt-0 md:grid-cols-[14rem_minmax(0,1fr)_auto]"
          >
            <span className="min-w-0 pt-1 font-semibold wrap-anywhere">{statement}</span>
            <span className="min-w-0 pt-1 text-ink-2 wrap-anywhere max-md:col-span-2 max-md:col-start-1 max-md:row-start-2">
              <BoundedPath text={describeFormat(one, texts)} />
            </span>
            <span className="whitespace-nowrap">
              <IntentLink
                href={imagePath(links.alias, links.repositoryName, { digest: one.digest })}
                prefetch={false}
                className="inline-block py-1 hover:text-accent hover:underline"
              >
                <ShortDigest digest={one.digest} />
              </IntentLink>
              <CopyButton
                text={one.digest}
                label={texts('copyDigest', { number: at + 1, statement: inner })}
                className="ml-0.5 align-middle"
              />
            </span>
          </li>
        )
      })}
    </ul>
  )
}

function toSummary(attached: readonly Attachment[], texts: Texts<'proof'>): string {
  const counts = countAttached(attached)
  const kinds = (['signatures', 'boms', 'attestations'] as const).filter((kind) => counts[kind] > 0)
  return kinds.length === 0
    ? texts('counted.attachments', { count: attached.length })
    : kinds.map((kind) => texts(`counted.${kind}`, { count: counts[kind] })).join(texts('comma'))
}
