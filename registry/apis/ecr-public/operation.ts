/**
 * What one operation of the API states about itself, and the order in which that is applied: decode -> authorise ->
 * rate -> prepare -> quota and transaction(run + change record + audit record). The order is enforced here once, so
 * that no operation can forget a step. Work on files keeps it too, but for the transaction.
 */
import type { z } from 'zod'
import type { CallOrigin } from '#registry/domain/access/evaluate-call.ts'
import type { Principal } from '#registry/domain/access/principal.ts'
import type { CallRecord } from '#registry/domain/audit/call-record.ts'
import { limitCall } from '#registry/domain/limits/limit-call.ts'
import type { Store } from '#registry/store/open-store.ts'
import { toStoreRefusal } from '#registry/store/store-error.ts'
import type { Reads, Transaction } from '#registry/store/verbs.ts'
import { withAccount } from '#registry/wire/aws-json/arn.ts'
import { decodeInput } from '#registry/wire/aws-json/decode-input.ts'
import { EcrError } from '#registry/wire/aws-json/ecr-error.ts'
import { type PartName, type Parts, pick } from '../parts.ts'
import { authorizeOperation } from './authorize-operation.ts'

/** What an operation acts on. */
export interface Resource {
  /** The account whose registry it is; null when the caller named an alias that nobody has. */
  registryId: string | null
  arn: string
  /** More of the same, where a call names several. */
  otherArns?: readonly string[]
  /** Actions that are needed besides the operation's own, such as `sts:GetServiceBearerToken`. */
  otherActions?: readonly string[]
  /** Tags that the call would set, as they were given. */
  requestTags?: readonly { Key: string | undefined; Value: string | undefined }[] | undefined
  /** Keys of tags that the call would remove. */
  requestTagKeys?: readonly string[] | undefined
}

/** Parts of the service that an operation may ask for; the store it may have for work outside its own transaction. */
export interface OperationService extends Parts<OperationPart> {
  store: Store
}
type OperationPart = Exclude<PartName, 'issuers'>

export interface CallContext<Part extends keyof OperationService = never> {
  service: Pick<OperationService, Part>
  principal: Principal
  origin: CallOrigin
  /** The account whose registry the call is about. */
  registryId: string
  /** The one time of the call, ISO 8601. */
  now: string
  /** For work outside a transaction: it writes its record in that in which it notes what lasts. */
  record: CallRecord
}

/** What an operation does with the store; see `OperationDefinition.access`. */
export type OperationAccess = 'read' | 'write' | 'files'

/** A call with what it may read. */
export interface ReadContext<Noun extends keyof Reads, Part extends keyof OperationService = never>
  extends CallContext<Part> {
  db: Pick<Reads, Noun>
}

/** A call with what it may write, in the transaction of the call. */
export interface WriteContext<Noun extends keyof Transaction, Part extends keyof OperationService = never>
  extends CallContext<Part> {
  db: Pick<Transaction, Noun>
}

type OperationContext<
  Access extends OperationAccess,
  Noun extends keyof Transaction,
  Part extends keyof OperationService,
> = Access extends 'write' ? WriteContext<Noun, Part> : ReadContext<Noun & keyof Reads, Part>

interface OperationDefinition<
  Schema extends z.ZodType,
  Prepared,
  Output extends object,
  Access extends OperationAccess,
  Noun extends keyof Transaction,
  Part extends keyof OperationService,
> {
  name: string
  /**
   * What writes runs in a transaction, but for work on files, however that ends: a transaction around it would hold up
   * everyone else meanwhile. What has to be noted about the files is noted in short transactions of `run`'s own.
   */
  access: Access
  /** What it needs of the store, by noun. */
  verbs: readonly Noun[]
  /** What it needs of the service; nothing where it is left out. */
  parts?: readonly Part[]
  input: Schema
  /** What the call is about, for authorisation. */
  resource(
    input: z.output<Schema>,
    principal: Principal,
    db: Pick<Reads, 'aliases'>,
  ): Resource | Promise<Resource>
  /** Slow work on the input that must not hold up the transaction, and what is decided by policies. */
  prepare?(input: z.output<Schema>, context: CallContext<Part>): Promise<Prepared>
  /** Throws LimitExceededException when the account may have no more of what is being made. */
  quota?(context: OperationContext<Access, Noun, Part>): Promise<void>
  run(
    context: OperationContext<Access, Noun, Part>,
    input: z.output<Schema>,
    prepared: Prepared,
  ): Promise<Output>
  /** The repository whose images and tags alone it changes: calls about others then need not wait for it. */
  keepsTo?(input: z.output<Schema>): string
  /**
   * The repository whose pages show the change, null for the registry itself, undefined when nothing changed after all.
   * Left out where no page shows it.
   */
  changes?(input: z.output<Schema>, output: Output): string | null | undefined
}

