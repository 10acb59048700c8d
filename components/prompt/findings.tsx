import type { ReactNode } from 'react'
import { formatNumber } from '../../lib/i18n/format.ts'
import type { Script } from '../../lib/i18n/scripts.ts'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import type { OriginFinding, PayFinding, WordFinding } from '../../lib/views/suspicions.ts'
import { T } from '../ui/T.tsx'

const scriptNames = (scripts: readonly Script[]): string =>
  scripts.map((script) => (script === 'other' ? t('suspicion.otherScript') : script)).join(', ')

function List<F>({ findings, say }: { findings: readonly F[]; say: (finding: F) => ReactNode }) {
  return (
    <ul className="grid list-disc gap-1 pl-4">
      {findings.map((finding, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: findings do not move
        <li key={place}>{say(finding)}</li>
      ))}
    </ul>
  )
}

const name = (text: string) => <bdi className="font-semibold">{inert(text, 80)}</bdi>

const sayWord = (finding: WordFinding): ReactNode => {
  const place = t(`suspicion.in.${finding.place}`)
  switch (finding.kind) {
    case 'scripts':
      return (
        <T
          k="suspicion.scripts"
          params={{ place, word: name(finding.word), scripts: scriptNames(finding.scripts) }}
        />
      )
    case 'look-alike':
      return (
        <T
          k="suspicion.look-alike"
          params={{ place, word: name(finding.word), reads: name(finding.reads) }}
        />
      )
    case 'cut':
      return t('suspicion.cut', { place, max: formatNumber(finding.max) })
    default:
      return t(`suspicion.${finding.kind}`, { place })
  }
}

/** What in a stranger's words does not read as it is. */
export function WordFindings({ findings }: { readonly findings: readonly WordFinding[] }) {
  return <List findings={findings} say={sayWord} />
}

const saySite = (finding: OriginFinding): ReactNode =>
  finding.kind === 'spoken' ? (
    <T
      k="suspicion.spoken"
      params={{
        host: name(finding.host),
        spoken: name(finding.spoken),
        scripts: scriptNames(finding.scripts),
      }}
    />
  ) : (
    <T k="suspicion.resembles" params={{ host: name(finding.host), known: name(finding.known) }} />
  )

/** The worse of what is to be said of a site's name. */
export const siteTitle = (findings: readonly OriginFinding[]): string =>
  t(
    findings.some(({ kind }) => kind === 'resembles')
      ? 'prompt.warn.site-resembles'
      : 'prompt.warn.site-name',
  )

export function SiteFindings({ findings }: { readonly findings: readonly OriginFinding[] }) {
  return <List findings={findings} say={saySite} />
}

interface PayFindingsProps {
  readonly findings: readonly PayFinding[]
  readonly symbol: string
}

/** Why the pay may be taken for more than it is. */
export function PayFindings({ findings, symbol }: PayFindingsProps) {
  return (
    <List
      findings={findings}
      say={(finding) => {
        switch (finding.kind) {
          case 'symbol':
            return (
              <T k="suspicion.symbol" params={{ symbol: <bdi className="font-semibold">“{symbol}”</bdi> }} />
            )
          case 'decimals':
            return t('suspicion.decimals', { decimals: finding.decimals })
          case 'promise':
            return <T k="suspicion.promise" params={{ words: <bdi>“{inert(finding.words, 60)}”</bdi> }} />
        }
      }}
    />
  )
}
