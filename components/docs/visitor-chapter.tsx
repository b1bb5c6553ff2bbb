import { GRADE_RULE } from '#lib/vulnerabilities/grade-scan.ts'
import { SearchHints } from '../search/search-hints.tsx'
import { CommandBlock } from '../site/command-block.tsx'
import { VerifiedMark } from '../ui/verified-mark.tsx'
import { DocsSection } from './docs-section.tsx'
import { PullFailures } from './pull-failures.tsx'
import { WhomToAsk } from './whom-to-ask.tsx'

/** What a visitor wants to know: how to find, pull and judge an image, and what to do when that fails. */
export function VisitorChapter({
  registryHost,
  verifiedBy,
  contact,
}: {
  /** As it stands in image references. */
  registryHost: string
  /** Who gives the verified mark: the people who run this gallery, Amazon, or each for its own source. */
  verifiedBy: 'operator' | 'amazon' | 'both'
  /** Where the operator is reached; null where that is not said. */
  contact: string | null
}) {
  return (
    <>
      <DocsSection id="find" title="Find an image">
        <p>
          Search looks at names, publishers, descriptions and the About and Usage texts; an exact name comes
          first. The key <kbd className="rounded-sm border border-rule-strong px-1 font-mono text-xs">/</kbd>{' '}
          leads to the search box from anywhere. Values of one filter are alternatives, filters narrow each
          other, and the address of a page holds the whole search, so it can be kept and shared. The box takes
          this too:
        </p>
        <SearchHints wide />
        <p>
          Filters and what is typed are two views of one search: each shows what the other says. Recent
          searches are kept by the browser alone.
        </p>
      </DocsSection>
      <DocsSection id="pull" title="Pull an image">
        <p>
          Every repository has its page at <code>/ALIAS/REPOSITORY</code>, with the command to copy; choose
          your client, the tag and the platform beside it. A reference names the registry, the
          publisher&rsquo;s alias, the repository, and a tag or a digest:
        </p>
        <CommandBlock
          text={`docker pull ${registryHost}/ALIAS/REPOSITORY:TAG`}
          label="the form of a pull command"
        />
        <p>
          Nobody needs to log in for that. A tag may be moved to another image by its publisher; a digest
          always names the same bytes. For a deployment that must not change, copy the command by digest.
        </p>
      </DocsSection>
      <DocsSection id="fails" title="When a pull fails">
        <p>Find what your client says in the left column.</p>
        <PullFailures />
      </DocsSection>
      <DocsSection id="verified" title="What “verified” means">
        <p className="flex flex-wrap items-center gap-x-2">
          <VerifiedMark words />
          <span>stands beside publishers whose identity somebody has checked.</span>
        </p>
        <p>{verifiers[verifiedBy]}</p>
        <p>
          It is about who publishes, not about what is published: nobody has looked for faults in the images.
          Publishers without the mark are not worse, only not checked. Anyone may name a repository after
          somebody else&rsquo;s product, so look at the publisher, not at the repository&rsquo;s name alone.
        </p>
      </DocsSection>
      <DocsSection id="marks" title="What else a page says">
        <p>
          <strong className="font-semibold text-ink">Signed by</strong>: this gallery has verified the
          signature itself, and names who made it.{' '}
          <strong className="font-semibold text-ink">Not verified</strong> means that a signature is there
          which it cannot verify; the image&rsquo;s page says why, and has the command to check each statement
          yourself. In red stands a signer who is not the one that the publisher, or the people who run this
          gallery, have named. It is about who stands behind an image, not about faults in it.
        </p>
        <p>
          <strong className="font-semibold text-ink">SBOM attached</strong>: a list of what is in the image
          lies beside it in the registry.
        </p>
        <p>
          <strong className="font-semibold text-ink">Licence and source</strong> are what the publisher wrote
          into the image. <strong className="font-semibold text-ink">Runs on</strong> is read from the image
          itself, and a page says where the publisher declares something else.
        </p>
        <p>
          <strong className="font-semibold text-ink">Deprecated</strong> and a last day are what the publisher
          says. The command that pulls goes on working; what follows is named where the publisher names it.
        </p>
        <p>
          <strong className="font-semibold text-ink">What tags pointed to</strong> is what the registry noted
          when they moved, where it keeps that. A digest names the same image forever.
        </p>
        <p>
          <strong className="font-semibold text-ink">Pulls</strong> count manifests that clients fetched,
          where the registry counts them; a machine that pulls each hour counts each hour.
        </p>
      </DocsSection>
      <DocsSection id="inside" title="Packages and known vulnerabilities">
        <p>
          This gallery looks into no image. What its page says of{' '}
          <strong className="font-semibold text-ink">packages</strong> is what a bill of materials lists that
          is attached to it, in SPDX, CycloneDX or syft&rsquo;s own format; the document can be downloaded as
          it was pushed. Of several, the newest that speaks of the chosen platform is shown.
        </p>
        <p>
          <strong className="font-semibold text-ink">Known vulnerabilities</strong> are those of the newest
          report of a scanner that is attached, with its date. Where there is none, nothing is known: that is
          not the same as none. The publisher can set a finding aside by an OpenVEX statement, whose reason
          stands beside it.
        </p>
        <p>
          <strong className="font-semibold text-ink">The grade</strong> follows one rule. {GRADE_RULE}
        </p>
      </DocsSection>
      <DocsSection id="ask" title="Whom to ask">
        <WhomToAsk contact={contact} />
      </DocsSection>
    </>
  )
}

const verifiers = {
  operator: 'In this gallery, the people who run it give the mark, to publishers whom they know.',
  amazon: 'Here it is Amazon’s mark: ECR Public gives it to publishers whose account it has checked.',
  both: 'For repositories of Amazon ECR Public it is Amazon’s mark; for all others, the people who run this gallery give it, to publishers whom they know.',
} as const
