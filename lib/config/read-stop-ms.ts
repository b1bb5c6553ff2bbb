/** How long a program that is told to stop may take by itself, for whoever would end it by force. */
import { readConfig } from './config.ts'

/** The drain delay and the drain time together; 0 where the configuration cannot be read, since then nothing has started. */
export function readStopMs(): number {
  try {
    const { drainDelayMs, drainMs } = readConfig()
    return drainDelayMs + drainMs
  } catch {
    return 0
  }
}
