/** What is wrong with the name of a password or token, in one sentence; null for one that the service takes over into its environment. */
export function secretNameProblem(name: string): string | null {
  if (!/^[A-Z][A-Z0-9_]{2,40}$/.test(name)) return 'Use 3 to 41 capital letters, digits and _, beginning with a letter';
  return /_(API_KEY|TOKEN|PASSWORD)$/.test(name) ? null : 'It must end in _PASSWORD, _TOKEN or _API_KEY';
}
