import type { CoverWords, Words } from './words.ts'

const cover = ({ purposes, data, kinds, datasets, who }: CoverWords): string =>
  [
    purposes === undefined ? `cualquier uso de ${data ?? 'tus datos'}` : purposes,
    purposes === undefined || data === undefined ? '' : ` con ${data}`,
    kinds === undefined ? '' : ` (${kinds})`,
    datasets === undefined ? '' : ` de ${datasets}`,
    who === undefined ? '' : ` por parte de ${who}`,
  ].join('')

const PERIODS = { day: 'un día', week: '7 días', month: '30 días', year: '365 días' }

export const es: Words = {
  locale: 'es',
  quote: (text) => `«${text}»`,
  head: {
    allow: (covers) => `Permitir: ${cover(covers)}`,
    ask: (covers) => `Preguntar antes: ${cover(covers)}`,
    refuse: (covers) => `Rechazar: ${cover(covers)}`,
  },
  purpose: (label) => `«${label}»`,
  data: (category) => `tus datos del tipo ${category}`,
  commonData: {
    'pd:Picture': 'tus imágenes',
    'pd:Health': 'tus datos de salud',
    'pd:MedicalHealth': 'tus datos médicos',
    'pd:HealthRecord': 'tus historiales de salud',
    'pd:Location': 'tus datos de ubicación',
    'pd:Biometric': 'tus datos biométricos',
    'pd:Genetic': 'tus datos genéticos',
    'pd:Financial': 'tus datos financieros',
    'pd:Transaction': 'tus transacciones',
    'pd:Purchase': 'tus compras',
    'pd:Behavioural': 'datos sobre tu comportamiento',
    'pd:BrowsingBehaviour': 'datos sobre cómo navegas',
    'pd:BrowserHistory': 'tu historial de navegación',
    'pd:Communication': 'tus comunicaciones',
    'pd:EmailContent': 'tus correos electrónicos',
    'pd:Contact': 'tus datos de contacto',
    'pd:Demographic': 'tus datos demográficos',
    'pd:Preference': 'tus preferencias',
    'pd:Interest': 'tus intereses',
    'pd:Opinion': 'tus opiniones',
    'pd:Religion': 'datos sobre tu religión',
    'pd:PoliticalAffiliation': 'datos sobre tu afiliación política',
    'pd:SocialMedia': 'tus datos de redes sociales',
    'pd:Language': 'datos sobre tu idioma',
  },
  publisher: (list) => `la entidad ${list}`,
  attested: (by) => `entidades con una acreditación de ${by}`,
  needs: {
    unit: (unit) =>
      unit === 'record' ? 'se protege cada registro' : 'se protege todo lo que aportas en conjunto',
    noise: () => 'se añade ruido',
    maxEpsilonPerRound: (max, f) => `se gasta como mucho ε ${f.number(max)} por ronda`,
    maxEpsilonPerTask: (max, f) => `se gasta como mucho ε ${f.number(max)} por tarea`,
    maxEpsilonPerPublisher: (max, f) =>
      `se gasta como mucho ε ${f.number(max)} en todas las tareas de esta entidad`,
    maxEpsilonPerPeriod: ({ period, epsilon }, f) =>
      `se gasta como mucho ε ${f.number(epsilon)} en todas las tareas en ${PERIODS[period]}`,
    aggregation: (kinds, f) => `la agregación es ${f.anyOf(kinds)}`,
    minCohort: (min, f) => `participan al menos ${f.number(min)} personas en una ronda`,
    minReward: (reward, f) => `se pagan al menos ${f.amount(reward)} por contribución`,
    funded: () => 'cada plaza tiene fondos en la cadena de bloques',
    maxRetentionDays: (max, f) =>
      `lo enviado se conserva como mucho ${f.number(max)} ${max === 1 ? 'día' : 'días'}`,
    recipients: (names, f) => `nadie salvo ${f.anyOf(names)} recibe el modelo`,
    jurisdictions: (places, f) => `la jurisdicción de la entidad es ${f.anyOf(places)}`,
    licenses: (names, f) => `la licencia del modelo es ${f.anyOf(names)}`,
    idle: () => 'no estás usando el dispositivo',
    charging: () => 'el dispositivo se está cargando',
    hours: ({ from, to }, f) => `la hora está entre las ${f.time(from)} y las ${f.time(to)}`,
    maxMinutesPerDay: (max, f) => `hoy se ha entrenado menos de ${f.number(max)} minutos`,
    unmetered: () => 'la conexión no se cobra por volumen',
  },
  units: { record: 'cada registro', contributor: 'todo lo que aportas', none: 'nada' },
  baseUnits: (amount, token, chainId) =>
    `${amount} unidades básicas del token ${token} en la cadena ${chainId}`,
  all: (needs) => new Intl.ListFormat('es', { type: 'conjunction' }).format(needs),
  condition: {
    allow: (needs) => `, si ${needs}`,
    ask: (needs) => `, salvo si ${needs}`,
    refuse: (needs) => `, salvo si ${needs}`,
  },
  until: (date) => `; hasta el ${date}`,
  end: '.',
  found: (value) => ` (aquí: ${value})`,
  no: 'no',
  unknown: 'aún no se sabe',
  unbounded: 'sin límite',
  rule: (name) => `tu regla ${name}`,
  deletedRule: 'una regla que has borrado desde entonces',
  more: (count) => `${count} más`,
  because: {
    allow: (reasons) => `Se permite porque ${reasons}.`,
    ask: (reasons) => `Se te pregunta porque ${reasons}.`,
    refuse: (reasons) => `Se rechaza porque ${reasons}.`,
  },
  joinReasons: (reasons) =>
    reasons.length < 2 ? reasons.join() : `${reasons.slice(0, -1).join('; ')}; y ${reasons.at(-1)}`,
  reasons: {
    says: {
      allow: (rules, count) => `${rules} lo ${count === 1 ? 'permite' : 'permiten'}`,
      ask: (rules, count) => `${rules} ${count === 1 ? 'pide' : 'piden'} preguntar`,
      refuse: (rules, count) => `${rules} lo ${count === 1 ? 'rechaza' : 'rechazan'}`,
    },
    refusesUnless: (rule, needs) => `${rule} lo rechaza salvo si ${needs}`,
    asksUnless: (rule, needs) => `${rule} pide preguntar salvo si ${needs}`,
    mayRefuse: (rule) => `${rule} rechaza a algunas entidades y aún no se sabe si esta es una de ellas`,
    allowsOnlyIf: (rule, needs) => `${rule} lo permite solo si ${needs}`,
    allowsOnlyAttested: (rule) =>
      `${rule} lo permite solo a entidades acreditadas y aún no se sabe si esta es una de ellas`,
    special: (data) => `ninguna regla tuya nombra ${data}, que tienen una protección especial`,
    noNoise: 'la tarea no añade ruido',
    noNoiseRefused: 'la tarea no añade ruido y tus ajustes lo rechazan',
    noRule: 'ninguna regla tuya habla de ello',
    endedBefore: 'tú, o un límite tuyo, ya terminó un permiso para esto',
    unreadable: 'algo de la petición o de tus reglas no se pudo leer',
    more: (count) => `hay ${count} razones más`,
  },
}
