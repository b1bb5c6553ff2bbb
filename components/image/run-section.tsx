import type { ReactNode } from 'react'
import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import { isolateText } from '#lib/language/isolate-text.ts'
import { joinNames, type Language } from '#lib/language/languages.ts'
import type { FilesSummary } from '#lib/layers/summarize-files.ts'
import type { Platform } from '#lib/oci/manifest.ts'
import type { ImageConfig } from '#lib/oci/read-image-config.ts'
import { takeFitting } from '#lib/oci/split-by-weight.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { BaseImage } from '#lib/pages/image/find-base-image.ts'
import type { ImageFiles } from '#lib/pages/image/find-image-files.ts'
import type { ImageLinks } from '../parts/image-links.ts'
import { AllLink, PartLink } from '../parts/part-link.tsx'
import { Section } from '../parts/section.tsx'
import { BoundedPath } from '../ui/bounded-path.tsx'
import { describeSystem } from '../ui/describe-platform-list.ts'
import { formatNumber } from '../ui/format-count.ts'
import { BaseImageLine } from './base-image-line.tsx'
import { describeUser } from './describe-user.ts'
import { weighPair } from './pair-table.tsx'
import { ShownValue } from './shown-value.tsx'

const maxNames = 4
/** A shorter command breaks where its paths do. */
const maxCommandLength = 120
const maxVariables = 20
/** Bytes of an image's page for them, which has much else. */
const variablesRoom = 16_000

/** On what and how the image starts, in one row: what a visitor needs to run it. */
export function RunSection({
  config,
  platform,
  files,
  base,
  links,
}: {
  config: ImageConfig
  platform: Platform | null
  /** What is in its layers; null where that is not known. */
  files: ImageFiles | null
  /** What it is built on; null where that is not known. */
  base: BaseImage | null
  links: ImageLinks
}) {
  const texts = useTexts('contents')
  const language = useLanguage()
  const { environment, healthCheck } = config
  const variables = takeFitting(environment.slice(0, maxVariables), weighPair, variablesRoom)
  const user = describeUser(config)
  const isLinux = config.os?.trim().toLowerCase() === 'linux'
  return (
    <Section id="running" title={texts('run.title')}>
      {base !== null && <BaseImageLine base={base} />}
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3 md:grid-cols-4 xl:grid-cols-5">
        <Fact name={texts('run.system')}>{platform?.os ? describeSystem(platform.os) : notStated}</Fact>
        {platform?.osVersion && (
          <Fact name={texts('run.systemVersion')}>{toShownText(platform.osVersion, 64)}</Fact>
        )}
        {platform !== null && platform.osFeatures.length > 0 && (
          <Fact name={texts('run.systemFeatures')}>{toShownText(platform.osFeatures.join(', '), 128)}</Fact>
        )}
        <Fact
          name={texts('run.architecture')}
          note={platform?.variant && texts('run.variant', { variant: toShownText(platform.variant, 40) })}
        >
          {platform?.architecture ? toShownText(platform.architecture, 64) : notStated}
        </Fact>
        <InnerFacts files={files} />
        <Fact name={texts('run.user')} note={user.note && texts(`run.userNotes.${user.note}`)}>
          {user.name === null ? notStated : short(user.name)}
        </Fact>
        <Fact name={texts('run.entrypoint')}>
          <Command words={config.entrypoint} value="entrypoint" links={links} />
        </Fact>
        <Fact name={texts('run.command')}>
          <Command words={config.command} value="command" links={links} />
        </Fact>
        <Fact name={texts('run.workingDirectory')}>
          {config.workingDir === null ? none : short(config.workingDir)}
        </Fact>
        <Fact name={texts('run.ports')}>
          <Names names={config.exposedPorts} list="ports" links={links} />
        </Fact>
        <Fact name={texts('run.volumes')}>
          <Names names={config.volumes} list="volumes" links={links} />
        </Fact>
        <Fact
          name={texts('run.healthCheck')}
          note={healthCheck?.intervalMs && texts('run.every', { seconds: healthCheck.intervalMs / 1000 })}
        >
          {healthCheck === null ? none : short(healthCheck.command)}
        </Fact>
        <Fact
          name={texts('run.stopSignal')}
          note={config.stopSignal === null && isLinux && texts('run.asNoneIsSet')}
        >
          {config.stopSignal === null ? (isLinux ? 'SIGTERM' : notStated) : short(config.stopSignal)}
        </Fact>
        <Fact name={texts('run.labels')}>
          {config.labels.length === 0 ? (
            none
          ) : (
            <a href="#labels" className="link inline-block min-h-6 min-w-6 font-sans">
              {formatNumber(config.labels.length, language)}
            </a>
          )}
        </Fact>
        {config.author !== null && <Fact name={texts('run.author')}>{short(config.author)}</Fact>}
      </dl>
      {environment.length > 0 && (
        <details className="mt-4 border-t border-rule py-2 text-sm">
          <summary className="cursor-pointer py-px text-ink-2 wrap-anywhere">
            {texts('counted.environment', { count: environment.length })}{' '}
            <span className="font-mono text-xs text-ink-3">{toVariableNames(environment)}</span>
          </summary>
          <VariableList variables={variables} links={links} />
          <AllLink links={links} list="environment" count={environment.length} shown={variables.length} />
        </details>
      )}
    </Section>
  )
}

