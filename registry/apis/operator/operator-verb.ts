/**
 * The form of what an operator can ask for. The operator API, the commands of `npm run registry`, their help and the
 * shell completion all follow from rows of this form; `operator-table.ts` has all of them.
 */
import { z } from 'zod'
import type { Config } from '#lib/config/config.ts'
import type { Store } from '#registry/store/open-store.ts'
import { type PartName, type Parts, pick, type Verbs } from '../parts.ts'
import { recordVerb } from './record-verb.ts'
import { toRequestError } from './request-error.ts'

/** What a verb has of the one who asked. */
export interface OperatorCall {
  /** Aborts when nobody waits for the result any more; long work stops then. */
  signal: AbortSignal
  /** Says how far long work is; shown apart from the result. */
  tell(line: string): void
  /** Gives a part of the result at once, for what has no end (`--follow`) or is too long to hold. */
  emit(part: object): void
}

/** What a verb has that works without an open store. */
export type OfflineParts = Parts<'clock' | 'newId' | 'log'>

type Strict<Shape extends z.ZodRawShape> = z.ZodObject<Shape, z.core.$strict>

/** What verbs may ask for between them, and what their record needs. */
export type OperatorService = Parts<PartName> & Verbs<keyof Store>

interface VerbForm<
  Shape extends z.ZodRawShape,
  Result extends object,
  Part extends object,
  Verb extends keyof Store,
  Name extends PartName,
> {
  /** The noun: `account`. */
  group: string
  /** The verb: `create`. */
  name: string
  /** One line, beginning with a verb and without a full stop. */
  help: string
  /** Options that work, as they are typed: `--account 123456789012 --name ci`. */
  example: string
  /**
   * Each field has a `.describe()` and is the option of its name in kebab-case: `displayName` is `--display-name`. A boolean
   * is a flag, an array may be repeated, an enum is completed; what is neither text nor number is read as JSON.
   */
  request: z.ZodObject<Shape>
  /**
   * The fields that the audit record of a decision keeps: never one that has a secret. Null where nothing is decided, which
   * leaves no record.
   */
  recorded: readonly (keyof Shape & string)[] | null
  /** What it needs of the store; nothing where it is left out. */
  verbs?: readonly Verb[]
  /** What it needs of the service besides; nothing where it is left out. */
  parts?: readonly Name[]
  /** Does it. Throws OperatorError for what cannot be done. The result is plain JSON. */
  run(
    service: Parts<Name> & Verbs<Verb>,
    request: z.output<Strict<Shape>>,
    call: OperatorCall,
  ): Promise<Result>
  /**
   * Does it where no program runs and the store cannot be opened as it is, or must not be. With it, `run` is for a running
   * program only.
   */
  runOffline?(config: Config, request: z.output<Strict<Shape>>, parts: OfflineParts): Promise<Result>
  /** Why it cannot be done where the metadata is in PostgreSQL, and what to do instead; for one that can, it is left out. */
  withoutDatabase?: string
  /** The result as lines for a person; without `--json` they are printed. */
  toLines(result: Result): string[]
  /** The same for what `emit` gives. */
  toPartLines?(part: Part): string[]
}

export interface OperatorVerb {
  group: string
  name: string
  help: string
  example: string
  request: z.ZodObject
  /** Null where it leaves no record. */
  recorded: readonly string[] | null
  /** @throws {RequestError} when the input is not a request of this verb */
  call(service: OperatorService, input: unknown, call: OperatorCall): Promise<object>
  /** Null where the store is opened first, as for nearly all. */
  callOffline: ((config: Config, input: unknown, parts: OfflineParts) => Promise<object>) | null
  /** The same for a verb that works on files alone: a command does it itself, also where there is no store. */
  callOnFiles?(config: Config, input: unknown, call: OperatorCall): Promise<object>
  /** Why it cannot be done where the metadata is in PostgreSQL; null where it can. */
  withoutDatabase: string | null
  /** Of what `call` answered. */
  toLines(result: object): string[]
  toPartLines(part: object): string[]
}

/**
 * Makes a row of the table.
 * @example
 * defineVerb({
 *   group: 'registry', name: 'verify', help: 'give a registry the verified mark', example: '--account 123456789012',
 *   request: z.object({ account: accountField }),
 *   recorded: ['account'],
 *   verbs: ['transaction'],
 *   parts: ['clock'],
 *   run: (service, { account }) => setVerified(service, { accountId: account, verified: true }),
 *   toLines: ({ accountId }) => [`${accountId} is verified.`],
 * })
 */
export function defineVerb<
  Shape extends z.ZodRawShape,
  Result extends object,
  Part extends object = object,
  Verb extends keyof Store = never,
  Name extends PartName = never,
>(form: VerbForm<Shape, Result, Part, Verb, Name>): OperatorVerb {
  const request: Strict<Shape> = form.request.strict()
  const { group, name, recorded, verbs = [], parts = [] } = form
  return {
    group,
    name,
    help: form.help,
    example: form.example,
    request,
    recorded,
    withoutDatabase: form.withoutDatabase ?? null,
    async call(service, input, call) {
      const parsed = request.safeParse(input)
      if (!parsed.success) throw toRequestError(parsed.error.issues, input)
      const run = (whole: OperatorService) =>
        form.run({ ...pick(whole, parts), store: pick(whole.store, verbs) }, parsed.data, call)
      return recorded === null
        ? run(service)
        : recordVerb(service, { group, name, recorded }, parsed.data, run)
    },
    callOffline:
      form.runOffline === undefined
        ? null
        : async (config, input, parts) => {
            const parsed = request.safeParse(input)
            if (!parsed.success) throw toRequestError(parsed.error.issues, input)
            if (form.runOffline === undefined) throw new TypeError(`${group} ${name} needs an open store.`)
            return form.runOffline(config, parsed.data, parts)
          },
    // What a verb of this row answered, in this process or in one of the same version.
    toLines: (result) => form.toLines(result as Result),
    toPartLines: (part) => form.toPartLines?.(part as Part) ?? [JSON.stringify(part)],
  }
}

interface FileVerbForm<Shape extends z.ZodRawShape, Result extends object>
  extends Omit<VerbForm<Shape, Result, object, never, never>, 'recorded' | 'verbs' | 'parts' | 'run'> {
  run(config: Config, request: z.output<Strict<Shape>>, call: OperatorCall): Promise<Result>
}

/** Makes a row of a verb that needs neither a store nor the program; it leaves no record. */
export function defineFileVerb<Shape extends z.ZodRawShape, Result extends object>(
  form: FileVerbForm<Shape, Result>,
): OperatorVerb {
  const request: Strict<Shape> = form.request.strict()
  const callOnFiles: OperatorVerb['callOnFiles'] = async (config, input, call) => {
    const parsed = request.safeParse(input)
    if (!parsed.success) throw toRequestError(parsed.error.issues, input)
    return form.run(config, parsed.data, call)
  }
  const row = defineVerb({
    ...form,
    recorded: null,
    parts: ['config'],
    run: ({ config }, parsed, call) => form.run(config, parsed, call),
  })
  return { ...row, callOnFiles }
}

/** An account id, for requests. */
export const accountField = z
  .string()
  .regex(/^\d{12}$/, 'has to be an account id, which has 12 digits (`account list` shows them)')
  .describe('account id, 12 digits')
