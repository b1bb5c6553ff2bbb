/**
 * The commands that pull an image with the clients people use, each one ready to be pasted, and the lines of files that
 * make a program pull it. Every word in them that a stranger chose is quoted for where it is pasted.
 */
import type { ArtifactKind } from '#lib/oci/kind-of-media-type.ts'
import { isPullFile, type PullClient } from './pull-client.ts'
import { toPullFileText } from './pull-file.ts'
import { type PullPlatform, type PullReference, toPlatformWord, toReferenceText } from './pull-reference.ts'
import { toFileName, toShellWord } from './quote-word.ts'

export interface PullOptions {
  /** The registry speaks HTTP, which some clients must be told. */
  plainHttp: boolean
  /** Only the image for this one; without it clients take the one of the machine that they run on. */
  platform?: PullPlatform | null
  /** An image that can be run, unless said otherwise. */
  kind?: ArtifactKind
}

/** Of these oras writes the files, which have names; all others are copied as they are, since oras would write nothing. */
const filed: ReadonlySet<ArtifactKind> = new Set([
  'artifact',
  'files',
  'policy',
  'database',
  'dev-container',
  'falco-rules',
])

/**
 * The command with which `client` pulls an image, or the text that goes into a file.
 * @example toPullCommand('docker', { name: 'localhost:5050/acme/app', tag: '1.0', digest: null }, { plainHttp: true })
 */
export function toPullCommand(
  client: PullClient,
  reference: PullReference,
  { plainHttp, platform = null, kind = 'image' }: PullOptions,
): string {
  const named = toPlatformReference(reference, platform)
  if (isPullFile(client)) return toPullFileText(client, named, platform)
  const text = toShellWord(toReferenceText(named))
  const file = toFileName(reference.name)
  const http = (flag: string) => (plainHttp ? [flag] : [])
  const join = (...words: string[]) => words.join(' ')
  // An engine must know that it is to take an image for another machine; to copy one, its digest says enough.
  const forPlatform = platform === null ? [] : [`--platform ${toShellWord(toPlatformWord(platform))}`]
  const select = named.digest === null ? forPlatform : []
  switch (client) {
    // Reaches a registry on the same machine over HTTP without being told, as crictl does.
    case 'docker':
      return join('docker pull', ...forPlatform, text)
    case 'podman':
      return join('podman pull', ...http('--tls-verify=false'), ...forPlatform, text)
    case 'nerdctl':
    case 'finch':
      return join(client, 'pull', ...http('--insecure-registry'), ...forPlatform, text)
    case 'ctr':
      return join('ctr images pull', ...http('--plain-http'), ...forPlatform, text)
    case 'crictl':
      return join('crictl pull', toShellWord(toReferenceText(toChild(reference, platform))))
    case 'skopeo': {
      const override = named.digest === null ? toSkopeoPlatform(platform) : []
      const source = toShellWord(`docker://${toReferenceText(toSingle(named))}`)
      return join('skopeo', ...override, 'copy', ...http('--src-tls-verify=false'), source, `oci:${file}`)
    }
    case 'crane':
      return join('crane pull', ...http('--insecure'), ...select, text, `${file}.tar`)
    case 'oras':
      return filed.has(kind)
        ? join('oras pull', ...http('--plain-http'), ...select, text)
        : join('oras copy', ...http('--from-plain-http'), ...select, '--to-oci-layout', text, file)
    case 'regctl': {
      const host = `--host ${toShellWord(`reg=${reference.name.split('/')[0]},tls=disabled`)}`
      return join('regctl image export', ...http(host), ...select, text, `${file}.tar`)
    }
    case 'helm':
      return join('helm pull', ...http('--plain-http'), ...toChartWords(reference))
    case 'flux':
      // It unpacks into a folder that is there already.
      return join(
        'flux pull artifact',
        ...http('--insecure-registry'),
        toShellWord(`oci://${toReferenceText(toSingle(named))}`),
        '--output .',
      )
    case 'apptainer':
      return join(
        'apptainer pull',
        ...http('--no-https'),
        `${file}.sif`,
        toShellWord(`oras://${toReferenceText(toSingle(named))}`),
      )
  }
}

/** Helm takes the tag as a version, in which a tag's `_` is a `+`, and compares it with a digest when there is one. */
function toChartWords({ name, tag, digest }: PullReference): string[] {
  const chart = toShellWord(`oci://${toReferenceText({ name, tag: null, digest })}`)
  return tag === null ? [chart] : [chart, `--version ${toShellWord(tag.replaceAll('_', '+'))}`]
}

/**
 * The digest, where one is asked for, is that of the image for the platform: engines keep one image for a digest, and
 * refuse the one of another platform under the digest of them all.
 */
function toPlatformReference(reference: PullReference, platform: PullPlatform | null): PullReference {
  return platform === null || reference.digest === null
    ? reference
    : { ...reference, digest: platform.digest }
}

/** Skopeo refuses a reference with both a tag and a digest; the digest is what decides. */
function toSingle(reference: PullReference): PullReference {
  return reference.digest === null ? reference : { ...reference, tag: null }
}

/** Crictl has no option for a platform, so that the image for it is named by its digest in any case. */
function toChild(reference: PullReference, platform: PullPlatform | null): PullReference {
  return platform === null ? reference : { ...reference, tag: null, digest: platform.digest }
}

/** Options of skopeo itself, which stand before the command. */
function toSkopeoPlatform(platform: PullPlatform | null): string[] {
  if (platform === null) return []
  const { os, architecture, variant } = platform
  const words = [`--override-os ${toShellWord(os)}`, `--override-arch ${toShellWord(architecture)}`]
  return variant === null ? words : [...words, `--override-variant ${toShellWord(variant)}`]
}
