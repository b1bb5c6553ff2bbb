import Link from 'next/link'
import type { Referrer } from '#lib/gallery/get-image-page.ts'
import { imagePath } from '#lib/gallery/routes.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { Section } from './section.tsx'
import { ShortDigest } from './short-digest.tsx'

/** What others say about the image, by what it is. That it is there is no proof that it is right. */
export function ReferrerList({
  alias,
  repositoryName,
  referrers,
}: {
  alias: string
  repositoryName: string
  referrers: Referrer[]
}) {
  const groups = [...Map.groupBy(referrers, ({ type }) => type)].toSorted(([a], [b]) =>
    a.localeCompare(b, 'en'),
  )
  return (
    <Section
      id="referrers"
      title="Signatures and attestations"
      note={referrers.length > 0 && 'Listed, not verified'}
    >
      {referrers.length === 0 ? (
        <p className="border-b border-rule py-3 text-sm text-ink-2">
          Nobody has attached a signature, a bill of materials or an attestation to this image.
        </p>
      ) : (
        <table className="w-full text-sm">
          <thead className="sr-only">
            <tr>
              <th scope="col">Kind</th>
              <th scope="col">What it is</th>
              <th scope="col">Digest</th>
            </tr>
          </thead>
          {groups.map(([type, members]) => (
            <tbody key={type}>
              {members.map(({ artifactType, digest, tag, annotations }, at) => (
                <tr key={digest} className="border-b border-rule align-top hover:bg-raised">
                  <th scope="row" className="py-2 pr-4 text-left font-normal">
                    {at === 0 ? (
                      <>
                        {type}
                        {members.length > 1 && (
                          <span className="text-ink-3 tabular-nums"> {members.length}</span>
                        )}
                      </>
                    ) : (
                      <span className="sr-only">{type}</span>
                    )}
                  </th>
                  <td className="py-2 pr-4 font-mono text-xs leading-[1.375rem] text-ink-2 wrap-anywhere max-sm:hidden">
                    {toShownText(toDetail(artifactType, tag, annotations), 128)}
                  </td>
                  <td className="py-1 text-right whitespace-nowrap">
                    <Link
                      href={imagePath(alias, repositoryName, { digest })}
                      prefetch={false}
                      className="hover:text-accent hover:underline"
                    >
                      <ShortDigest digest={digest} />
                    </Link>
                    <CopyButton
                      text={digest}
                      label={`Copy the digest of ${type.toLowerCase()} ${at + 1}`}
                      className="ml-0.5 align-middle"
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      )}
    </Section>
  )
}

function toDetail(
  artifactType: string | null,
  tag: string | null,
  annotations: Record<string, string>,
): string {
  if (artifactType !== null) return artifactType
  if (tag !== null) return `tag …${tag.slice(-9)}`
  return annotations['vnd.docker.reference.type'] ?? ''
}
