/** Finds a Chromium for the browser tests: Playwright's own where it was downloaded, else the system's. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { findCommand } from './find-command.ts'

const commandNames = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

/** Absolute path of a Chromium that starts, or null when there is none on this machine. */
export function findChromium(): string | null {
  const own = chromium.executablePath()
  // A downloaded Chromium is of no use on a machine that lacks its system libraries.
  if (own && existsSync(own) && spawnSync(own, ['--version']).status === 0) return own
  return commandNames.map(findCommand).find((path) => path !== null) ?? null
}
