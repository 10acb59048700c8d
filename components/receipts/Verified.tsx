import { en } from '../../lib/i18n/en.ts'
import { type Key, t } from '../../lib/i18n/translate.ts'
import type { CheckState, VerifiedFile } from '../../lib/receipts/checks.ts'
import { AttestationSays, ReceiptSays } from './Says.tsx'

const TONES: Readonly<Record<VerifiedFile['verdict'], string>> = {
  proven: 'bg-wash text-accent',
  incomplete: 'bg-warn-wash text-warn',
  failed: 'bg-warn-wash text-stop',
}

/** One checked file: the verdict, what it says, every check, and what all that proves. */
export function Verified({ result }: { readonly result: VerifiedFile }) {
  const { kind, verdict } = result
  const isFailed = verdict === 'failed'
  return (
    <article className="rounded-xl border border-line px-5 py-4">
      <h3 className={`rounded-lg px-3 py-2.5 font-medium ${TONES[verdict]}`}>
        {t(`receipts.verdict.${kind}.${verdict}`)}
      </h3>
      {result.words !== undefined && (
        <>
          <h4 className="mt-4 mb-1.5 font-semibold text-[13px]">
            {t(isFailed ? 'receipts.saysFailed' : 'receipts.says')}
          </h4>
          {result.kind === 'receipt' && <ReceiptSays words={result.words} />}
          {result.kind === 'attestation' && <AttestationSays words={result.words} />}
        </>
      )}
      <h4 className="mt-4 mb-1 font-semibold text-[13px]">{t('receipts.checks')}</h4>
      <Checks result={result} />
      <h4 className="mt-4 mb-1 font-semibold text-[13px]">{t('receipts.proves')}</h4>
      <Proves result={result} />
    </article>
  )
}

type Sentence = Extract<Key, `receipts.check.${string}`>
const isSentence = (key: string): key is Sentence => Object.hasOwn(en, key)

/** Which checks can end in which state is `lib/receipts/checks.ts`' to know; the catalogue has a sentence for each that can. */
const sentence = ({ id, state }: VerifiedFile['checks'][number]): string => {
  const key = `receipts.check.${id}.${state}`
  return isSentence(key) ? t(key) : ''
}

const SIGNS: Readonly<Record<CheckState, { readonly sign: string; readonly tone: string }>> = {
  passed: { sign: '✓', tone: 'text-accent' },
  failed: { sign: '✕', tone: 'text-stop' },
  unchecked: { sign: '?', tone: 'text-warn' },
}

function Checks({ result }: { readonly result: VerifiedFile }) {
  return (
    <ul className="text-[13px]">
      {result.checks.map((check) => {
        const { sign, tone } = SIGNS[check.state]
        return (
          <li key={check.id} className="flex gap-2.5 border-line border-t py-1.5 first:border-t-0">
            <span aria-hidden="true" className={`w-4 shrink-0 text-center font-semibold ${tone}`}>
              {sign}
            </span>
            <p>
              <span className="sr-only">{t(`receipts.${check.state}`)}: </span>
              {sentence(check)}
            </p>
          </li>
        )
      })}
    </ul>
  )
}

type Proves = Extract<Key, `receipts.proves.${string}`>

const provesOf = (result: VerifiedFile): readonly Proves[] => {
  if (result.verdict === 'failed') return ['receipts.proves.nothing']
  const isOpen = result.verdict === 'incomplete' && result.kind === 'receipt'
  const open: readonly Proves[] = isOpen ? ['receipts.proves.incomplete'] : []
  if (result.kind === 'receipt')
    return [
      ...open,
      result.words?.ended === undefined ? 'receipts.proves.given' : 'receipts.proves.ended',
      'receipts.proves.person',
    ]
  return result.words?.kind === 'receipt'
    ? ['receipts.proves.attestation', 'receipts.proves.alone']
    : ['receipts.proves.attestation']
}

function Proves({ result }: { readonly result: VerifiedFile }) {
  return provesOf(result).map((key) => (
    <p key={key} className="mt-1 max-w-prose text-[13px] text-soft">
      {t(key)}
    </p>
  ))
}
