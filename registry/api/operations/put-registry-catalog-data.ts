/** PutRegistryCatalogData: sets the display name of the caller's own registry; without one nothing changes. */
import { getDisplayName } from '#registry/store/account/get-display-name.ts'
import { setDisplayName } from '#registry/store/account/set-display-name.ts'
import { defineOperation } from '../operation.ts'
import { ownRegistry } from '../resource.ts'
import { optional, structure, text } from '../shapes.ts'

export const putRegistryCatalogData = defineOperation({
  name: 'PutRegistryCatalogData',
  access: 'write',
  input: structure({ displayName: optional(text({ max: 100 })) }),
  resource: ownRegistry,
  async run({ db, registryId }, { displayName }) {
    if (displayName !== undefined) await setDisplayName(db, registryId, displayName)
    return { registryCatalogData: { displayName: await getDisplayName(db, registryId) } }
  },
  changes: () => null,
})
