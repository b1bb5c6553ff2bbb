import { comparisonApiPath, comparisonPath } from '#lib/addresses/routes.ts'
import type { Comparison } from '#lib/pages/get-comparison.ts'
import { RepositoryCrumb } from '../image/repository-crumb.tsx'
import { PageShell } from '../site/page-shell.tsx'
import { formatBytes } from '../ui/format-bytes.ts'
import { formatCount, formatNumber } from '../ui/format-count.ts'
import { Logo } from '../ui/logo.tsx'
import { ComparedChoice } from './compared-choice.tsx'
import { FileChanges } from './file-changes.tsx'
import { PackageChanges } from './package-changes.tsx'
import { SettingSection } from './setting-section.tsx'
import { toShortReference } from './to-short-reference.ts'
import { VulnerabilityChanges } from './vulnerability-changes.tsx'

/** Two images beside each other: how much differs at a glance, and then what. */
export function ComparisonView({ alias, comparison }: { alias: string; comparison: Comparison }) {
  const { repository, from, to, difference } = comparison
  const { registryAlias, repositoryName, logoSrc } = repository.summary
  const [before, after] = [toShortReference(from.reference), toShortReference(to.reference)]
  return (
    <PageShell className="grid grid-cols-[minmax(0,1fr)] gap-y-8 pt-7 pb-16">
      <header className="min-w-0">
        <p className="flex items-center gap-2.5 text-ink-2">
          <Logo src={logoSrc} alias={registryAlias} name={repositoryName} size={24} />
          <RepositoryCrumb alias={alias} registryAlias={registryAlias} repositoryName={repositoryName} />
        </p>
        <h1 className="mt-2 text-2xl font-semibold wrap-anywhere">
          Compare
          <span className="sr-only">
            {' '}
            {before} and {after}
          </span>
        </h1>
        <ComparedChoice alias={alias} comparison={comparison} />
      </header>
      <Figures comparison={comparison} />
      <SettingSection difference={difference} before={before} after={after} />
      <PackageChanges comparison={comparison} before={before} after={after} />
      <VulnerabilityChanges comparison={comparison} />
      <FileChanges files={comparison.files} before={before} after={after} />
    </PageShell>
  )
}

/** What decides whether one moves from the one to the other. */
function Figures({ comparison }: { comparison: Comparison }) {
  const { from, to, difference, packages, vulnerabilities } = comparison
  const { layers } = difference
  const [before, after] = [from.chosen.sizeBytes, to.chosen.sizeBytes]
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3 lg:grid-cols-5">
      <Figure name="Download" note={`${formatBytes(before)} → ${formatBytes(after)}`}>
        {toChange(after - before)}
      </Figure>
      <Figure
        name="Layers"
        note={
          layers.newBytes === 0
            ? 'nothing new to download'
            : `${formatBytes(layers.newBytes)} new to download`
        }
      >
        {formatNumber(layers.shared)} of {formatNumber(layers.after)} shared
      </Figure>
      <Figure name="Settings" note={`${formatNumber(difference.sameSettings)} are the same`}>
        {formatCount(difference.settings.length, 'differs', 'differ')}
      </Figure>
      {packages !== null && (
        <Figure name="Packages" note={`${formatNumber(packages.sameCount)} are the same`}>
          {formatCount(packages.changes.length, 'differs', 'differ')}
        </Figure>
      )}
      {vulnerabilities !== null && (
        <Figure name="Vulnerabilities" note={`${formatNumber(vulnerabilities.sameCount)} open in both`}>
          {formatNumber(vulnerabilities.fixed.length)} fixed, {formatNumber(vulnerabilities.fresh.length)} new
        </Figure>
      )}
    </dl>
  )
}

function Figure({ name, note, children }: { name: string; note: string; children: React.ReactNode }) {
  return (
    <div className="min-w-0 border-l border-rule pl-4 first:border-0 first:pl-0 max-sm:border-0 max-sm:pl-0">
      <dt className="text-xs text-ink-2">{name}</dt>
      <dd className="font-semibold">
        {children}
        <span className="block text-xs font-normal text-ink-2">{note}</span>
      </dd>
    </div>
  )
}

function toChange(bytes: number): string {
  if (bytes === 0) return 'the same size'
  return `${bytes > 0 ? '+' : '−'}${formatBytes(Math.abs(bytes))}`
}

/** Addresses of this comparison: the one that always shows the same, and those for programs. */
export function toComparisonAddresses(alias: string, { repository, from, to }: Comparison) {
  const name = repository.summary.repositoryName
  const permanent = {
    from: from.page.image.digest,
    to: to.page.image.digest,
    platform: to.reference.platform,
  }
  return {
    permanent: comparisonPath(alias, name, permanent),
    text: comparisonApiPath(alias, name, { ...permanent, format: 'text' }),
    json: comparisonApiPath(alias, name, permanent),
  }
}
