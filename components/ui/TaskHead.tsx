import type { ReactNode } from 'react'
import { Tag } from './Notes.tsx'

interface TaskHeadProps {
  /** In a stranger's words, made fit to be shown by the view. */
  readonly publisher: string
  readonly title: string
  /** How it stands, in a word. */
  readonly state: string
  readonly isLive: boolean
  /** What can be done about it, at the other end of the line. */
  readonly children?: ReactNode
}

/** The first line of a grant or a receipt: whose, for what, and how it stands. */
export function TaskHead({ publisher, title, state, isLive, children }: TaskHeadProps) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
      <p className="min-w-60 grow">
        <b className="font-semibold">
          <bdi>{publisher}</bdi>
        </b>{' '}
        <bdi>{title}</bdi> <Tag tone={isLive ? 'accent' : 'plain'}>{state}</Tag>
      </p>
      {children}
    </div>
  )
}
