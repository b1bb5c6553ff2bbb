import type { Route } from 'next'
import { useTexts } from '#components/language/use-texts.ts'
import { imagePath } from '#lib/addresses/routes.ts'
import type { ImageFacts } from '#lib/oci/image-facts.ts'
import { BadgeCheck, CircleAlert, FileBox, ShieldQuestion } from '../icons/proof-icons.tsx'
import { IntentLink } from '../ui/intent-link.tsx'
import { saySigner } from '../ui/say-signer.ts'

const looks = {
  verified: { Icon: BadgeCheck, colour: 'text-verified' },
  alarm: { Icon: CircleAlert, colour: 'text-danger' },
  signature: { Icon: ShieldQuestion, colour: '' },
  boms: { Icon: FileBox, colour: '' },
}

/** Leads to what is attached to an image, with a mark for what is verified. */
export function AttachedLink({
  kind,
  path,
  words,
  title,
}: {
  kind: keyof typeof looks
  path: Route
  words: string
  /** The whole of what the words say the beginning of. */
  title?: string
}) {
  const { Icon, colour } = looks[kind]
  return (
    <IntentLink
      href={path}
      prefetch={false}
      title={title}
      className={`link inline-flex min-h-6 max-w-full min-w-0 items-center gap-1.5 focus-visible:-outline-offset-2 ${colour}`}
    >
      <Icon aria-hidden="true" className="size-4 shrink-0" strokeWidth={1.75} />
      <span className="truncate">{words}</span>
    </IntentLink>
  )
}

/** What came of an image's signatures, as a link to them; nothing where there are none. */
export function SignatureLink({
  facts: { attached, signature },
  path,
  isShort = false,
}: {
  facts: Pick<ImageFacts, 'attached' | 'signature'>
  path: Route
  /** Where there is no room for a name. */
  isShort?: boolean
}) {
  const texts = useTexts('repositoryTools')
  const ui = useTexts('ui')
  if (signature?.by) {
    const name = saySigner(signature.by, ui)
    const isExpected = signature.state === 'verified'
    const title = texts(isExpected ? 'signature.signedBy' : 'signature.notExpected', { name })
    const words = isExpected ? (isShort ? texts('signature.signed') : name) : texts('signature.other')
    return <AttachedLink kind={isExpected ? 'verified' : 'alarm'} path={path} words={words} title={title} />
  }
  if (attached.signatures === 0 && signature === null) return null
  const state = signature?.state === 'under-way' ? 'underWay' : 'notVerified'
  const words = texts(isShort ? `signature.${state}Alone` : `signature.${state}`)
  return <AttachedLink kind="signature" path={path} words={words} />
}

/** Where an image's page shows what is attached to it. */
export function attachedPath(alias: string, repositoryName: string, tag: string): Route {
  return `${imagePath(alias, repositoryName, { tag })}#vouching` as Route
}
