/** Numbers that look random and are the same on every machine, so that two measurements mean the same catalogue. */

export type Random = () => number

/** Mulberry32; what several seeds begin is told apart, so that item 7 of a list can be made without the six before. */
export function createRandom(...seeds: readonly number[]): Random {
  let state = seeds.reduce((mixed, seed) => Math.imul(mixed ^ seed, 0x9e3779b1) + 0x6d2b79f5, 0x2545f491) | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** One of the list, each as likely as any other. */
export function pick<Item>(random: Random, list: readonly [Item, ...Item[]]): Item {
  return list[Math.floor(random() * list.length)] ?? list[0]
}

/** A whole number from `from` to `to`, both included. */
export function pickNumber(random: Random, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1))
}
