/** GetRegistryCatalogData: the display name of the caller's own registry. */

import { structure } from '#registry/wire/aws-json/shapes.ts'
import { defineOperation } from '../operation.ts'
import { ownRegistry } from '../resource.ts'

export const getRegistryCatalogData = defineOperation({
  name: 'GetRegistryCatalogData',
  access: 'read',
  verbs: ['accounts'],
  input: structure({}),
  resource: ownRegistry,
  async run({ db, registryId }) {
    return { registryCatalogData: { displayName: await db.accounts.getDisplayName(registryId) } }
  },
})
