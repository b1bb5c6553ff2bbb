import { useTexts } from '#components/language/use-texts.ts'
import { comparisonApiPath, comparisonPath } from '#lib/addresses/routes.ts'
import type { Texts } from '#lib/language/texts.ts'
import type { Comparison } from '#lib/pages/image/get-comparison.ts'
import { RepositoryCrumb } from '../image/repository-crumb.tsx'
import { PageShell } from '../site/page-shell.tsx'
import { formatBytes } from '../ui/format-bytes.ts'
import { Logo } from '../ui/logo.tsx'
import { ComparedChoice } from './compared-choice.tsx'
import { FileChanges } from './file-changes.tsx'
import { PackageChanges } from './package-changes.tsx'
import { planRows } from './plan-rows.ts'
import { SettingSection } from './setting-section.tsx'
import { toShortReference } from './to-short-reference.ts'
import { VulnerabilityChanges } from './vulnerability-changes.tsx'

/** Two images beside each other: how much differs at a glance, and then what. */
export function ComparisonView({ alias, comparison }: { alias: string; comparison: Comparison }) {
  const texts = useTexts('compare')
  const { repository, from, to, difference } = comparison
  const { registryAlias, repositoryName, logoSrc } = repository.summary
  const [before, after] = [toShortReference(from.reference), toShortReference(to.reference)]
  const shown = planRows({
    settings: difference.settings,
    packages: comparison.packages?.changes ?? [],
    vulnerabilities: comparison.vulnerabilities,
    files: comparison.files?.state === 'known' ? comparison.files.difference.changes : [],
    nameLength: alias.length + repositoryName.length,
  })
  const forms = toComparisonAddresses(alias, comparison)
  return (
    <PageShell className="grid grid-cols-[minmax(0,1fr)] gap-y-8 pt-7 pb-16">
      <header className="min-w-0">
        <p className="flex items-center gap-2.5 text-ink-2">
          <Logo src={logoSrc} alias={registryAlias} name={repositoryName} size={24} />
          <RepositoryCrumb alias={alias} registryAlias={registryAlias} repositoryName={repositoryName} />
        </p>
        <h1 className="mt-2 text-2xl font-semibold wrap-anywhere">
          {texts.rich('title', {
            before,
            after,
            hidden: (words) => (
              <span key="hidden" className="sr-only">
                {words}
              </span>
            ),
          })}
        </h1>
        <ComparedChoice alias={alias} comparison={comparison} />
      </header>
      <Figures comparison={comparison} />
      <SettingSection {...{ difference, before, after, forms }} maxShown={shown.settings} />
      <PackageChanges {...{ comparison, before, after, forms }} maxShown={shown.packages} />
      <VulnerabilityChanges {...{ comparison, forms }} maxShown={shown.vulnerabilities} />
      <FileChanges {...{ alias, comparison, before, after, forms }} maxShown={shown.files} />
    </PageShell>
  )
}

/** What decides whether one moves from the one to the other. */
function Figures({ comparison }: { comparison: Comparison }) {
  const texts = useTexts('compare')
  const { from, to, difference, packages, vulnerabilities } = comparison
  const { layers } = difference
  const [before, after] = [from.chosen.sizeBytes, to.chosen.sizeBytes]
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3 lg:grid-cols-5">
      <Figure name={texts('figures.download')} note={`${formatBytes(before)} → ${formatBytes(after)}`}>
        {toChange(after - before, texts)}
      </Figure>
      <Figure
        name={texts('figures.layers')}
        note={
          layers.newBytes === 0
            ? texts('figures.nothingNew')
            : texts('figures.newBytes', { size: formatBytes(layers.newBytes) })
        }
      >
        {texts('figures.shared', { shared: layers.shared, count: layers.after })}
      </Figure>
      <Figure
        name={texts('figures.settings')}
        note={texts('figures.same', { count: difference.sameSettings })}
      >
        {texts('figures.differ', { count: difference.settings.length })}
      </Figure>
      {packages !== null && (
        <Figure name={texts('figures.packages')} note={texts('figures.same', { count: packages.sameCount })}>
          {texts('figures.differ', { count: packages.changes.length })}
        </Figure>
      )}
      {vulnerabilities !== null && (
        <Figure
          name={texts('figures.vulnerabilities')}
          note={texts('figures.openInBoth', { count: vulnerabilities.sameCount })}
        >
          {texts('figures.fixedAndNew', {
            fixed: vulnerabilities.fixed.length,
            fresh: vulnerabilities.fresh.length,
          })}
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

function toChange(bytes: number, texts: Texts<'compare'>): string {
  if (bytes === 0) return texts('figures.sameSize')
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
