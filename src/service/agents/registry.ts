/** The tools of the MCP server. One line per tool. */
import type { AgentTool } from './tool';
import { datasetSummary, listChoices, modelStatus, searchUsers, searchVideos } from './tools/data';
import { addVideo, editVideo, listEdits, listVariants, removeVariant, removeVideo, saveVariant, undoEdit } from './tools/edits';
import { compare, definitionLens, exportExperiment, getExperiment, listExperiments, listLooks, multiverse } from './tools/experiments';
import { flips, runList, whyNot } from './tools/lists';
import { simulateAbTest, simulateBandits, simulateInterleaving } from './tools/simulate';
import { learnWeights, sweepSettings } from './tools/tuning';

export const agentTools: readonly AgentTool[] = [
  datasetSummary,
  searchVideos,
  searchUsers,
  listChoices,
  modelStatus,
  runList,
  whyNot,
  flips,
  sweepSettings,
  learnWeights,
  simulateAbTest,
  simulateInterleaving,
  simulateBandits,
  listVariants,
  compare,
  definitionLens,
  multiverse,
  listLooks,
  listExperiments,
  getExperiment,
  exportExperiment,
  listEdits,
  saveVariant,
  removeVariant,
  addVideo,
  editVideo,
  removeVideo,
  undoEdit,
];
