/**
 * The commands that pull an image with the clients people use, each one ready to be pasted. References are those
 * of the OCI distribution specification 1.1.1: `host/name`, then `:tag`, then `@digest`.
 */

export const PULL_CLIENTS = [
  'docker',
  'podman',
  'nerdctl',
  'finch',
  'ctr',
  'crictl',
  'skopeo',
  'crane',
] as const
export type PullClient = (typeof PULL_CLIENTS)[number]

/** How an image is named: by a tag that may move, by its content, or by both. */
export const REFERENCE_FORMS = ['tag', 'tag-and-digest', 'digest'] as const
export type ReferenceForm = (typeof REFERENCE_FORMS)[number]

export interface PullReference {
  /** Host and repository, such as `public.ecr.aws/docker/library/busybox`. */
  name: string
  tag: string | null
  /** `sha256:…` */
  digest: string | null
}

/**
 * The command with which `client` pulls an image.
 * @param plainHttp the registry speaks HTTP, which some clients must be told
 * @example toPullCommand('docker', { name: 'localhost:5050/acme/app', tag: '1.0', digest: null }, { plainHttp: true })
 */
export function toPullCommand(
  client: PullClient,
  reference: PullReference,
  { plainHttp }: { plainHttp: boolean },
): string {
  const text = toReferenceText(reference)
  const shortName = reference.name.split('/').at(-1) ?? 'image'
  const flag = (name: string) => (plainHttp ? `${name} ` : '')
  switch (client) {
    // These two reach a registry on the same machine over HTTP without being told.
    case 'docker':
    case 'crictl':
      return `${client} pull ${text}`
    case 'podman':
      return `podman pull ${flag('--tls-verify=false')}${text}`
    case 'nerdctl':
    case 'finch':
      return `${client} pull ${flag('--insecure-registry')}${text}`
    case 'ctr':
      return `ctr images pull ${flag('--plain-http')}${text}`
    case 'skopeo':
      return `skopeo copy ${flag('--src-tls-verify=false')}docker://${toSingleReference(reference)} oci:${shortName}`
    case 'crane':
      return `crane pull ${flag('--insecure')}${text} ${shortName}.tar`
  }
}

/** The reference as one word. */
function toReferenceText({ name, tag, digest }: PullReference): string {
  return `${name}${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@${digest}`}`
}

/** Keeps of an image's tag and digest what the form names it by. */
export function toReference(
  name: string,
  image: { tag: string; digest: string },
  form: ReferenceForm,
): PullReference {
  return {
    name,
    tag: form === 'digest' ? null : image.tag,
    digest: form === 'tag' ? null : image.digest,
  }
}

/** True for a host that is this machine, to which clients speak HTTP. */
export function isLoopbackHost(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/.test(host)
}

/** Skopeo refuses a reference with both a tag and a digest; the digest is what decides. */
function toSingleReference(reference: PullReference): string {
  return toReferenceText(reference.digest === null ? reference : { ...reference, tag: null })
}
