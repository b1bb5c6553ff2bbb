/**
 * Makes one new base segment out of the base and the delta, without what was deleted. It is a generator that yields every
 * millisecond or so, so that its caller can answer pages in between.
 */
import type { BaseSegment } from './base-segment.ts'
import type { DeltaSegment } from './delta-segment.ts'
import { listSorted, readTokens } from './delta-segment.ts'
import { listPairs } from './frequent-pairs.ts'
import { EXTRA_MARK, FIELD_MARK, TERM_MASK } from './index-document.ts'
import { joinBeginnings } from './join-beginnings.ts'
import { compareTerms, createTermWriter, type Terms } from './terms.ts'

export interface Compacted {
  segment: BaseSegment
  /** The old numbers of its documents, in their new order. */
  order: Uint32Array
}

export interface CompactionInput {
  base: BaseSegment
  delta: DeltaSegment
  /** Old numbers of the documents that live, in the order of their names. */
  order: Uint32Array
}

const tokensPerSlice = 60_000
const termsPerSlice = 6_000

/** Runs in slices; the base and the documents of the delta that take part must not change meanwhile, but others may be added. */
export function* compactSegments({ base, delta, order }: CompactionInput): Generator<void, Compacted> {
  const merged = yield* mergeTerms(base, delta, yield* listSorted(delta))
  const tokensOf = (document: number) =>
    document < base.documentCount
      ? base.tokens.subarray(base.tokenStarts[document], base.tokenStarts[document + 1])
      : readTokens(delta, document)

  let tokenCount = 0
  for (const document of order) {
    tokenCount +=
      document < base.documentCount
        ? (base.tokenStarts[document + 1] ?? 0) - (base.tokenStarts[document] ?? 0)
        : readTokens(delta, document).length
  }
  yield
  const tokens = new Uint32Array(tokenCount)
  const tokenStarts = new Uint32Array(order.length + 1)
  const counts = new Uint32Array(merged.terms.count)
  const lastSeen = new Uint32Array(merged.terms.count)
  let written = 0
  let sliced = 0
  for (let document = 0; document < order.length; document += 1) {
    const old = order[document] ?? 0
    const numbers = old < base.documentCount ? merged.ofBase : merged.ofDelta
    for (const token of tokensOf(old)) {
      if (token >= FIELD_MARK) {
        tokens[written++] = token
        continue
      }
      const extra = token >= EXTRA_MARK ? EXTRA_MARK : 0
      const term = numbers[extra === 0 ? token : token & TERM_MASK] ?? 0
      tokens[written++] = extra + term
      if (lastSeen[term] !== document + 1) {
        lastSeen[term] = document + 1
        counts[term] = (counts[term] ?? 0) + 1
      }
    }
    tokenStarts[document + 1] = written
    if (written - sliced > tokensPerSlice) {
      sliced = written
      yield
    }
  }
  const used = yield* dropUnused(merged, counts, tokens)
  const postings = yield* writePostings(used.counts, tokenStarts, tokens)
  const dictionary = { terms: used.terms, ...postings }
  const beginnings = yield* joinBeginnings(dictionary, order.length)
  const pairs = yield* listPairs({ starts: postings.starts, tokenStarts, tokens })
  return {
    segment: {
      documentCount: order.length,
      tokenStarts,
      tokens,
      beginnings,
      pairs,
      signatures: used.signatures,
      ...dictionary,
    },
    order,
  }
}

/** All terms in order with their signatures, and the numbers that those of base and delta have among them. */
function* mergeTerms(base: BaseSegment, delta: DeltaSegment, sorted: readonly number[]) {
  const added = yield* writeTerms(delta, sorted)
  const ofBase = new Uint32Array(base.terms.count)
  const ofDelta = new Uint32Array(delta.terms.length)
  const count = base.terms.count + added.count
  const writer = createTermWriter({ count, byteCount: base.terms.bytes.length + added.bytes.length })
  const signatures = new Uint32Array(count)
  let at = 0
  let deltaAt = 0
  let number = 0
  for (; at < base.terms.count || deltaAt < added.count; number += 1) {
    const order = compareNext(base.terms, at, added, deltaAt)
    if (order <= 0) {
      writer.copy(base.terms, at)
      signatures[number] = base.signatures[at] ?? 0
    } else {
      writer.copy(added, deltaAt)
      signatures[number] = delta.signatures[sorted[deltaAt] ?? 0] ?? 0
    }
    if (order <= 0) ofBase[at++] = number
    if (order >= 0) ofDelta[sorted[deltaAt++] ?? 0] = number
    if (number % termsPerSlice === 0) yield
  }
  return { terms: writer.finish(), signatures: signatures.slice(0, number), ofBase, ofDelta }
}

