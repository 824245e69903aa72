/**
 * The states whose pictures are compared in every test run, each in the size and scheme in which most of it shows. Lists and sizes are kept small: the
 * comparison has to take less than a minute, and the approved pictures are in the repository. Saved runs are not among them: how many there are
 * depends on the order in which the groups of states finish.
 */
const [wide, middle, phone] = ['light-1440', 'light-1024', 'light-390'];

export const approved = {
  home: [wide, phone],
  'data-overview': [wide],
  'data-videos': [middle],
  model: [wide],
  lab: [wide, 'dark-1440', middle, phone],
  'lab-test': [wide],
  tune: [wide],
  simulate: [middle],
  serve: [wide],
  definitions: [middle],
  settings: ['dark-1024'],
  'empty-home': [wide],
  'empty-lab': [wide],
  'empty-experiments': [phone],
};
