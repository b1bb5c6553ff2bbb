import type { ComponentProps } from 'react'
import { useTexts } from '#components/language/use-texts.ts'

/** The box of a task list. It shows a state and cannot be changed, so it is a picture with a name. */
export function TaskBox({ checked }: ComponentProps<'input'>) {
  const texts = useTexts('markdown')
  return (
    <span
      role="img"
      aria-label={texts(checked ? 'done' : 'notDone')}
      className={checked ? 'task-box task-box-done' : 'task-box'}
    />
  )
}
