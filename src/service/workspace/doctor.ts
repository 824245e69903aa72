import { availableParallelism, totalmem } from 'node:os';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { plural } from '#shared/counts';
import type { DoctorReport, WorkspaceInfo } from '#shared/schemas/system';
import { faissChecks } from '../ann/faiss-status';
import { installedOnnxPackages, installOnnx, missingOnnxPackages } from '../embeddings/onnx/packages';
import { version } from '../version';
import type { AnnSelection } from '../ann/ann-selection';
import { workspacesFolder } from './workspaces-folder';

type Check = DoctorReport['checks'][number];

/** What this machine has, what is missing and how to install it, and damage found in `workspace`. */
export async function doctorReport(
  ann: AnnSelection,
  workspace: Pick<WorkspaceInfo, 'path' | 'problems'> | null = null,
): Promise<DoctorReport> {
  const newWorkspaces = await workspacesFolder(workspace?.path);
  return {
    version,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpuCount: availableParallelism(),
    memoryBytes: totalmem(),
    ...(newWorkspaces !== undefined && { workspacesFolder: newWorkspaces }),
    checks: [
      nodeCheck(),
      await duckDbCheck(),
      ...faissChecks(),
      electronCheck(),
      openAiCheck(),
      onnxCheck(),
      ...(workspace ? [storageCheck(workspace)] : []),
    ],
    indexBackends: await ann.status(),
  };
}

function storageCheck({ path, problems }: Pick<WorkspaceInfo, 'path' | 'problems'>): Check {
  const [first] = problems;
  if (!first) return { name: 'Workspace', status: 'ok', detail: `${path}: no known damage`, remedy: null };
  const where = first.line === null ? first.file : `${first.file}:${first.line}`;
  return {
    name: 'Workspace',
    status: 'warning',
    detail: `${plural(problems.length, 'problem')} found in ${path}, first ${where}: ${first.reason}`,
    remedy: `See ${path}/set-aside; “ranklab check” verifies the whole workspace`,
  };
}

function nodeCheck(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const enough = major > 20 || (major === 20 && minor >= 19);
  return {
    name: 'Node',
    status: enough ? 'ok' : 'warning',
    detail: process.version,
    remedy: enough ? null : 'Install Node 20.19, 22.13, or 24 and newer',
  };
}

async function duckDbCheck(): Promise<Check> {
  try {
    const { default: duckdb } = await import('@duckdb/node-api');
    return { name: 'DuckDB', status: 'ok', detail: duckdb.version(), remedy: null };
  } catch (error) {
    return { name: 'DuckDB', status: 'missing', detail: (error as Error).message, remedy: 'Run npm ci again on this platform' };
  }
}

/** Looks for the desktop binary without starting its download. */
function electronCheck(): Check {
  if (process.versions['electron']) return { name: 'Electron', status: 'ok', detail: process.versions['electron'], remedy: null };
  try {
    const require = createRequire(import.meta.url);
    const installed = require.resolve('electron/package.json');
    const hasBinary = existsSync(installed.replace('package.json', 'path.txt'));
    return hasBinary
      ? { name: 'Electron', status: 'ok', detail: 'installed', remedy: null }
      : {
          name: 'Electron',
          status: 'none',
          detail: 'no binary: the application is served to the browser instead',
          remedy: null,
        };
  } catch {
    return { name: 'Electron', status: 'none', detail: 'not installed: the application is served to the browser instead', remedy: null };
  }
}

function openAiCheck(): Check {
  const hasKey = (process.env['OPENAI_API_KEY'] ?? '') !== '';
  return hasKey
    ? { name: 'OpenAI key', status: 'ok', detail: 'given by the environment', remedy: null }
    : {
        name: 'OpenAI key',
        status: 'none',
        detail: 'none: embeddings are made locally',
        remedy: 'Set OPENAI_API_KEY to use OpenAI embeddings',
      };
}

/** @param from the module beside whose packages they are looked for */
export function onnxCheck(from?: string): Check {
  const name = 'ONNX models';
  const missing = missingOnnxPackages(from);
  if (missing.length > 0)
    return { name, status: 'none', detail: `${missing.join(' and ')} not installed: embeddings are made locally`, remedy: installOnnx };
  const installed = installedOnnxPackages(from);
  const detail = installed.map((one) => `${one.name} ${one.version ?? 'of an unknown version'}`).join(', ');
  const untested = installed.filter(({ wanted, version: found }) => found !== wanted).map((one) => `${one.name} ${one.wanted}`);
  return untested.length === 0
    ? { name, status: 'ok', detail, remedy: null }
    : { name, status: 'warning', detail: `${detail}; tested with ${untested.join(' and ')}`, remedy: installOnnx };
}
