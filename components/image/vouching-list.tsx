import { imagePath } from '#lib/addresses/routes.ts'
import { type Attachment, countAttached } from '#lib/oci/attachment.ts'
import { BreakablePath } from '../ui/breakable-path.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { formatCount } from '../ui/format-count.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { describeFormat, describeStatement } from './describe-attachment.ts'
import type { ImageLinks } from './image-links.ts'
import { AllLink } from './part-link.tsx'
import { Section } from './section.tsx'
import { ShortDigest } from './short-digest.tsx'

const maxShown = 8

/** Who says something about the image. That it is there is no proof that it is right, and the page says so. */
export function VouchingSection({
  links,
  attached,
}: {
  links: ImageLinks
  /** Null when it cannot be read. */
  attached: Attachment[] | null
}) {
  if (attached === null) {
    return (
      <Section id="vouching" title="Who vouches">
        <p className="text-sm text-ink-2">
          What refers to this image cannot be read from the registry at the moment.
        </p>
      </Section>
    )
  }
  if (attached.length === 0) {
    return (
      <Section id="vouching" title="Who vouches">
        <p className="text-sm text-ink-2">
          Nobody has attached a signature, a bill of materials or an attestation to it.
        </p>
      </Section>
    )
  }
  return (
    <Section id="vouching" title="Who vouches" note={toSummary(attached)}>
      <AttachmentTable links={links} attached={attached.slice(0, maxShown)} />
      <AllLink links={links} list="attached" count={attached.length} shown={maxShown} what="attachments" />
      <p className="mt-3 max-w-[80ch] text-xs text-ink-2">
        Present, not verified: this gallery lists what is attached. Check it with the tool that made it before
        you rely on it.
      </p>
    </Section>
  )
}

export function AttachmentTable({ links, attached }: { links: ImageLinks; attached: readonly Attachment[] }) {
  return (
    <ul className="text-sm">
      {attached.map((one, at) => {
        const statement = describeStatement(one)
        return (
          <li
            key={one.digest}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 border-b border-rule py-1.5 first:pt-0 md:grid-cols-[14rem_minmax(0,1fr)_auto]"
          >
            <span className="min-w-0 pt-1 font-semibold wrap-anywhere">{statement}</span>
            <span className="min-w-0 pt-1 text-ink-2 wrap-anywhere max-md:col-span-2 max-md:col-start-1 max-md:row-start-2">
              <BreakablePath text={describeFormat(one)} />
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
                label={`Copy the digest of attachment ${at + 1}, ${statement.toLowerCase()}`}
                className="ml-0.5 align-middle"
              />
            </span>
          </li>
        )
      })}
    </ul>
  )
}

function toSummary(attached: readonly Attachment[]): string {
  const { signatures, boms, attestations } = countAttached(attached)
  const known = [
    signatures > 0 && formatCount(signatures, 'signature', 'signatures'),
    boms > 0 && formatCount(boms, 'bill of materials', 'bills of materials'),
    attestations > 0 && formatCount(attestations, 'attestation', 'attestations'),
  ].filter((words) => words !== false)
  return known.length === 0 ? formatCount(attached.length, 'attachment', 'attachments') : known.join(', ')
}
