import { resolve } from 'node:path';
import { RankLabError } from '#shared/errors';
import type { ScheduleSummary } from '#shared/schemas/schedule';
import type { WorkspaceInfo } from '#shared/schemas/system';
import { closeEach } from '#engine/core/close-each';
import type { ServiceSession } from '../context';
import type { JobQueue } from '../jobs/job-queue';
import type { TaskInput, TaskName, TaskOutput } from '../jobs/tasks';
import type { WorkerPool, WorkerRunOptions } from '../jobs/worker-pool';
import type { Logger } from '../logger';
import { nodeFileOperations } from '../storage/files/file-operations';
import { configFolder } from '../storage/files/config-folder';
import { RecentWorkspaces } from './recent-workspaces';
import { Workspace } from './stored-workspace';
import { Scheduler } from '../schedules/scheduler';
import { AnnSelection } from '../ann/ann-selection';
import { stateJobLog } from './state-job-log';
import { OpenWorkspace } from './open-workspace';

/** The process's one workspace at a time. */
export class Session implements ServiceSession {
  #open: OpenWorkspace | undefined;
  #summary: WorkspaceInfo | undefined;
  #lastTurn: Promise<unknown> = Promise.resolve();
  readonly ann: AnnSelection;
  /** Starts the runs of the open workspace's schedules; only in a process that stays. */
  #scheduler: Scheduler | undefined;
  #follower: (path: string | null) => void = () => undefined;
  readonly recent = new RecentWorkspaces(nodeFileOperations, configFolder());

  constructor(
    private readonly jobs: JobQueue,
    private readonly workers: WorkerPool,
    private readonly logger: Logger,
    ann = new AnnSelection(),
  ) {
    this.ann = ann;
  }

  /** Measures scheduled comparisons when they are due, from now on, in whichever workspace is open. */
  keepSchedules(): void {
    this.#scheduler ??= new Scheduler(this.jobs, this.logger);
    this.#scheduler.watch(this.#open);
  }

  /** Starts no further runs; those under way are made up for after the next opening. */
  stopSchedules(): void {
    this.#scheduler?.watch(undefined);
  }

  /** Calls `follower` with the folder of every workspace that is opened, once it can be used, and with null when it is closed. */
  followWorkspace(follower: (path: string | null) => void): void {
    this.#follower = follower;
  }

  workspaceInfo(): WorkspaceInfo | null {
    if (!this.#summary || !this.#open) return null;
    return { ...this.#summary, problems: this.#open.store.setAside.list() };
  }

  indexBackend(): string {
    return this.ann.description;
  }

  /** Contents of the serving models; empty while none are in memory. */
  async measurements(): Promise<Record<string, number>> {
    const serving = await this.#open?.models.inMemory.get();
    if (!serving) return {};
    const indexes = [serving.models.contentIndex, serving.models.factorIndex].flatMap((index) => (index ? [index.stats()] : []));
    return {
      items_indexed: Math.max(0, ...indexes.map(({ count }) => count)),
      index_bytes: indexes.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  }

  schedules(): Promise<readonly ScheduleSummary[]> {
    return this.#open?.schedules.list() ?? Promise.resolve([]);
  }

  /** Work that needs no workspace, in a worker thread. */
  compute<Name extends TaskName>(task: Name, input: TaskInput<Name>, options?: WorkerRunOptions): Promise<TaskOutput<Name>> {
    return this.workers.run(task, input, options);
  }

  /** @throws NO_WORKSPACE. */
  current(): OpenWorkspace {
    if (this.#open) return this.#open;
    throw new RankLabError('NO_WORKSPACE', 'No workspace is open', { remedy: 'Create a workspace or open one' });
  }

  /** Opens a workspace, replacing the open one. Opening the same one again keeps it with its models and jobs. */
  open(path: string): Promise<WorkspaceInfo> {
    return this.#inTurn(async () => {
      const isOpen = this.#open !== undefined && resolve(this.#open.store.info.path) === resolve(path);
      const info = isOpen ? await this.refreshInfo() : null;
      return info ?? this.#use(await Workspace.open(path));
    });
  }

  create(path: string, name: string): Promise<WorkspaceInfo> {
    return this.#inTurn(async () => this.#use(await Workspace.create(path, name)));
  }

  close(): Promise<void> {
    return this.#inTurn(() => this.#closeNow().finally(() => this.#follower(null)));
  }

  /** The jobs go first: none may write once the folder is free for another process. */
  async #closeNow(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    this.#summary = undefined;
    this.#scheduler?.watch(undefined);
    await closeEach([() => this.jobs.closeWorkspace(), () => open?.close()]);
  }

  /** Refreshes the workspace's summary after data or models have changed. */
  async refreshInfo(): Promise<WorkspaceInfo | null> {
    if (!this.#open) return null;
    const { store, models } = this.#open;
    const dataset = await this.#open.findDataset();
    this.#summary = { ...store.info, hasData: dataset !== undefined, isBuilt: dataset !== undefined && (await models.isBuilt()) };
    return this.#summary;
  }

  /** Openings and closings are serialised: two pages that open the same workspace at once both get it. */
  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = this.#lastTurn.then(work, work);
    this.#lastTurn = turn.catch(() => undefined);
    return turn;
  }

  async #use(workspace: Workspace): Promise<WorkspaceInfo> {
    await this.#closeNow().catch((error: unknown) => this.logger.warn({ error }, 'the workspace before was not closed in order'));
    this.#open = new OpenWorkspace(workspace, this.workers, this.ann);
    await this.jobs.attachLog(stateJobLog(workspace.state));
    await this.recent
      .touch(workspace.info, Date.now())
      .catch((error: unknown) => this.logger.warn({ error }, 'the list of recent workspaces was not written'));
    this.#scheduler?.watch(this.#open);
    const info = await this.refreshInfo();
    if (!info) throw new RankLabError('INTERNAL', 'The workspace closed while it was opening');
    this.#follower(info.path);
    return info;
  }
}
