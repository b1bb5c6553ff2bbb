/** Who is limited together: an account, or the network from which somebody comes without a login. */

import { toClientNetwork } from '#lib/net/client-address.ts'
import type { Principal } from '#registry/domain/access/principal.ts'

export type LimitedClient = { kind: 'account'; accountId: string } | { kind: 'network'; network: string }

/**
 * @param isUnlimited tells the addresses to which the operator gives all they ask for
 * @returns null for who is not limited: those, and the gallery of this installation
 */
export function toLimitedClient(
  principal: Principal | null,
  sourceIp: string,
  isUnlimited: (address: string) => boolean,
): LimitedClient | null {
  if (principal?.kind === 'gallery') return null
  if (principal !== null) return { kind: 'account', accountId: principal.accountId }
  return isUnlimited(sourceIp) ? null : { kind: 'network', network: toClientNetwork(sourceIp) }
}

/** One text for each client. */
export function toClientKey(client: LimitedClient): string {
  return client.kind === 'account' ? client.accountId : client.network
}
