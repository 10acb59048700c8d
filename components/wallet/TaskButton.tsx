import type { Task } from '../useView.ts'

interface TaskButtonProps {
  readonly task: Task<[]>
  readonly name: string
  readonly isQuiet?: boolean
}

/** A button that starts a task, and starts none while one runs. */
export function TaskButton({ task, name, isQuiet = false }: TaskButtonProps) {
  return (
    <button
      type="button"
      className={isQuiet ? 'action' : 'button'}
      aria-disabled={task.isRunning}
      onClick={() => void task.run()}
    >
      {name}
    </button>
  )
}
