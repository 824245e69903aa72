/** The module `_operations.py` of the Python client. */
export function pythonOperations(document: object): string;
/** The client's REFERENCE.md. */
export function pythonReference(document: object): string;
