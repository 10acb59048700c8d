import { type ReactNode, useEffect, useId, useRef } from 'react'
import { t } from '../../lib/i18n/translate.ts'
import { useTask } from '../useView.ts'
import { Problem } from './Notes.tsx'

interface ConfirmProps {
  readonly title: ReactNode
  readonly children: ReactNode
  /** Name of the button that does it. */
  readonly action: string
  /** It gives nothing up. */
  readonly isHarmless?: boolean
  readonly onConfirm: () => Promise<unknown>
  readonly onClose: () => void
}

/** Asks once more before something that cannot be undone. The safe answer has the focus. */
export function Confirm({ title, children, action, isHarmless = false, onConfirm, onClose }: ConfirmProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const task = useTask(onConfirm)
  useEffect(() => dialog.current?.showModal(), [])
  const confirm = async () => {
    if (await task.run()) onClose()
  }
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={onClose}
      className="m-auto w-[min(440px,calc(100vw-32px))] rounded-xl border border-line bg-paper p-6 text-ink backdrop:bg-black/40"
    >
      <h2 id={titleId} className="text-[19px] leading-snug">
        {title}
      </h2>
      <div className="mt-3 grid gap-3 text-soft">{children}</div>
      {task.error !== undefined && <Problem>{task.error}</Problem>}
      <div className="mt-5 grid grid-cols-2 gap-2.5">
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          {t('common.cancel')}
        </button>
        <button
          type="button"
          className={isHarmless ? 'button' : 'button text-stop'}
          aria-disabled={task.isRunning}
          onClick={confirm}
        >
          {action}
        </button>
      </div>
    </dialog>
  )
}
