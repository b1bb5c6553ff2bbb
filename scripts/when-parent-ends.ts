/** Ends what would otherwise outlive the program that started it, as when npm or a test runner is killed. */

/** Often enough that a next run finds the ports free. */
const lookEveryMs = 500

/** Calls back once, when the process that started this one is gone; it keeps no process from ending by itself. */
export function whenParentEnds(act: () => void): void {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    act()
  }, lookEveryMs)
  timer.unref()
}
