import { type ReactNode, useEffect, useRef } from 'react'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import { Mark } from '../ui/Mark.tsx'

interface FrameProps {
  readonly origin: string
  /** What waits in all, this one included. */
  readonly waiting: number
  /** What will have happened if the answer is Allow. */
  readonly outcome: ReactNode
  readonly promise: ReactNode
  /** The terms: they scroll where they must. */
  readonly children: ReactNode
  /** What never leaves the view: warnings, then the answers. */
  readonly warnings: ReactNode
  readonly answers: ReactNode
}

/** The shape of every question in the prompt window, from the outcome to the two answers. */
export function Frame({ origin, waiting, outcome, promise, children, warnings, answers }: FrameProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <div className="flex h-dvh flex-col short:h-auto">
      <header className="flex items-center gap-2 border-line border-b px-[18px] py-3.5">
        <Mark />
        <bdi className="min-w-0 truncate text-sm text-soft">{inert(new URL(origin).host, 80)}</bdi>
        <span className="grow" />
        {waiting > 1 && (
          <span className="num whitespace-nowrap text-sm text-soft">
            {t('prompt.queue', { position: 1, waiting })}
          </span>
        )}
      </header>
      <main className="min-h-0 grow overflow-y-auto px-[18px] pt-[18px] pb-2 short:overflow-visible">
        <h1 ref={heading} tabIndex={-1} className="text-[23px] leading-tight">
          {outcome}
        </h1>
        <p className="mt-2 text-soft">{promise}</p>
        {children}
      </main>
      {warnings}
      <footer className="border-line border-t px-[18px] pt-3 pb-[18px] short:sticky short:bottom-0 short:bg-paper">
        {answers}
      </footer>
    </div>
  )
}
