/** Authorises an operation: its own action and those that it needs besides, on everything that the call names. */

import type { Config } from '#lib/config/config.ts'
import type { AccessCache } from '#registry/domain/access/access-cache.ts'
import { authorizeCall } from '#registry/domain/access/authorize-call.ts'
import type { CallOrigin } from '#registry/domain/access/evaluate-call.ts'
import type { Principal } from '#registry/domain/access/principal.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { Resource } from './operation.ts'

/** @throws {EcrError} AccessDeniedException for the first that is not allowed */
export async function authorizeOperation(
  service: {
    config: Config
    store: Pick<Store, 'policies' | 'repositories'>
    access: AccessCache
    clock: () => Date
  },
  principal: Principal,
  origin: CallOrigin,
  operation: Resource & { name: string; access: 'read' | 'write' },
): Promise<void> {
  const { name, arn: firstArn, otherArns = [], otherActions = [] } = operation
  for (const arn of [firstArn, ...otherArns]) {
    for (const action of [`ecr-public:${name}`, ...otherActions]) {
      await authorizeCall(service, principal, origin, { ...operation, action, arn })
    }
  }
}
