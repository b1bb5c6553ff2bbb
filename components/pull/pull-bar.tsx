'use client'

import type { ReactNode } from 'react'
import { useTexts } from '#components/language/use-texts.ts'
import { isPullFile, toPullClient } from '#lib/commands/pull-client.ts'
import { type Pullable, toPullOffer } from '#lib/commands/pull-offer.ts'
import { REFERENCE_FORMS } from '#lib/commands/pull-reference.ts'
import { ChevronDown } from '../icons/control-icons.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { listClientOptions } from './list-client-options.ts'
import { PullText } from './pull-text.tsx'
import { SelectField } from './select-field.tsx'
import { usePullClient } from './use-pull-client.ts'

const anyPlatform = 'any'

/**
 * The loudest thing on the page: the command that pulls what is shown, its button, and the choices that change it. On a phone
 * the choices open below. Nothing moves while a visitor chooses.
 */
export function PullBar({
  what,
  tags = [],
  uri,
  hasPlatforms = true,
  platform,
  form,
  plainHttp,
  isLoading = false,
  onChange,
}: {
  what: Pullable
  /** To choose from; none on the page of one image. */
  tags?: readonly string[]
  /** Host and repository, to be copied alone. */
  uri: string
  /** False where the page itself lets visitors choose the platform. */
  hasPlatforms?: boolean
  platform: string | null
  form: string | null
  plainHttp: boolean
  /** What it runs on is on its way. */
  isLoading?: boolean
  onChange: (change: { tag?: string | null; platform?: string | null; form?: string | null }) => void
}) {
  const texts = useTexts('pull')
  const [client, setClient] = usePullClient(what.kind)
  const offer = toPullOffer(what, { client, platform, form }, plainHttp)
  const first = toPullOffer({ ...what, tag: what.tag && (tags[0] ?? what.tag) }, {}, plainHttp)
  const tagField = tags.length > 0 && (
    <SelectField
      label={texts('tag')}
      value={what.tag ?? ''}
      options={tags}
      onChange={(tag) => onChange({ tag })}
    />
  )
  const copyUri = (place: string) => (
    <CopyButton text={uri} label={texts('copyUri')} look="secondary" className={place} />
  )
  const foldedUri = copyUri('col-span-full sm:hidden')
  if (offer === null) {
    return (
      <Frame
        choices={
          <>
            {tagField}
            {foldedUri}
          </>
        }
        copy={copyUri('max-sm:hidden')}
      >
        <p className="flex h-21 items-center px-1 text-ink-2 max-sm:h-18">
          {texts(what.kind === 'build-cache' ? 'buildCache' : 'nothing')}
        </p>
      </Frame>
    )
  }
  const platforms = offer.platforms.map(({ key, text }) => ({ value: key, label: text }))
  return (
    <Frame
      choices={
        <>
          <SelectField
            label={texts('client')}
            value={offer.client}
            options={listClientOptions(what.kind, texts)}
            onChange={(name) => {
              const chosen = toPullClient(name, what.kind)
              if (chosen !== null) setClient(chosen)
            }}
          />
          {tagField}
          <SelectField
            label={texts('by')}
            value={offer.form}
            options={REFERENCE_FORMS.map((value) => ({
              value,
              label: texts(`forms.${value}`),
              isDisabled: !offer.forms.includes(value),
            }))}
            onChange={(chosen) => onChange({ form: chosen === 'tag' ? null : chosen })}
            isDisabled={offer.forms.length === 1}
          />
          {hasPlatforms && what.kind === 'image' && (
            <SelectField
              label={texts('platform')}
              value={offer.platform?.key ?? anyPlatform}
              options={[{ value: anyPlatform, label: texts('anyPlatform') }, ...platforms]}
              onChange={(key) => onChange({ platform: key === anyPlatform ? null : key })}
              isDisabled={isLoading || platforms.length === 0}
            />
          )}
          {foldedUri}
        </>
      }
      copy={
        <>
          <CopyButton
            text={offer.text}
            label={texts(isPullFile(offer.client) ? 'copyLines' : 'copyCommand')}
            look="primary"
          />
          {copyUri('max-sm:hidden')}
        </>
      }
    >
      <PullText text={offer.text} first={first?.text ?? offer.text} />
    </Frame>
  )
}

/**
 * Command, choices and button side by side; below each other where there is less room. The columns have their widths before what
 * stands in them has arrived.
 */
function Frame({ children, choices, copy }: { children: ReactNode; choices: ReactNode; copy: ReactNode }) {
  const texts = useTexts('pull')
  return (
    <section
      aria-label={texts('title')}
      className="grid grid-cols-[minmax(0,1fr)_6.5rem] gap-2 sm:grid-cols-[minmax(0,1fr)_10.5rem] sm:gap-3 lg:grid-cols-[minmax(0,1fr)_23rem_10.5rem] noscript:grid-cols-1"
    >
      <div className="max-lg:col-span-full">{children}</div>
      {/* On a phone a switch for the choices, which stand after it and are always there on a wider screen. */}
      <details className="needs-script fold peer col-start-2 row-start-2 sm:hidden">
        <summary className="control flex h-10 cursor-pointer items-center justify-center gap-1.5 text-ink">
          {texts('change')}
          <ChevronDown aria-hidden="true" className="fold-mark size-4 text-ink-3" />
        </summary>
      </details>
      <div className="needs-script row-start-2 grid grid-cols-2 content-start gap-2 max-sm:col-span-full max-sm:row-start-3 max-sm:hidden max-sm:peer-open:grid lg:col-start-2 lg:row-start-1">
        {choices}
      </div>
      <div className="row-start-2 flex flex-col gap-2 max-sm:col-start-1 lg:col-start-3 lg:row-start-1">
        {copy}
      </div>
    </section>
  )
}
