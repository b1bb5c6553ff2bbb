/**
 * Preloaded (`node --import`) into every program that `start.ts` starts: when the starter is gone, even by
 * SIGKILL, the IPC channel to it closes and the program is asked to end as with SIGTERM, then made to. JavaScript, so that no program
 * has to load a compiler for it.
 */

// Beyond the time that the program gives to what runs: a client that goes on asking can keep a closing server alive without end.
const graceMs = 5_000

// Processes that the program forks itself inherit `execArgv`; they are its own business and end with it.
process.execArgv = process.execArgv.filter(
  (argument, at, all) => !argument.includes('exit-with-parent') && !all[at + 1]?.includes('exit-with-parent'),
)

if (process.channel) {
  process.on('disconnect', async () => {
    process.kill(process.pid, 'SIGTERM')
    // Only now: a program that starts need not wait for it.
    const { readStopMs } = await import('#lib/config/read-stop-ms.ts')
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), readStopMs() + graceMs).unref()
  })
  process.channel.unref()
}
