/** The verbs of the installation's secret. */
import { z } from 'zod'
import { countSealed, resealSecrets } from '#registry/domain/access/reseal-secrets.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import { StoreError } from '#registry/store/store-error.ts'
import { defineVerb } from '../operator-verb.ts'
import { toTable } from '../to-table.ts'

/** What was signed with a secret ends by then: passwords of container clients. */
const signedMs = 12 * 3_600_000

export const secretRows = [
  defineVerb({
    group: 'secret',
    name: 'list',
    help: 'list the secrets that count, by what tells them apart, and how much is sealed under each',
    example: '',
    request: z.object({}),
    recorded: null,
    verbs: ['accessKeys'],
    parts: ['keys'],
    async run(service) {
      const { bySecret, lost } = await countSealed(service)
      const { source } = service.keys
      const secrets = service.keys
        .fingerprints()
        .map((fingerprint, at) => ({ fingerprint, isPresent: at === 0, sealed: bySecret[at] ?? 0 }))
      return { from: source.kind, secrets, lost }
    },
    toLines: ({ secrets, lost }) => [
      ...toTable(
        ['secret', 'seals', 'access keys sealed'],
        secrets.map(({ fingerprint, isPresent, sealed }) => [
          fingerprint,
          isPresent ? 'yes' : 'no',
          String(sealed),
        ]),
      ),
      ...(lost === 0 ? [] : [`Sealed under a secret that is not here: ${lost} access keys.`]),
    ],
  }),
  defineVerb({
    group: 'secret',
    name: 'rotate',
    help: 'make a new secret, and seal everything that is stored under it; the old one still opens and verifies',
    example: '',
    request: z.object({}),
    recorded: [],
    verbs: ['accessKeys', 'peers', 'transaction'],
    parts: ['keys', 'log'],
    async run(service, _, { signal, tell }) {
      const { keys, store, log } = service
      await store.peers.alone('secret', async () => refuse(() => keys.rotate()))
      const [fingerprint = ''] = keys.fingerprints()
      log.warn({ fingerprint }, 'there is a new secret')
      const resealed = await resealSecrets(service, { signal, report: toReport(tell) })
      return { fingerprint, resealed }
    },
    toLines: ({ fingerprint, resealed }) => [
      `The secret is ${fingerprint} now, and ${resealed} access keys are sealed under it.`,
      'What was signed with the old one is good until it ends, at most 12 hours. Then run `secret forget`.',
    ],
  }),
  defineVerb({
    group: 'secret',
    name: 'reseal',
    help: 'seal under the present secret what is stored under an earlier one; may be ended and begun again',
    example: '',
    request: z.object({}),
    recorded: [],
    verbs: ['accessKeys', 'transaction'],
    parts: ['keys'],
    async run(service, _, { signal, tell }) {
      const resealed = await resealSecrets(service, { signal, report: toReport(tell) })
      const { bySecret, lost } = await countSealed(service)
      return { resealed, left: bySecret.slice(1).reduce((sum, count) => sum + count, 0), lost }
    },
    toLines: ({ resealed, left }) => [
      `${resealed} access keys were sealed anew; ${left} are left under earlier secrets.`,
    ],
  }),
  defineVerb({
    group: 'secret',
    name: 'forget',
    help: 'forget the secrets before the present one, once nothing is sealed under them and their logins have ended',
    example: '',
    request: z.object({
      now: z
        .boolean()
        .default(false)
        .describe('also while logins are good that were signed with them, as after a leak; these end'),
    }),
    recorded: ['now'],
    verbs: ['accessKeys', 'peers'],
    parts: ['keys', 'clock', 'log'],
    async run(service, { now }) {
      const { keys, store, clock, log } = service
      const { bySecret } = await countSealed(service)
      const left = bySecret.slice(1).reduce((sum, count) => sum + count, 0)
      if (left > 0) {
        throw new OperatorError(
          `${left} access keys are sealed under earlier secrets. Run \`secret reseal\` first.`,
        )
      }
      const endsMs = (keys.presentSinceMs() ?? 0) + signedMs - clock().getTime()
      if (!now && keys.fingerprints().length > 1 && endsMs > 0) {
        throw new OperatorError(
          `Logins that were signed with the old secret are good for up to ${Math.ceil(endsMs / 3_600_000)} more hours. Wait, or say --now.`,
        )
      }
      const forgotten = keys.fingerprints().length - 1
      await store.peers.alone('secret', async () => refuse(() => keys.forgetOld()))
      log.warn({ forgotten }, 'earlier secrets were forgotten')
      return { forgotten }
    },
    toLines: ({ forgotten }) => [`${forgotten} earlier secrets were forgotten.`],
  }),
]

function refuse(work: () => void): void {
  try {
    work()
  } catch (error) {
    if (error instanceof StoreError) throw new OperatorError(error.message, { cause: error })
    throw error
  }
}

function toReport(tell: (line: string) => void): (looked: number) => void {
  let toldAt = performance.now()
  return (looked) => {
    if (performance.now() - toldAt < 2_000) return
    toldAt = performance.now()
    tell(`${looked} access keys looked at`)
  }
}
