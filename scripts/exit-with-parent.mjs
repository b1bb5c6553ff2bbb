/**
 * Preloaded (`node --import`) into every program that `start.ts` starts: when the starter is gone, even by
 * SIGKILL, the IPC channel to it closes and the program is asked to end as with SIGTERM, then made to. JavaScript, so that no program
 * has to load a compiler for it.
 */

// A client that goes on asking over one connection can keep a server that is closing alive without end.
const graceMs = 5_000

// Processes that the program forks itself inherit `execArgv`; they are its own business and end with it.
process.execArgv = process.execArgv.filter(
  (argument, at, all) => !argument.includes('exit-with-parent') && !all[at + 1]?.includes('exit-with-parent'),
)

if (process.channel) {
  process.on('disconnect', () => {
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), graceMs).unref()
  })
  process.channel.unref()
}
