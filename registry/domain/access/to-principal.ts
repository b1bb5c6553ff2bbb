/** Whom an access key stands for. */

import type { AccessKey } from '#registry/store/entities.ts'
import { galleryPrincipalId, type Principal, toRoleArn, toUserArn } from './principal.ts'

/** The user, the session of a role, or the gallery, as policies and the audit log know them. */
export function toPrincipal({ accessKeyId, accountId, holder }: AccessKey): Principal {
  switch (holder.kind) {
    case 'user': {
      const arn = toUserArn(accountId, holder.name)
      return { kind: 'user', accountId, userName: holder.name, arn, principalId: holder.id, accessKeyId }
    }
    case 'role': {
      const { id, name, sessionName } = holder
      return {
        kind: 'role',
        accountId,
        userName: sessionName,
        arn: `arn:aws:sts::${accountId}:assumed-role/${name}/${sessionName}`,
        principalId: `${id}:${sessionName}`,
        accessKeyId,
        sessionIssuer: {
          type: 'Role',
          principalId: id,
          arn: toRoleArn(accountId, name),
          accountId,
          userName: name,
        },
      }
    }
    case 'gallery': {
      const arn = toUserArn(accountId, 'gallery')
      return {
        kind: 'gallery',
        accountId,
        userName: 'gallery',
        arn,
        principalId: galleryPrincipalId,
        accessKeyId,
      }
    }
  }
}
