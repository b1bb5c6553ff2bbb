import type { ComponentProps } from 'react'

/** The box of a task list. It shows a state and cannot be changed, so it is a picture with a name. */
export function TaskBox({ checked }: ComponentProps<'input'>) {
  return (
    <span
      role="img"
      aria-label={checked ? 'Done' : 'Not done'}
      className={checked ? 'task-box task-box-done' : 'task-box'}
    />
  )
}