function* writeTerms({ terms }: DeltaSegment, sorted: readonly number[]): Generator<void, Terms> {
  const writer = createTermWriter()
  for (let at = 0; at < sorted.length; at += 1) {
    writer.add(terms[sorted[at] ?? 0] ?? '')
    if (at % termsPerSlice === 0) yield
  }
  return writer.finish()
}

/** Which of two terms comes next, as `compareTerms` says it; where one list is at its end, that of the other. */
function compareNext(a: Terms, at: number, b: Terms, other: number): number {
  if (at === a.count) return 1
  return other === b.count ? -1 : compareTerms(a, at, b, other)
}

/** Without the terms that only deleted documents had; the tokens are changed in place. */
function* dropUnused(
  { terms, signatures }: { terms: Terms; signatures: Uint32Array },
  counts: Uint32Array,
  tokens: Uint32Array,
) {
  if (!counts.includes(0)) return { terms, signatures, counts }
  const numbers = new Uint32Array(terms.count)
  const writer = createTermWriter({ count: terms.count, byteCount: terms.bytes.length })
  const keptCounts = new Uint32Array(terms.count)
  const keptSignatures = new Uint32Array(terms.count)
  let kept = 0
  for (let term = 0; term < terms.count; term += 1) {
    if (term % termsPerSlice === 0) yield
    if (counts[term] === 0) continue
    numbers[term] = kept
    keptCounts[kept] = counts[term] ?? 0
    keptSignatures[kept] = signatures[term] ?? 0
    writer.copy(terms, term)
    kept += 1
  }
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] ?? 0
    if (token < FIELD_MARK) {
      tokens[at] =
        token >= EXTRA_MARK ? EXTRA_MARK + (numbers[token & TERM_MASK] ?? 0) : (numbers[token] ?? 0)
    }
    if (at % tokensPerSlice === 0) yield
  }
  return {
    terms: writer.finish(),
    signatures: keptSignatures.slice(0, kept),
    counts: keptCounts.subarray(0, kept),
  }
}

/** The postings of all terms, out of the tokens of all documents. */
function* writePostings(counts: Uint32Array, tokenStarts: Uint32Array, tokens: Uint32Array) {
  const starts = new Uint32Array(counts.length + 1)
  for (let term = 0; term < counts.length; term += 1) {
    starts[term + 1] = (starts[term] ?? 0) + (counts[term] ?? 0)
  }
  yield
  const total = starts[counts.length] ?? 0
  const documents = new Uint32Array(total)
  const fields = new Uint8Array(total)
  const ends = starts.slice(0, -1)
  const lastSeen = new Uint32Array(counts.length)
  let sliced = 0
  for (let document = 0; document + 1 < tokenStarts.length; document += 1) {
    const to = tokenStarts[document + 1] ?? 0
    let inFields = 0
    for (let at = tokenStarts[document] ?? 0; at < to; at += 1) {
      const token = tokens[at] ?? 0
      if (token >= FIELD_MARK) {
        inFields = token & 255
        continue
      }
      const term = token >= EXTRA_MARK ? token & TERM_MASK : token
      const end = ends[term] ?? 0
      if (lastSeen[term] === document + 1) fields[end - 1] = (fields[end - 1] ?? 0) | inFields
      else {
        lastSeen[term] = document + 1
        documents[end] = document
        fields[end] = inFields
        ends[term] = end + 1
      }
    }
    if (to - sliced > tokensPerSlice) {
      sliced = to
      yield
    }
  }
  return { starts, documents, fields }
}
