/** The program of the thread that runs ONNX models: a batch occupies it until it is done, and the runtime is loaded nowhere else. */
import { serveTasks } from '../../jobs/serve-tasks';
import { encodeTexts } from './encode-task';

export const encoderTasks = { 'encode-texts': encodeTexts };
serveTasks(encoderTasks);
