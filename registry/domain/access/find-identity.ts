/** Finds the access key behind a signature or a token, and with it whom it stands for. */
import type { AccessKey } from '#registry/store/entities.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { AccessCache } from './access-cache.ts'
import type { Principal } from './principal.ts'
import { toPrincipal } from './to-principal.ts'

export interface Identity {
  key: AccessKey
  principal: Principal
}

/** As long as the ids of AWS can be; longer ones are not worth remembering that they are nobody's. */
const maxIdLength = 128

/** Null when there is no such key; what an inactive or expired one is answered is for the caller to decide. */
export function findIdentity(
  { access, store }: { store: Pick<Store, 'accessKeys'>; access: AccessCache },
  accessKeyId: string,
): Promise<Identity | null> {
  if (accessKeyId.length > maxIdLength) return Promise.resolve(null)
  return access.read(`key ${accessKeyId}`, async () => {
    const key = await store.accessKeys.get(accessKeyId)
    return key === null ? null : { key, principal: toPrincipal(key) }
  })
}