export interface Operation {
  name: string
  access: 'read' | 'write'
  /** Answers one authenticated call; a failure is recorded where it is answered. */
  call(
    service: OperationService,
    principal: Principal,
    body: object,
    origin: CallOrigin,
    record: CallRecord,
  ): Promise<object>
}

/** Makes an operation of its parts. */
export function defineOperation<
  Schema extends z.ZodType,
  Output extends object,
  Access extends OperationAccess,
  Noun extends keyof Transaction,
  Part extends keyof OperationService = never,
  Prepared = undefined,
>(definition: OperationDefinition<Schema, Prepared, Output, Access, Noun, Part>): Operation {
  const { name, verbs, parts = [] } = definition
  const access = definition.access === 'read' ? 'read' : 'write'
  return {
    name,
    access,
    async call(service, principal, body, origin, record) {
      const input = decodeInput(definition.input, body)
      const resource = await definition.resource(input, principal, service.store)
      record.about({ ownerAccountId: resource.registryId, arn: resource.arn })
      await authorizeOperation(service, principal, origin, { name, access, ...resource })
      await limitCall(service, principal, name)
      const { registryId } = resource
      if (registryId === null) throw new EcrError('RegistryNotFoundException')
      record.about({ ownerAccountId: registryId, arn: withAccount(resource.arn, registryId) })
      if (access === 'write') refuseChange(service, name)
      const now = service.clock().toISOString()
      const context = { service: pick(service, parts), principal, origin, registryId, now, record }
      // Which of the two it is, the definition's own `access` has said.
      const withVerbs = (db: Reads) =>
        ({ ...context, db: pick(db as Transaction, verbs) }) as OperationContext<Access, Noun, Part>
      // Without the step, Prepared is undefined.
      const prepared = (await definition.prepare?.(input, context)) as Prepared
      if (definition.access !== 'write') {
        const output = await definition.run(withVerbs(service.store), input, prepared)
        record.succeed(output)
        return output
      }
      const keptTo = definition.keepsTo?.(input) ?? null
      return transactIn(service.store, registryId, keptTo, async (tx) => {
        await definition.quota?.(withVerbs(tx))
        const output = await definition.run(withVerbs(tx), input, prepared)
        const repositoryName = definition.changes?.(input, output)
        if (repositoryName !== undefined) {
          await tx.changes.record({ accountId: registryId, repositoryName, at: now })
        }
        await record.commit(tx, output)
        return output
      })
    },
  }
}

/** Runs it beside what is done in other repositories, or alone where it names none. */
async function transactIn<Result>(
  store: Store,
  registryId: string,
  repositoryName: string | null,
  run: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const get = async ({ repositories }: Reads) =>
    repositoryName === null ? null : await repositories.get(registryId, repositoryName)
  const repository = await get(store)
  if (repository === null) return store.transaction(run)
  const { repositoryId } = repository
  const done = await store.transactionIn(repositoryId, async (tx) => {
    // Another one may have taken its name meanwhile.
    const isSame = (await get(tx))?.repositoryId === repositoryId
    return isSame ? { result: await run(tx) } : null
  })
  return done === null ? store.transaction(run) : done.result
}

/** Whether it may add to what is stored, and is not there to make room. */
export function doesGrow({ name, access }: Pick<Operation, 'name' | 'access'>): boolean {
  return access === 'write' && !/^(?:BatchDelete|Delete|Untag|Cancel|Release)/.test(name)
}

function refuseChange({ store, space }: Pick<OperationService, 'store' | 'space'>, name: string): void {
  try {
    store.requireWritable()
    if (doesGrow({ name, access: 'write' })) space.requireRoom(0)
  } catch (cause) {
    const refusal = toStoreRefusal(cause)
    if (refusal === null) throw cause
    throw new EcrError('ServerException', refusal.message, { ...refusal, cause })
  }
}
