import { useTexts } from '#components/language/use-texts.ts'
import { isolateText } from '#lib/language/isolate-text.ts'
import { type ImageDifference, type SettingChange, toSettingName } from '#lib/oci/compare-images.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import { Section } from '../parts/section.tsx'
import { ChangeTable, type WholeForms } from './change-table.tsx'
import { toShownItems } from './shown-settings.ts'

/** What the images are told to do differently: settings, variables and labels. */
export function SettingSection({
  difference: { settings, sameSettings },
  before,
  after,
  maxShown,
  forms,
}: {
  difference: ImageDifference
  /** The names of both images. */
  before: string
  after: string
  maxShown: number
  forms: WholeForms
}) {
  const texts = useTexts('compare')
  return (
    <Section
      id="settings"
      title={texts('settings.title')}
      note={texts('settings.note', { count: settings.length })}
    >
      <ChangeTable
        columns={[{ name: texts('settings.setting') }, { name: before }, { name: after }]}
        changes={settings}
        {...{ maxShown, forms }}
        toRow={(change, at) => <SettingRow key={at} change={change} before={before} after={after} />}
      />
      <p className="mt-3 text-sm text-ink-2">{texts('settings.same', { count: sameSettings })}</p>
    </Section>
  )
}

function SettingRow({ change, before, after }: { change: SettingChange; before: string; after: string }) {
  const texts = useTexts('compare')
  const isMono = change.kind !== 'setting'
  const setting = toSettingName(change)
  const name =
    setting === null ? isolateText(toShownText(change.name, 120)) : texts(`settings.names.${setting}`)
  return (
    <tr className="border-b border-rule align-baseline max-sm:block max-sm:py-2">
      <th
        scope="row"
        className={`py-1.5 pr-4 text-left font-normal wrap-anywhere max-sm:block max-sm:py-0 max-sm:font-semibold ${isMono ? 'font-mono text-xs' : ''}`}
      >
        {change.kind === 'label'
          ? texts.rich('settings.label', {
              name,
              quiet: (words) => (
                <span key="quiet" className="font-sans text-ink-3">
                  {words}
                </span>
              ),
            })
          : name}
      </th>
      <Items side={before} items={change.before} others={change.after} isGone />
      <Items side={after} items={change.after} others={change.before} isGone={false} />
    </tr>
  )
}

/** The items of one side; those that the other lacks stand out, in colour and by a sign. */
function Items({
  side,
  items,
  others,
  isGone,
}: {
  side: string
  items: string[] | null
  others: string[] | null
  isGone: boolean
}) {
  const texts = useTexts('compare')
  const known = new Set(others)
  const shown = items === null ? [] : toShownItems(items)
  return (
    <td className="py-1.5 pr-4 font-mono text-xs leading-[1.375rem] wrap-anywhere max-sm:block max-sm:py-0.5">
      <span className="font-sans text-ink-3 sm:hidden">{texts('settings.side', { side })}</span>
      {items === null && (
        <span className="font-sans text-ink-3">{texts(isGone ? 'settings.notSet' : 'settings.removed')}</span>
      )}
      {shown.map(({ item, text: words }, at) => {
        const Mark = isGone ? 'del' : 'ins'
        const text = words || texts('settings.empty')
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a word may stand twice.
          <span key={at} translate="no">
            {at > 0 && ' '}
            {known.has(item) ? (
              text
            ) : (
              <Mark
                className={`rounded-sm px-1 ${isGone ? 'bg-removed text-danger line-through' : 'bg-accent-soft text-accent no-underline'}`}
              >
                {text}
              </Mark>
            )}
          </span>
        )
      })}
      {items !== null &&
        items.length > shown.length &&
        texts('settings.more', { count: items.length - shown.length })}
    </td>
  )
}
