import { Component, type ReactNode } from 'react'
import { t } from '../../lib/i18n/translate.ts'

interface FaultsProps {
  readonly children: ReactNode
}

/** Keeps a fault in drawing from leaving an empty page: says what it means and what to do. */
export class Faults extends Component<FaultsProps, { hasFault: boolean }> {
  override state = { hasFault: false }

  static getDerivedStateFromError() {
    return { hasFault: true }
  }

  override render() {
    return this.state.hasFault ? <FaultNote text={t('common.crashed')} /> : this.props.children
  }
}

export function FaultNote({ text = t('common.failed') }: { readonly text?: string }) {
  return (
    <div role="alert" className="p-[18px]">
      <p className="font-semibold">{text}</p>
      <p className="mt-1 text-soft">{t('common.failedTodo')}</p>
    </div>
  )
}
