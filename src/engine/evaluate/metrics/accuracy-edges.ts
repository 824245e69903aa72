/** The edge policy shared by all metrics that compare a list with relevant items. */
export const accuracyEdges =
  'No relevant item: no value, the user is excluded and counted. Empty list: 0. Unjudged items count as not relevant.';
