/** The program of the worker threads. */
import { serveTasks } from './serve-tasks';
import { tasks } from './tasks';

serveTasks(tasks);