/** What stands where there is no value. */
function Lack({ what }: { what: 'none' | 'notStated' | 'run.beingRead' | 'run.noneFound' }) {
  const texts = useTexts('contents')
  return <span className="font-sans text-ink-2">{texts(what)}</span>
}

const none = <Lack what="none" />
const notStated = <Lack what="notStated" />
const beingRead = <Lack what="run.beingRead" />

function short(text: string): string {
  return toShownText(text, 100)
}

function Fact({ name, note, children }: { name: string; note?: ReactNode; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-ink-2">{name}</dt>
      <dd className="font-mono text-xs leading-[1.375rem] wrap-anywhere">
        {children}
        {note ? <span className="block font-sans text-ink-2">{note}</span> : null}
      </dd>
    </div>
  )
}

/** What its layers tell of what one can do in it; nothing where they are not read at all. */
function InnerFacts({ files }: { files: ImageFiles | null }) {
  const texts = useTexts('contents')
  const language = useLanguage()
  if (files === null || files.state === 'unread') return null
  const summary = files.state === 'known' ? files.summary : null
  return (
    <>
      <Fact name={texts('run.distribution')}>
        {summary === null
          ? beingRead
          : summary.distribution === null
            ? notStated
            : short(summary.distribution)}
      </Fact>
      <Fact name={texts('run.shell')}>
        {summary === null ? beingRead : toFound(summary.shells, summary, language)}
      </Fact>
      <Fact name={texts('run.packageManager')}>
        {summary === null ? beingRead : toFound(summary.packageManagers, summary, language)}
      </Fact>
    </>
  )
}

/** Of layers that were not read to their end, what was not found may be there all the same. */
function toFound(names: readonly string[], { trouble }: FilesSummary, language: Language): ReactNode {
  if (names.length > 0) return joinNames(names, language)
  return trouble === null ? none : <Lack what="run.noneFound" />
}

function Command({
  words,
  value,
  links,
}: {
  words: readonly string[]
  value: 'entrypoint' | 'command'
  links: ImageLinks
}) {
  if (words.length === 0) return none
  const text = toCommandText(words)
  if (text.length <= maxCommandLength) return <BoundedPath text={toShownText(text)} />
  return <ShownValue text={text} links={links} value={value} item={1} isLinked={false} />
}

function Names({
  names,
  list,
  links,
}: {
  names: readonly string[]
  list: 'ports' | 'volumes'
  links: ImageLinks
}) {
  const texts = useTexts('contents')
  if (names.length === 0) return none
  const shown = names.slice(0, maxNames).map((name) => isolateText(toShownText(name, 80)))
  return (
    <>
      {shown.join(', ')}
      {names.length > maxNames && (
        <span className="block font-sans">
          <PartLink links={links} part={{ kind: 'list', list, page: 1 }}>
            {texts(`all.${list}`, { count: names.length })}
          </PartLink>
        </span>
      )}
    </>
  )
}

/** @param from the place of the first variable among all, from 0 */
export function VariableList({
  variables,
  links,
  from = 0,
}: {
  variables: readonly (readonly [string, string])[]
  links: ImageLinks
  from?: number
}) {
  return (
    <ul className="mt-2 font-mono text-xs leading-[1.375rem]">
      {variables.map(([name, value], at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a variable may stand twice.
        <li key={at} className="whitespace-pre-wrap wrap-anywhere">
          {isolateText(toShownText(name, 120))}=
          <span className="text-ink-2">
            {value !== '' && (
              <ShownValue text={value} links={links} value="variable" item={from + at + 1} isLinked={false} />
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}

function toVariableNames(environment: readonly (readonly [string, string])[]): string {
  const names = environment.slice(0, 6).map(([name]) => isolateText(toShownText(name, 40)))
  return `${names.join(', ')}${environment.length > names.length ? ', …' : ''}`
}

/** The words of a command as a shell would take them. */
export function toCommandText(words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word))).join(' ')
}
