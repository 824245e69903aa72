import { template, type Template } from './template';

/** A kind of video: how its title is worded and how long it runs. Slots as in template.ts. */
interface Format {
  readonly tag: string;
  readonly medianSeconds: number;
  readonly titles: readonly Template[];
  readonly openings: readonly Template[];
}

export const formats: readonly Format[] = [
  {
    tag: 'tutorial',
    medianSeconds: 720,
    titles: [
      'How to Get {a} Right',
      '{topic} for {audience}: {a} and {b}',
      'Learn {topic} {setting}: {a}',
      'Your First {a}, Step by Step',
    ].map(template),
    openings: [
      'A step-by-step lesson in {topic} for {audience}.',
      'Everything you need to start with {a}, {setting}.',
      'We go through {a} slowly and show each mistake before it happens.',
    ].map(template),
  },
  {
    tag: 'review',
    medianSeconds: 540,
    titles: ['{a} After One Year: Worth It?', 'I Tried Every {a} So You Need Not', '{a} or {b}? An Honest {topic} Review'].map(template),
    openings: ['A long-term test of {a}, {setting}.', 'Which {a} deserves your money? We compare six of them.'].map(template),
  },
  {
    tag: 'story',
    medianSeconds: 900,
    titles: ['The {a} That Changed My {topic}', 'What Nobody Tells {audience} About {topic}', 'A Year of {topic} {setting}'].map(template),
    openings: ['A personal story about {topic}, with {a} in the leading part.', 'Why I came back to {topic} after giving up on {a}.'].map(
      template,
    ),
  },
  {
    tag: 'explained',
    medianSeconds: 660,
    titles: ['{a}, Explained', 'Why {a} Needs {b}', 'The Truth About {a} in {topic}', '{topic}: What {a} Really Does'].map(template),
    openings: ['An explanation of {a} for {audience}, with no hand-waving.', 'How {a} and {b} hang together, shown on three examples.'].map(
      template,
    ),
  },
  {
    tag: 'tips',
    medianSeconds: 300,
    titles: ['Seven {topic} Tips: {a}, {b} and More', 'Stop Doing This With {a}', 'Small Tricks for Better {a}'].map(template),
    openings: ['Short and practical: {a}, {b} and {c} in a few minutes.', 'Small changes that make {topic} easier for {audience}.'].map(
      template,
    ),
  },
  {
    tag: 'short',
    medianSeconds: 45,
    titles: ['{a} in Under a Minute', 'Satisfying {a}', '{topic} in One Shot: {a}'].map(template),
    openings: ['Less than a minute of {a}.', 'One quick look at {a}, {setting}.'].map(template),
  },
  {
    tag: 'live',
    medianSeconds: 3600,
    titles: ['Live: {a} and Your {topic} Questions', '{topic} Session With {audience}: {a}, {b}'].map(template),
    openings: ['A recorded live session on {topic}: {a}, then your questions.', 'An unhurried hour of {a} and {b}, {setting}.'].map(
      template,
    ),
  },
  {
    tag: 'interview',
    medianSeconds: 1800,
    titles: ['{topic} Talk: Who Still Believes in {a}?', 'A Conversation About {a} and {b}', 'Ask Me Anything: {topic}, {a}, {b}'].map(
      template,
    ),
    openings: ['A conversation with somebody who has spent half a life on {topic}.', 'Two guests disagree about {a}.'].map(template),
  },
  {
    tag: 'challenge',
    medianSeconds: 840,
    titles: ['I Gave {a} Thirty Days', '{a} Against the Clock', 'Can You Master {a} {setting}?', '{topic} Challenge: {a} Without {b}'].map(
      template,
    ),
    openings: ['A month of {a}, with everything that went wrong.', 'One rule: {topic} without {b}.'].map(template),
  },
  {
    tag: 'documentary',
    medianSeconds: 2400,
    titles: ['Inside the World of {a}', 'The Last Masters of {a}', '{topic}: A Portrait of {a} and {b}'].map(template),
    openings: ['A documentary about people who live for {topic}.', 'We followed {audience} for a season, from {a} to {b}.'].map(template),
  },
];

export const middles = [
  'Along the way we look at {b} and talk about {c}.',
  'The second half is about {b}, and how {c} fits in.',
  'You will see {b} up close and why {c} matters more than most think.',
  'If {b} has ever let you down, the part on {c} is for you.',
  'Made for {audience} who care about {b} and {c}.',
  'It starts with {b} and ends, of all things, with {c}.',
  'Most people blame {b}; the trouble is usually {c}.',
  'Bring patience: {b} takes longer than you think, {c} does not.',
  'There is a comparison of {b} and {c} near the end.',
].map(template);
export const crossovers = [
  'There is also a detour into {other}: {otherTerm}.',
  'Friends of {other} will recognise {otherTerm}.',
  'Half of it borrows from {other}, above all {otherTerm}.',
].map(template);
export const closings = [
  'Filmed {setting}.',
  'Tell me which {a} you prefer.',
  'More {topic} every week.',
  'Chapters and a list of everything used are below.',
  'Questions about {b} are welcome.',
  'Next time: {c}.',
  'Thanks to all {audience} who sent pictures of their {b}.',
  'No sponsor, no hurry, only {topic}.',
  'If you are new to {topic}, begin here.',
].map(template);
