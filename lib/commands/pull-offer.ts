/**
 * What a visitor is offered to pull something with: the one decision behind the pull panel of all pages and the copy buttons of
 * rows. What was pushed decides which clients there are, client and tag which forms of reference, and all of them the text. What
 * was chosen counts as far as it fits; where nothing can be pulled there is no offer. Pure.
 */
import type { PlatformFact } from '#lib/oci/image-facts.ts'
import type { ArtifactKind } from '#lib/oci/kind-of-media-type.ts'
import { listPullClients, type PullClient, toPullClient } from './pull-client.ts'
import { toPullCommand } from './pull-command.ts'
import {
  listReferenceForms,
  type PullPlatform,
  type ReferenceForm,
  toPlatformWord,
  toReference,
} from './pull-reference.ts'

/** Something in a registry, as far as a pull must know it. */
export interface Pullable {
  /** Host and repository. */
  name: string
  /** Null for what is shown by its digest. */
  tag: string | null
  /** Null where only the tag is known. */
  digest: string | null
  kind: ArtifactKind
  /** What an index has images for, or the one of an image; empty where that is not known. */
  platforms?: readonly PlatformOption[]
}

/** A platform as it is addressed and shown. */
export interface PlatformOption {
  key: string
  text: string
  os: string
  architecture: string
  variant: string | null
  digest: string
  /** Another platform may go by the same word. */
  isAmbiguous?: boolean
}

export interface PullChoice {
  /** The names as they were remembered or stand in an address; what does not fit is not chosen. */
  client?: string | null
  form?: string | null
  platform?: string | null
}

export interface PullOffer {
  clients: readonly PullClient[]
  client: PullClient
  forms: readonly ReferenceForm[]
  form: ReferenceForm
  platforms: readonly PlatformOption[]
  /** Null for any: clients then take that of the machine that they run on. */
  platform: PlatformOption | null
  /** The command, or the lines of a file. */
  text: string
}

/**
 * What to offer for a choice.
 * @param plainHttp the registry speaks HTTP, which some clients must be told
 * @returns null where no client pulls what is there
 */
export function toPullOffer(what: Pullable, choice: PullChoice, plainHttp: boolean): PullOffer | null {
  const client = toPullClient(choice.client ?? null, what.kind)
  if (client === null) return null
  const platforms = what.platforms ?? []
  const platform = platforms.find(({ key }) => key === choice.platform) ?? null
  const chosen = platform && toPullPlatform(platform, platforms)
  const forms = listReferenceForms(client, what.tag, chosen).filter(
    (one) => one === 'tag' || what.digest !== null,
  )
  const form = forms.find((one) => one === choice.form) ?? forms[0]
  if (form === undefined) return null
  const reference = toReference(what.name, what, form)
  return {
    clients: listPullClients(what.kind),
    client,
    forms,
    form,
    platforms,
    platform,
    text: toPullCommand(client, reference, { plainHttp, platform: chosen, kind: what.kind }),
  }
}

/** The text that a row copies, for the client that was chosen last; null where there is nothing to pull. */
export function toRowCommand(what: Pullable, client: string | null, plainHttp: boolean): string | null {
  return toPullOffer(what, { client }, plainHttp)?.text ?? null
}

/** No client takes a longer part of a platform. */
const maxPartLength = 64

/** A longer list to choose from helps nobody, and would make a page heavy. */
const maxOptions = 100

/**
 * The platforms of an image that clients can be asked for: those that are stated in full, of very many the first and the chosen one.
 * @param chosen the key of the one that is chosen, if any
 */
export function toPlatformOptions(
  platforms: readonly PlatformFact[],
  chosen: string | null = null,
): PlatformOption[] {
  const options = platforms.flatMap(({ platform, digest, key, text }) => {
    if (platform === null || platform.os === '' || platform.architecture === '') return []
    const { os, architecture, variant } = platform
    if ([os, architecture, variant ?? ''].some((part) => part.length > maxPartLength)) return []
    return [{ key, text, os, architecture, variant, digest }]
  })
  if (options.length <= maxOptions) return options
  // Which of them share a word is not known any more, so that each is named by its digest.
  const shown = options.filter(({ key }, at) => at < maxOptions || key === chosen)
  return shown.map((option) => ({ ...option, isAmbiguous: true }))
}

/** Clients are told a platform in words that leave out versions and features. */
function toPullPlatform(platform: PlatformOption, others: readonly PlatformOption[]): PullPlatform {
  const { os, architecture, variant, digest } = platform
  const word = toPlatformWord(platform)
  const isShared = others.some((one) => one.key !== platform.key && toPlatformWord(one) === word)
  const isAmbiguous = platform.isAmbiguous === true || isShared
  return { os, architecture, variant, digest, isAmbiguous }
}
