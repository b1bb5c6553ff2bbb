/** All messages of every language. A further language is its folder and its line here; see CONTRIBUTING.md. */
import { en } from './en/texts.ts'
import { ja } from './ja/texts.ts'

export const translations = { en, ja } as const
