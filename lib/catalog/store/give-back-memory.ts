/**
 * Gives back what V8 keeps of a large heap that is gone. While a catalogue is read, hundreds of megabytes of terms and lists come and
 * go; V8 keeps their pages for the next ones, and an idle process has them for good.
 */

/**
 * Collects garbage so thoroughly that pages without any object go back to the system; soon, in a turn of the event loop of its own.
 * Does nothing where Node was started without `--expose-gc`, as other programs that open a catalogue are.
 */
export function giveBackMemory(): void {
  void globalThis.gc?.({ type: 'major', execution: 'async', flavor: 'last-resort' })
}
