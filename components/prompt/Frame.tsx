import { type ReactNode, useEffect, useRef } from 'react'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import { Mark } from '../ui/Mark.tsx'

interface FrameProps {
  readonly origin: string
  /** What waits in all, this one included. */
  readonly waiting: number
  /** Site that is next, in the order in which they came. */
  readonly next: string | undefined
  /** What will have happened if the answer is Allow. */
  readonly outcome: ReactNode
  readonly promise: ReactNode
  /** What is known of who asks. */
  readonly history?: ReactNode
  /** The terms: they scroll where they must. */
  readonly children: ReactNode
  /** What never leaves the view: warnings, then the answers. */
  readonly warnings: ReactNode
  readonly answers: ReactNode
}

const hostOf = (origin: string): string => inert(new URL(origin).host, 80)

/** The shape of every question in the prompt window, from the outcome to the two answers. */
export function Frame(props: FrameProps) {
  const { origin, waiting, next, outcome, promise, history, children, warnings, answers } = props
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <div className="flex h-dvh flex-col short:h-auto">
      <header className="flex items-center gap-2 border-line border-b px-[18px] py-3.5">
        <Mark />
        <bdi className="min-w-0 truncate text-sm text-soft">{hostOf(origin)}</bdi>
        <span className="grow" />
        {waiting > 1 && (
          <span className="num whitespace-nowrap text-sm text-soft">
            {t('prompt.queue', { position: 1, waiting })}
            {next !== undefined && (
              <span className="sr-only"> {t('prompt.next', { site: hostOf(next) })}</span>
            )}
          </span>
        )}
      </header>
      <main className="min-h-0 grow overflow-y-auto px-[18px] pt-[18px] pb-2 short:overflow-visible">
        <h1 ref={heading} tabIndex={-1} className="text-[23px] leading-tight">
          {outcome}
        </h1>
        <p className="mt-2 text-soft">{promise}</p>
        {history !== undefined && <p className="mt-1 text-sm text-soft">{history}</p>}
        {children}
      </main>
      {warnings}
      <footer className="border-line border-t px-[18px] pt-3 pb-[18px] short:sticky short:bottom-0 short:bg-paper">
        {answers}
      </footer>
    </div>
  )
}
