import { useTexts } from '#components/language/use-texts.ts'
import { imagePath, repositoryPath } from '#lib/addresses/routes.ts'
import { toTextAttributes } from '#lib/language/guess-text-language.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { Chart } from '#lib/oci-client/read-image.ts'
import type { DeployedImage } from '#lib/pages/image/list-deployed-images.ts'
import { Section } from '../parts/section.tsx'
import { IntentLink } from '../ui/intent-link.tsx'

/** What a Helm chart says of itself, and which images it deploys. */
export function ChartFacts({ chart, deploys }: { chart: Chart; deploys: readonly DeployedImage[] }) {
  const texts = useTexts('contents')
  const pairs = [
    [texts('chart.name'), chart.name],
    [texts('chart.version'), chart.version],
    [texts('chart.appVersion'), chart.appVersion],
    [texts('chart.description'), chart.description],
  ].filter((pair): pair is [string, string] => pair[1] !== null)
  if (pairs.length + deploys.length === 0) return null
  return (
    <Section id="chart" title={texts('chart.title')}>
      <dl className="text-sm">
        {pairs.map(([name, value]) => (
          <div key={name} className={row}>
            <dt className="text-ink-2">{name}</dt>
            <dd {...toTextAttributes(value)} className="wrap-anywhere">
              {value}
            </dd>
          </div>
        ))}
        {deploys.length > 0 && (
          <div className={row}>
            <dt className="text-ink-2">{texts('chart.deploys')}</dt>
            <dd>
              <ul>
                {deploys.map((image, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: images stand in their order, and names may be long.
                  <li key={at} className="wrap-anywhere">
                    <Deployed image={image} />
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        )}
      </dl>
    </Section>
  )
}

const row =
  'gap-x-6 border-b border-rule py-1.5 first:pt-0 sm:grid sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]'

function Deployed({ image: { name, tag, here } }: { image: DeployedImage }) {
  const shown = toShownText(tag === null ? name : `${name}:${tag}`, 200)
  if (here === null) return <span className="font-mono text-xs">{shown}</span>
  const { registryAlias, repositoryName, isTagHere } = here
  return (
    <IntentLink
      href={
        tag !== null && isTagHere
          ? imagePath(registryAlias, repositoryName, { tag })
          : repositoryPath(registryAlias, repositoryName)
      }
      prefetch={false}
      className="link inline-block min-h-6 font-mono text-xs leading-6"
    >
      {shown}
    </IntentLink>
  )
}
