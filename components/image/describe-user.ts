/** As whom an image's process runs: what the config states, and what its system does where it states nothing. Pure. */
import type { ImageConfig } from '#lib/oci/read-image-config.ts'

/** What is known of a user beside the name. */
export type UserNote = 'root' | 'not-root' | 'none-set' | 'base-decides'

/** `name` is null where nothing is stated. */
export function describeUser({ user, os }: Pick<ImageConfig, 'user' | 'os'>): {
  name: string | null
  note: UserNote | null
} {
  const isWindows = os?.trim().toLowerCase() === 'windows'
  if (user === null) {
    if (isWindows) return { name: null, note: 'base-decides' }
    return os?.trim().toLowerCase() === 'linux'
      ? { name: 'root', note: 'none-set' }
      : { name: null, note: null }
  }
  const [name = ''] = user.split(':')
  if (isWindows) return { name: user, note: null }
  if (name === 'root' || /^0+$/.test(name)) return { name: user, note: name === 'root' ? null : 'root' }
  return { name: user, note: /^\d+$/.test(name) ? 'not-root' : null }
}
