/** PutRegistryCatalogData: sets the display name of the caller's own registry; without one nothing changes. */

import { optional, structure, text } from '#registry/wire/aws-json/shapes.ts'
import { defineOperation } from '../operation.ts'
import { ownRegistry } from '../resource.ts'

export const putRegistryCatalogData = defineOperation({
  name: 'PutRegistryCatalogData',
  access: 'write',
  verbs: ['accounts'],
  input: structure({ displayName: optional(text({ max: 100 })) }),
  resource: ownRegistry,
  async run({ db, registryId }, { displayName }) {
    if (displayName !== undefined) await db.accounts.setDisplayName(registryId, displayName)
    return { registryCatalogData: { displayName: await db.accounts.getDisplayName(registryId) } }
  },
  changes: () => null,
})
