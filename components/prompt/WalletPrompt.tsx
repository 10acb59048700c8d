import { type ReactNode, useState } from 'react'
import { formatMoment } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import { command } from '../../lib/rpc/client.ts'
import type { WalletPromptView, WalletWarning } from '../../lib/views/walletPrompt.ts'
import { Problem } from '../ui/Notes.tsx'
import { T } from '../ui/T.tsx'
import { Answer } from './Answer.tsx'
import { Frame } from './Frame.tsx'
import { SiteFindings, siteTitle, WordFindings } from './findings.tsx'
import { useAnswer } from './useAnswer.ts'
import { useOpened } from './useOpened.ts'
import { useSettled } from './useSettled.ts'
import { WalletRows } from './WalletRows.tsx'
import { FrameText, Warnings } from './Warnings.tsx'

interface WalletPromptProps {
  readonly view: WalletPromptView
  readonly waiting: number
  readonly next: string | undefined
}

/** One question to the wallet that the person wanted to hear first. Mounted anew for each. */
export function WalletPrompt({ view, waiting, next }: WalletPromptProps) {
  const { callId, kind, warnings } = view
  const { opened, onOpen, unread } = useOpened(warnings)
  const [isRemembered, setRemembered] = useState(false)
  const isSettled = useSettled()
  const answer = useAnswer((effect) =>
    command('walletCall.decide', { callId, effect, remember: isRemembered }),
  )
  const remembering = t('gate.rememberNote', { kind: t(`kind.${kind}`) })
  const site = <bdi>{inert(new URL(view.origin).host, 80)}</bdi>
  return (
    <Frame
      origin={view.origin}
      waiting={waiting}
      next={next}
      outcome={<Outcome view={view} site={site} />}
      promise={t(kind === 'identity' ? 'gate.thenKnown' : 'gate.thenWallet')}
      warnings={
        <Warnings warnings={warnings} opened={opened} onOpen={onOpen} title={titleOf} body={bodyOf} />
      }
      answers={
        <>
          <p id="why-not" aria-live="polite" className="pb-2 text-[13px] text-soft empty:hidden">
            {unread > 0 && t('prompt.block.warnings', { count: unread })}
          </p>
          <Answer
            reasons={[<T key="why" k="gate.why" params={{ site, kind: t(`kind.${kind}`) }} />, remembering]}
            remember={t('gate.remember')}
            note={remembering}
            canAllow={unread === 0 && isSettled && !answer.isAnswering}
            isAnswering={answer.isAnswering}
            isRemembered={isRemembered}
            onRemember={setRemembered}
            onAllow={answer.allow}
            onRefuse={answer.refuse}
          />
          {answer.error !== undefined && <Problem>{answer.error}</Problem>}
        </>
      }
    >
      <WalletRows view={view} />
    </Frame>
  )
}

interface OutcomeProps {
  readonly view: WalletPromptView
  readonly site: ReactNode
}

function Outcome({ view: { question }, site }: OutcomeProps) {
  switch (question.kind) {
    case 'login': {
      const { login } = question
      if (login === undefined) return <T k="gate.loginUnread" params={{ site }} />
      if (login.isOtherSite)
        return <T k="gate.loginElsewhere" params={{ site, domain: <bdi>{login.domain}</bdi> }} />
      if (!login.delegates) return <T k="gate.login" params={{ site }} />
      return <T k={login.isSubjectSite ? 'gate.loginActs' : 'gate.loginDelegate'} params={{ site }} />
    }
    case 'dataKeys':
      return <T k={`gate.${question.what}`} params={{ site }} />
    default:
      return <T k={`gate.${question.kind}`} params={{ site }} />
  }
}

const titleOf = (warning: WalletWarning): ReactNode => {
  switch (warning.kind) {
    case 'cross-origin':
      return t('prompt.warn.cross-origin')
    case 'words':
      return t('gate.warn.words')
    case 'site-name':
      return siteTitle(warning.findings)
    default:
      return t(`gate.warn.${warning.kind}`)
  }
}

const bodyOf = (warning: WalletWarning): ReactNode => {
  switch (warning.kind) {
    case 'cross-origin':
      return <FrameText {...warning} />
    case 'words':
      return <WordFindings findings={warning.findings} />
    case 'site-name':
      return <SiteFindings findings={warning.findings} />
    case 'other-domain':
      return (
        <T
          k="gate.warn.other-domain.text"
          params={{ domain: <bdi>{warning.domain}</bdi>, origin: <bdi>{inert(warning.origin, 80)}</bdi> }}
        />
      )
    case 'expired':
      return t('gate.warn.expired.text', { moment: formatMoment(warning.at) })
    case 'delegates':
      return <T k="gate.warn.delegates.text" params={{ who: <bdi>{warning.who}</bdi> }} />
  }
}
