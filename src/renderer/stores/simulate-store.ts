import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import type { AbTestDecision, AbTestOutput, AbTestPlan, AbTestPoint, AppliedRule, GroupLook } from '#shared/schemas/simulate';

/** How simulated users come, look and click; shares and changes as in the contract, not in percent. */
export interface AudienceForm {
  readonly truth: 'auto' | 'generator' | 'log';
  readonly clickModel: string;
  readonly clickModelParams: Readonly<Record<string, unknown>>;
  readonly clickRate: number;
  readonly listLength: number;
  readonly usersPerDay: number;
  readonly visitsPerDay: number;
  readonly idleShare: number;
  readonly observationDays: number;
  readonly beforeDays: number;
  readonly novelty: number;
  readonly drift: number;
}

export interface AbTestForm {
  /** Of the Lab's variants; null: the first and the second one. */
  readonly baseline: string | null;
  readonly challenger: string | null;
  readonly outcomes: readonly string[];
  /** Of the challenger. */
  readonly share: number;
  readonly confidence: number;
  readonly power: number;
  readonly lift: number;
  /** Null: as many as the plan says. */
  readonly users: number | null;
  readonly looks: number;
  readonly lostShare: number;
  readonly repetitions: number;
}

/** The forms of interleaving and bandits; variants are keys of the Lab, empty: all of them. */
export interface ManyVariantsForm {
  readonly variants: readonly string[];
  readonly users: number;
  readonly repetitions: number;
}

/** Off-policy estimates: the pair is that of the A/B test. */
export interface OffPolicyForm {
  readonly positions: number;
  readonly pool: number;
  readonly loggingSharpness: number;
  readonly targetSharpness: number;
  readonly slates: number;
  readonly repetitions: number;
}

/** An A/B test: as far as it has been computed. */
export interface AbTestCourse {
  readonly jobId: string | null;
  readonly names: readonly [string, string];
  readonly plan: AbTestPlan | null;
  readonly points: readonly AbTestPoint[];
  readonly looks: readonly GroupLook[];
  /** Of the test, and what those have decided that have stopped. */
  readonly rules: readonly AppliedRule[];
  readonly decisions: readonly AbTestDecision[];
  readonly output: AbTestOutput | null;
  readonly error: Error | null;
}

interface SimulateStore {
  readonly audience: AudienceForm;
  readonly abTest: AbTestForm;
  readonly interleaving: ManyVariantsForm;
  readonly bandits: ManyVariantsForm;
  readonly offPolicy: OffPolicyForm;
  /** The newest test; it runs on while other pages are shown. */
  readonly course: AbTestCourse | null;
  readonly updateAudience: (patch: Partial<AudienceForm>) => void;
  readonly updateAbTest: (patch: Partial<AbTestForm>) => void;
  readonly updateInterleaving: (patch: Partial<ManyVariantsForm>) => void;
  readonly updateBandits: (patch: Partial<ManyVariantsForm>) => void;
  readonly updateOffPolicy: (patch: Partial<OffPolicyForm>) => void;
  readonly setCourse: (course: AbTestCourse | null) => void;
  /** Ignored once a newer test has started. */
  readonly patchCourse: (jobId: string, patch: (course: AbTestCourse) => Partial<AbTestCourse>) => void;
}

/** Simulated tests; what was entered survives a restart, on this machine. */
export const useSimulate = create<SimulateStore>()(
  persist(
    (set) => ({
      audience: {
        truth: 'auto',
        clickModel: 'position-based',
        clickModelParams: {},
        clickRate: 0.2,
        listLength: 10,
        usersPerDay: 1_000,
        visitsPerDay: 0.3,
        idleShare: 0.2,
        observationDays: 7,
        beforeDays: 14,
        novelty: 0,
        drift: 0,
      },
      abTest: {
        baseline: null,
        challenger: null,
        outcomes: ['clicks'],
        share: 0.5,
        confidence: 0.95,
        power: 0.8,
        lift: 0.05,
        users: null,
        looks: 5,
        lostShare: 0,
        repetitions: 0,
      },
      interleaving: { variants: [], users: 1_000, repetitions: 200 },
      bandits: { variants: [], users: 20_000, repetitions: 30 },
      offPolicy: { positions: 3, pool: 10, loggingSharpness: 1, targetSharpness: 1, slates: 2_000, repetitions: 50 },
      course: null,
      updateAudience: (patch) => set(({ audience }) => ({ audience: { ...audience, ...patch } })),
      updateAbTest: (patch) => set(({ abTest }) => ({ abTest: { ...abTest, ...patch } })),
      updateInterleaving: (patch) => set(({ interleaving }) => ({ interleaving: { ...interleaving, ...patch } })),
      updateBandits: (patch) => set(({ bandits }) => ({ bandits: { ...bandits, ...patch } })),
      updateOffPolicy: (patch) => set(({ offPolicy }) => ({ offPolicy: { ...offPolicy, ...patch } })),
      setCourse: (course) => set({ course }),
      patchCourse: (jobId, patch) =>
        set(({ course }) => (course?.jobId === jobId ? { course: { ...course, ...patch(course) } } : { course })),
    }),
    {
      name: 'ranklab-simulate',
      version: 1,
      storage: createJSONStorage(() => window.localStorage),
      partialize: ({ audience, abTest, interleaving, bandits, offPolicy }) => ({ audience, abTest, interleaving, bandits, offPolicy }),
    },
  ),
);
