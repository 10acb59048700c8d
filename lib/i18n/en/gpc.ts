/** Global Privacy Control: what it says to sites, and what it does not do. */
export const gpc = {
  'gpc.title': 'Do not sell or share',
  'gpc.what':
    'Global Privacy Control tells every site, with each request and in each page, that it must not sell your personal data or share it for advertising. Some laws, California’s among them, oblige sites to obey.',
  'gpc.not':
    'It blocks nothing, and makes no site obey: it is your word, said each time. It also tells sites that you are somebody who says it. Scripts that a page runs in a worker do not see it; what they send carries it.',
  'gpc.permission':
    'For this the browser lets Proviso set one header of your requests. That permission goes back when you switch it off.',
  'gpc.off': 'It is off.',
  'gpc.on': 'It is on, from the next load of each page.',
  'gpc.nextStart':
    'It will be on from the next start of your browser: until then it does not take the header.',
  'gpc.except': 'Not told, because a rule of yours allows them to sell your data: {sites}.',
  'gpc.switchOn': 'Switch it on',
  'gpc.switchOff': 'Switch it off',
  'gpc.declined': 'The browser did not give the permission, so it stays off.',
} as const
