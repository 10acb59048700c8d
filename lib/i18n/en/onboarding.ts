export const onboarding = {
  'onboarding.title': 'Set up Proviso',
  'onboarding.step': 'Step {step} of {steps}',
  'onboarding.steps': 'Steps',
  'onboarding.next': 'Continue',
  'onboarding.skip': 'Skip this step',
  'onboarding.finish': 'Finish',

  'onboarding.what': 'What it does',
  'onboarding.what.title': 'Your data trains models only on your terms.',
  'onboarding.what.lead':
    'A web app can ask to learn from your data. Proviso puts the question to you, trains the model on this device, and records what happened and what you are owed.',
  'onboarding.what.does': 'What it does',
  'onboarding.what.does1': 'Asks you before anything is used, in plain words.',
  'onboarding.what.does2':
    'Trains here. What leaves is a change to a model, with noise that hides any single record unless you decide otherwise.',
  'onboarding.what.does3': 'Signs what it sends, so that a payment can be traced to what it was for.',
  'onboarding.what.never': 'What it never does',
  'onboarding.what.never1': 'Sends your records, or tells a site whether you have any.',
  'onboarding.what.never2': 'Collects what you browse, write or look at.',
  'onboarding.what.never3': 'Spends anything from your wallet by itself.',

  'onboarding.rules': 'Your rules',
  'onboarding.rules.title': 'You are asked every time, until you say otherwise.',
  'onboarding.rules.lead':
    'Rules can answer for you. Here are three starts, told by what each would do. Choose one, or none: then every request is put to you in a window of its own, where nothing is chosen for you and closing it refuses.',
  'onboarding.rules.later':
    'You find your rules in the dashboard, and change them there whenever you like. A site that is refused learns only that: not why, and not whether you have such data.',

  'onboarding.wallet': 'Wallet',
  'onboarding.wallet.title': 'Where payments go.',

  'onboarding.data': 'First data',
  'onboarding.data.title': 'Put your first data in the vault.',
  'onboarding.data.lead':
    'It is encrypted on this device and stays here. Without any, all that you can do with a request is refuse it.',
  'onboarding.data.has': {
    one: 'The vault holds {count} dataset.',
    other: 'The vault holds {count} datasets.',
  },

  'onboarding.done.title': 'Proviso is ready.',
  'onboarding.done.lead':
    'It waits behind the § in the browser’s toolbar. Pin it there to see at a glance when somebody asks.',
  'onboarding.done.pin':
    'If you do not see the §, open the toolbar’s extensions menu and choose the pin beside Proviso.',
  'onboarding.done.dashboard': 'Open the dashboard',
  'onboarding.done.missingWallet':
    'No wallet is connected yet: you can look around, but not agree to anything.',
  'onboarding.done.missingData': 'The vault is empty: all that you can do with a request is refuse it.',
} as const
