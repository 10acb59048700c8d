import type { CoverWords, Words } from './words.ts'

const cover = ({ purposes, data, kinds, datasets, who }: CoverWords): string =>
  [
    purposes === undefined ? `any use of ${data ?? 'your data'}` : purposes,
    purposes === undefined || data === undefined ? '' : ` on ${data}`,
    kinds === undefined ? '' : ` (${kinds})`,
    datasets === undefined ? '' : ` in ${datasets}`,
    who === undefined ? '' : ` for ${who}`,
  ].join('')

/** Labels that begin with a verb: "refuse selling products". */
const VERBS: Readonly<Record<string, string>> = {
  Combat: 'combatting',
  Enforce: 'enforcing',
  Establish: 'establishing',
  Improve: 'improving',
  Increase: 'increasing',
  Maintain: 'maintaining',
  Optimise: 'optimising',
  Provide: 'providing',
  Repair: 'repairing',
  Sell: 'selling',
}

/** Labels are published as titles; inside a sentence they are not, save for abbreviations. */
const purpose = (label: string): string =>
  label
    .replace(/^[A-Z][a-z]+/, (word) => (Object.hasOwn(VERBS, word) ? (VERBS[word] ?? word) : word))
    .replace(/\b[A-Z](?=[a-z])/g, (letter) => letter.toLowerCase())

const PERIODS = { day: 'a day', week: '7 days', month: '30 days', year: '365 days' }

export const en: Words = {
  locale: 'en-GB',
  quote: (text) => `“${text}”`,
  head: {
    allow: (covers) => `Allow ${cover(covers)}`,
    ask: (covers) => `Ask before ${cover(covers)}`,
    refuse: (covers) => `Refuse ${cover(covers)}`,
  },
  purpose,
  data: (category) => `your ${category} data`,
  commonData: {
    'pd:Picture': 'your pictures',
    'pd:Health': 'your health data',
    'pd:MedicalHealth': 'your medical data',
    'pd:HealthRecord': 'your health records',
    'pd:Location': 'your location data',
    'pd:Biometric': 'your biometric data',
    'pd:Genetic': 'your genetic data',
    'pd:Financial': 'your financial data',
    'pd:Transaction': 'your transactions',
    'pd:Purchase': 'your purchases',
    'pd:Behavioural': 'data on your behaviour',
    'pd:BrowsingBehaviour': 'data on how you browse',
    'pd:BrowserHistory': 'your browsing history',
    'pd:Communication': 'your communication',
    'pd:EmailContent': 'your emails',
    'pd:Contact': 'your contact details',
    'pd:Demographic': 'your demographic data',
    'pd:Preference': 'your preferences',
    'pd:Interest': 'your interests',
    'pd:Opinion': 'your opinions',
    'pd:Religion': 'data on your religion',
    'pd:PoliticalAffiliation': 'data on your political affiliation',
    'pd:SocialMedia': 'your social media data',
    'pd:Language': 'data on your language',
  },
  publisher: (list) => `the publisher ${list}`,
  attested: (by) => `publishers attested by ${by}`,
  needs: {
    unit: (unit) =>
      unit === 'record' ? 'each record is protected' : 'everything you contribute is protected',
    noise: () => 'noise is added',
    maxEpsilonPerRound: (max, f) => `at most ε ${f.number(max)} is spent per round`,
    maxEpsilonPerTask: (max, f) => `at most ε ${f.number(max)} is spent per task`,
    maxEpsilonPerPublisher: (max, f) =>
      `at most ε ${f.number(max)} is spent on this publisher's tasks together`,
    maxEpsilonPerPeriod: ({ period, epsilon }, f) =>
      `at most ε ${f.number(epsilon)} is spent on all tasks within ${PERIODS[period]}`,
    aggregation: (kinds, f) => `the aggregation is ${f.anyOf(kinds)}`,
    minCohort: (min, f) => `at least ${f.number(min)} people take part in a round`,
    minReward: (reward, f) => `it pays at least ${f.amount(reward)} per contribution`,
    funded: () => 'every place is funded on chain',
    maxRetentionDays: (max, f) =>
      `what is sent is kept for at most ${f.number(max)} ${max === 1 ? 'day' : 'days'}`,
    recipients: (names, f) => `nobody but ${f.anyOf(names)} receives the model`,
    jurisdictions: (places, f) => `the publisher's jurisdiction is ${f.anyOf(places)}`,
    licenses: (names, f) => `the model's licence is ${f.anyOf(names)}`,
    idle: () => 'you are not using the device',
    charging: () => 'the device is charging',
    hours: ({ from, to }, f) => `it is between ${f.time(from)} and ${f.time(to)}`,
    maxMinutesPerDay: (max, f) => `it has trained for less than ${f.number(max)} minutes today`,
    unmetered: () => 'the connection is not metered',
  },
  units: {
    record: 'each record',
    contributor: 'everything you contribute',
    none: 'nothing',
  },
  baseUnits: (amount, token, chainId) => `${amount} base units of the token ${token} on chain ${chainId}`,
  all: (needs) => new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(needs),
  condition: {
    allow: (needs) => `, if ${needs}`,
    ask: (needs) => `, unless ${needs}`,
    refuse: (needs) => `, unless ${needs}`,
  },
  until: (date) => `; until ${date}`,
  end: '.',
  found: (value) => ` (here: ${value})`,
  no: 'no',
  unknown: 'not known yet',
  unbounded: 'without a limit',
  rule: (name) => `your rule ${name}`,
  deletedRule: 'a rule you have deleted since',
  more: (count) => `${count} more`,
  because: {
    allow: (reasons) => `Allowed, because ${reasons}.`,
    ask: (reasons) => `You are asked, because ${reasons}.`,
    refuse: (reasons) => `Refused, because ${reasons}.`,
  },
  joinReasons: (reasons) =>
    reasons.length < 2 ? reasons.join() : `${reasons.slice(0, -1).join('; ')}; and ${reasons.at(-1)}`,
  reasons: {
    says: {
      allow: (rules, count) => `${rules} ${count === 1 ? 'allows' : 'allow'} it`,
      ask: (rules, count) => `${rules} ${count === 1 ? 'says' : 'say'} to ask`,
      refuse: (rules, count) => `${rules} ${count === 1 ? 'refuses' : 'refuse'} it`,
    },
    refusesUnless: (rule, needs) => `${rule} refuses it unless ${needs}`,
    asksUnless: (rule, needs) => `${rule} says to ask unless ${needs}`,
    mayRefuse: (rule) =>
      `${rule} refuses some publishers, and it is not known yet whether this is one of them`,
    allowsOnlyIf: (rule, needs) => `${rule} allows it only if ${needs}`,
    allowsOnlyAttested: (rule) =>
      `${rule} allows it only to attested publishers, and it is not known yet whether this is one of them`,
    special: (data) => `no rule of yours names ${data}, which are specially protected`,
    noNoise: 'the task adds no noise',
    noNoiseRefused: 'the task adds no noise, and your settings refuse that',
    noRule: 'no rule of yours covers it',
    endedBefore: 'you, or a limit of yours, ended a permission for this before',
    unreadable: 'something in it or in your rules could not be read',
    more: (count) => `there are ${count} more reasons`,
  },
}
