/** In which ways the unruly endpoint misbehaves. */
import { z } from 'zod'

const faultsShape = z.object({
  /** On one page of any list. */
  pageSize: z.number().int().min(1),
  /** More calls than so many within a second are throttled; 0 for none. */
  perSecond: z.number(),
  /** What a throttled call is asked to wait; 0 for no word of it. */
  retryAfterSeconds: z.number().int(),
  /** So many calls get no answer. */
  silentTimes: z.number(),
  /** Every so many-th answer ends in its middle; 0 for none. */
  closeEvery: z.number(),
  /** Every so many-th call is answered with a 5xx. */
  failEvery: z.number(),
  /** Every so many-th page is the one before it once more. */
  repeatEvery: z.number(),
  /** Repositories are listed in another order each time. */
  reorder: z.boolean(),
  /** Repositories of which nothing can be read. */
  failing: z.array(z.string()),
  /** An operation that is not allowed. */
  deny: z.string().nullable(),
  /** An operation of which the first page is answered only. */
  failLaterPages: z.string().nullable(),
  /** Every call is answered so. */
  answer: z
    .object({
      status: z.number(),
      name: z.string().default('x'),
      message: z.string().default(''),
      date: z.string().optional(),
      html: z.string().optional(),
    })
    .nullable(),
})

export type Faults = z.infer<typeof faultsShape>

export const noFaults: Faults = {
  pageSize: 1_000,
  perSecond: 0,
  retryAfterSeconds: 0,
  silentTimes: 0,
  closeEvery: 0,
  failEvery: 0,
  repeatEvery: 0,
  reorder: false,
  failing: [],
  deny: null,
  failLaterPages: null,
  answer: null,
}

/** The body of `POST /control`. */
export const control = z.object({
  faults: faultsShape.default(noFaults),
  add: z.array(z.object({ registryId: z.string(), name: z.string(), tags: z.number().int() })).default([]),
  /** `REGISTRY/NAME` */
  remove: z.array(z.string()).default([]),
})

export type Control = z.infer<typeof control>
