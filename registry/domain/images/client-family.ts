/**
 * Which client pulls, by its `User-Agent`: one of a few families, whatever a client calls itself. What a client says is not checked,
 * and nothing else of it is kept.
 */

/** In the order in which they are looked for: some name the library or engine that they are built on, too. */
const families = [
  ['cosign', 'cosign/'],
  ['crane', 'crane/'],
  ['oras', 'oras/'],
  ['helm', 'helm/'],
  ['skopeo', 'skopeo/'],
  ['buildah', 'buildah/'],
  ['podman', 'libpod/'],
  ['podman', 'podman/'],
  ['cri-o', 'cri-o/'],
  ['buildkit', 'buildkit/'],
  ['kaniko', 'kaniko/'],
  ['renovate', 'renovate/'],
  ['regclient', 'regclient/'],
  ['docker', 'docker/'],
  ['containerd', 'containerd/'],
  ['containers', 'containers/'],
  ['go-containerregistry', 'go-containerregistry'],
  ['browser', 'mozilla/'],
] as const

export type ClientFamily = (typeof families)[number][0] | 'other'

/** Further in, a client says what it runs on. */
const maxRead = 200

/** @param userAgent as the client sent it */
export function toClientFamily(userAgent: string | undefined): ClientFamily {
  const text = (userAgent ?? '').slice(0, maxRead).toLowerCase()
  const found = families.find(([, mark]) => text.startsWith(mark) || text.includes(` ${mark}`))
  return found?.[0] ?? 'other'
}
