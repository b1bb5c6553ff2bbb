import type { ReactNode } from 'react'
import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import { comparisonPath, imagePath, repositoryPath } from '#lib/addresses/routes.ts'
import type { ComparedImage, Comparison } from '#lib/pages/image/get-comparison.ts'
import { ArrowLeftRight } from '../icons/list-icons.tsx'
import { formatDate } from '../ui/format-relative-time.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { sayPlatform } from '../ui/say-platform.ts'
import { ShortDigest } from '../ui/short-digest.tsx'
import { toComparisonAddresses } from './comparison-view.tsx'
import { toShortReference } from './to-short-reference.ts'

const field = 'control h-9 w-full min-w-0 px-3 font-mono text-sm text-ink placeholder:text-ink-3 sm:max-w-56'

/** Which two images are compared, on which platform, as a form that works without a script; and where else this can be had. */
export function ComparedChoice({ alias, comparison }: { alias: string; comparison: Comparison }) {
  const texts = useTexts('compare')
  const ui = useTexts('ui')
  const { repository, from, to, platforms } = comparison
  const name = repository.summary.repositoryName
  const addresses = toComparisonAddresses(alias, comparison)
  const [a, b] = [from.reference, to.reference].map((one) => one.tag ?? one.digest)
  const swapped = comparisonPath(alias, name, { from: b ?? '', to: a ?? '', platform: to.reference.platform })
  return (
    // Its columns have their widths once all of it is there, when something has come behind the header.
    <form
      action={repositoryPath(alias, name)}
      className="mt-4 grid md:in-[header:not(:has(+*))]:invisible grid-cols-[minmax(0,1fr)] rounded-md border border-rule-strong bg-raised max-md:divide-y max-md:divide-rule md:grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)_auto] md:divide-x md:divide-rule"
    >
      <ComparedSide alias={alias} image={from} label={texts('choice.from')} name="compare" />
      <p className="flex items-center px-3 max-md:py-2">
        <IntentLink
          href={swapped}
          prefetch={false}
          className="control inline-flex size-8 items-center justify-center"
          aria-label={texts('choice.swap')}
        >
          <ArrowLeftRight aria-hidden="true" className="size-4 max-md:rotate-90" strokeWidth={1.75} />
        </IntentLink>
      </p>
      <ComparedSide alias={alias} image={to} label={texts('choice.to')} name="with" />
      <div className="flex min-w-0 flex-col gap-2 p-4 text-sm">
        {platforms.length > 0 && (
          <label className="block">
            <span className="sr-only">{texts('choice.platform')}</span>
            <select name="platform" defaultValue={to.chosen.platform?.key ?? ''} className={field}>
              {platforms.slice(0, 100).map(({ key, text }) => (
                <option key={key} value={key}>
                  {sayPlatform(text, ui)}
                </option>
              ))}
            </select>
          </label>
        )}
        <button type="submit" className="control h-8 px-3 text-sm font-semibold">
          {texts('choice.compare')}
        </button>
        <p className="text-xs text-ink-2">
          {texts.rich('choice.forms', {
            permanent: toLink(addresses.permanent),
            text: toLink(addresses.text),
            json: toLink(addresses.json),
          })}
        </p>
      </div>
    </form>
  )
}

function toLink(address: string) {
  return (words: ReactNode) => (
    <a key={address} href={address} className="link inline-block py-1">
      {words}
    </a>
  )
}

function ComparedSide({
  alias,
  image: { reference, page, chosen },
  label,
  name,
}: {
  alias: string
  image: ComparedImage
  label: string
  name: string
}) {
  const texts = useTexts('compare')
  const language = useLanguage()
  const { repository, tagged, image } = page
  const { repositoryName } = repository.summary
  const digest = image.digest
  const others =
    tagged === null ? [] : [tagged.tag, ...tagged.otherTags].filter((tag) => tag !== reference.tag)
  return (
    <div className="flex min-w-0 flex-col gap-2 p-4">
      <label className="block">
        <span className="mb-1 block text-xs text-ink-2">{label}</span>
        <input
          name={name}
          defaultValue={reference.tag ?? reference.digest}
          required
          spellCheck={false}
          autoCapitalize="none"
          className={field}
        />
      </label>
      <p className="flex min-w-0 flex-wrap items-baseline gap-x-3 text-xs text-ink-2">
        {others.length > 0 && <span className="font-mono wrap-anywhere">{others.slice(0, 4).join(' ')}</span>}
        {tagged?.pushedAt && (
          <span>{texts('choice.pushed', { date: formatDate(tagged.pushedAt, language) })}</span>
        )}
        <IntentLink
          href={imagePath(alias, repositoryName, { digest, platform: reference.platform })}
          prefetch={false}
          className="inline-block py-1 hover:text-accent hover:underline"
          aria-label={texts('choice.image', { reference: toShortReference(reference) })}
        >
          <ShortDigest digest={chosen.digest} />
        </IntentLink>
      </p>
    </div>
  )
}
