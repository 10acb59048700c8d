import type { CoverWords, Words } from './words.ts'

const cover = ({ purposes, data, kinds, datasets, who }: CoverWords): string =>
  [
    purposes === undefined ? `jede Nutzung von ${data ?? 'Ihren Daten'}` : purposes,
    purposes === undefined || data === undefined ? '' : ` mit ${data}`,
    kinds === undefined ? '' : ` (${kinds})`,
    datasets === undefined ? '' : ` aus ${datasets}`,
    who === undefined ? '' : ` durch ${who}`,
  ].join('')

const PERIODS = { day: 'eines Tages', week: 'von 7 Tagen', month: 'von 30 Tagen', year: 'von 365 Tagen' }

export const de: Words = {
  locale: 'de',
  quote: (text) => `„${text}“`,
  head: {
    allow: (covers) => `Erlauben: ${cover(covers)}`,
    ask: (covers) => `Vorher fragen: ${cover(covers)}`,
    refuse: (covers) => `Ablehnen: ${cover(covers)}`,
  },
  purpose: (label) => `„${label}“`,
  data: (category) => `Ihren Daten der Art ${category}`,
  commonData: {
    'pd:Picture': 'Ihren Bildern',
    'pd:Health': 'Ihren Gesundheitsdaten',
    'pd:MedicalHealth': 'Ihren medizinischen Daten',
    'pd:HealthRecord': 'Ihren Gesundheitsakten',
    'pd:Location': 'Ihren Standortdaten',
    'pd:Biometric': 'Ihren biometrischen Daten',
    'pd:Genetic': 'Ihren genetischen Daten',
    'pd:Financial': 'Ihren Finanzdaten',
    'pd:Transaction': 'Ihren Transaktionen',
    'pd:Purchase': 'Ihren Einkäufen',
    'pd:Behavioural': 'Daten über Ihr Verhalten',
    'pd:BrowsingBehaviour': 'Daten über Ihr Surfverhalten',
    'pd:BrowserHistory': 'Ihrem Browserverlauf',
    'pd:Communication': 'Ihrer Kommunikation',
    'pd:EmailContent': 'Ihren E-Mails',
    'pd:Contact': 'Ihren Kontaktdaten',
    'pd:Demographic': 'Ihren demografischen Daten',
    'pd:Preference': 'Ihren Vorlieben',
    'pd:Interest': 'Ihren Interessen',
    'pd:Opinion': 'Ihren Meinungen',
    'pd:Religion': 'Daten über Ihre Religion',
    'pd:PoliticalAffiliation': 'Daten über Ihre politische Zugehörigkeit',
    'pd:SocialMedia': 'Ihren Daten aus sozialen Medien',
    'pd:Language': 'Daten über Ihre Sprache',
  },
  publisher: (list) => `den Herausgeber ${list}`,
  attested: (by) => `Herausgeber mit einer Bestätigung von ${by}`,
  needs: {
    unit: (unit) =>
      unit === 'record' ? 'jeder Datensatz geschützt ist' : 'alles, was Sie beitragen, geschützt ist',
    noise: () => 'Rauschen hinzugefügt wird',
    maxEpsilonPerRound: (max, f) => `je Runde höchstens ε ${f.number(max)} verbraucht wird`,
    maxEpsilonPerTask: (max, f) => `je Aufgabe höchstens ε ${f.number(max)} verbraucht wird`,
    maxEpsilonPerPublisher: (max, f) =>
      `für alle Aufgaben dieses Herausgebers zusammen höchstens ε ${f.number(max)} verbraucht wird`,
    maxEpsilonPerPeriod: ({ period, epsilon }, f) =>
      `für alle Aufgaben innerhalb ${PERIODS[period]} höchstens ε ${f.number(epsilon)} verbraucht wird`,
    aggregation: (kinds, f) => `die Art der Zusammenführung ${f.anyOf(kinds)} ist`,
    minCohort: (min, f) => `mindestens ${f.number(min)} Personen an einer Runde teilnehmen`,
    minReward: (reward, f) => `je Beitrag mindestens ${f.amount(reward)} gezahlt werden`,
    funded: () => 'jeder Platz auf der Blockchain finanziert ist',
    maxRetentionDays: (max, f) =>
      `das Gesendete höchstens ${f.number(max)} ${max === 1 ? 'Tag' : 'Tage'} aufbewahrt wird`,
    recipients: (names, f) => `niemand außer ${f.anyOf(names)} das Modell erhält`,
    jurisdictions: (places, f) => `der Herausgeber dem Recht von ${f.anyOf(places)} untersteht`,
    licenses: (names, f) => `die Lizenz des Modells ${f.anyOf(names)} ist`,
    idle: () => 'Sie das Gerät nicht benutzen',
    charging: () => 'das Gerät geladen wird',
    hours: ({ from, to }, f) => `es zwischen ${f.time(from)} und ${f.time(to)} Uhr ist`,
    maxMinutesPerDay: (max, f) => `heute weniger als ${f.number(max)} Minuten trainiert wurde`,
    unmetered: () => 'die Verbindung nicht nach Datenmenge abgerechnet wird',
  },
  units: { record: 'jeder Datensatz', contributor: 'alles, was Sie beitragen', none: 'nichts' },
  baseUnits: (amount, token, chainId) =>
    `${amount} Basiseinheiten des Tokens ${token} auf der Chain ${chainId}`,
  all: (needs) => new Intl.ListFormat('de', { type: 'conjunction' }).format(needs),
  condition: {
    allow: (needs) => `, wenn ${needs}`,
    ask: (needs) => `, außer wenn ${needs}`,
    refuse: (needs) => `, außer wenn ${needs}`,
  },
  until: (date) => `; bis ${date}`,
  end: '.',
  found: (value) => ` (hier: ${value})`,
  no: 'nein',
  unknown: 'noch nicht bekannt',
  unbounded: 'ohne Grenze',
  rule: (name) => `Ihre Regel ${name}`,
  deletedRule: 'eine Regel, die Sie inzwischen gelöscht haben,',
  more: (count) => `${count} weitere`,
  because: {
    allow: (reasons) => `Erlaubt, denn ${reasons}.`,
    ask: (reasons) => `Sie werden gefragt, denn ${reasons}.`,
    refuse: (reasons) => `Abgelehnt, denn ${reasons}.`,
  },
  joinReasons: (reasons) =>
    reasons.length < 2 ? reasons.join() : `${reasons.slice(0, -1).join('; ')}; und ${reasons.at(-1)}`,
  reasons: {
    says: {
      allow: (rules, count) => `${rules} ${count === 1 ? 'erlaubt' : 'erlauben'} es`,
      ask: (rules, count) => `${rules} ${count === 1 ? 'verlangt' : 'verlangen'} eine Frage`,
      refuse: (rules, count) => `${rules} ${count === 1 ? 'lehnt' : 'lehnen'} es ab`,
    },
    refusesUnless: (rule, needs) => `${rule} lehnt es ab, außer wenn ${needs}`,
    asksUnless: (rule, needs) => `${rule} verlangt eine Frage, außer wenn ${needs}`,
    mayRefuse: (rule) =>
      `${rule} lehnt manche Herausgeber ab, und ob dieser dazugehört, ist noch nicht bekannt`,
    allowsOnlyIf: (rule, needs) => `${rule} erlaubt es nur, wenn ${needs}`,
    allowsOnlyAttested: (rule) =>
      `${rule} erlaubt es nur bestätigten Herausgebern, und ob dieser dazugehört, ist noch nicht bekannt`,
    special: (data) =>
      `der Umgang mit ${data} ist besonders geschützt, und keine Ihrer Regeln nennt diese Daten`,
    noNoise: 'die Aufgabe fügt kein Rauschen hinzu',
    noNoiseRefused: 'die Aufgabe fügt kein Rauschen hinzu, und Ihre Einstellungen lehnen das ab',
    noRule: 'keine Ihrer Regeln spricht davon',
    endedBefore: 'Sie oder eine Ihrer Grenzen haben eine Erlaubnis dafür schon einmal beendet',
    unreadable: 'etwas daran oder an Ihren Regeln war nicht lesbar',
    more: (count) => `es gibt ${count} weitere Gründe`,
  },
}
