import { Select } from '@mantine/core';
import type { ReactElement } from 'react';
import type { ImportFile } from '../../../stores/import-store';
import { answer } from './import-actions';
import classes from './import.module.css';

/** What is not sure about a file, each with its choices: nothing is read before they are answered. */
export function FileQuestions({ file }: { readonly file: ImportFile }): ReactElement | null {
  const questions = file.role === 'ignore' ? [] : (file.questions ?? []);
  if (questions.length === 0) return null;
  return (
    <div className={classes.questions} role="group" aria-label={`Questions about ${file.name}`}>
      {questions.map((question) => (
        <Select
          key={`${question.about} ${question.message}`}
          label={question.message}
          placeholder="Choose"
          maw={560}
          data={question.choices.map(({ value, label }) => ({ value: value === '' ? ' ' : value, label }))}
          value={null}
          onChange={(value) => value !== null && void answer(file, question, value.trim())}
        />
      ))}
    </div>
  );
}
