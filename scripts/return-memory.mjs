/**
 * Preloaded (`node --import`) into the programs that `npm start` runs: after work, a program that has become quiet gives back what the work
 * has made its heap grow by. V8 does so only in a collection, and a program without work allocates too little to need one: it would keep
 * the space for as long as it is quiet. JavaScript, so that no program has to load a compiler for it.
 */
import { performance } from 'node:perf_hooks'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { isMainThread } from 'node:worker_threads'

/** How often is looked. */
const everyMs = 10_000
/** Quiet is who has been at work for less than this share of the time. */
const quietShare = 0.05
/** Young objects have a megabyte or two at the start, and up to 64 while much is made; a collection that brings less is not worth its pause. */
const worthBytes = 12_000_000

// Processes that the program forks itself inherit `execArgv`; they are its own business and end with it.
process.execArgv = process.execArgv.filter(
  (argument, at, all) => !argument.includes('return-memory') && !all[at + 1]?.includes('return-memory'),
)

if (isMainThread) {
  let before = performance.eventLoopUtilization()
  setInterval(() => {
    const now = performance.eventLoopUtilization()
    const share = performance.eventLoopUtilization(now, before).utilization
    before = now
    if (share < quietShare && readYoungBytes() >= worthBytes) collect()
  }, everyMs).unref()
}

function readYoungBytes() {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0
}

/** The collection of last resort, which also empties caches of the engine and shrinks every space. */
function collect() {
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('gc')
  setFlagsFromString('--no-expose-gc')
  collectGarbage({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}
