export type BackupErrorCode =
  | 'BACKUP_FOREIGN'
  | 'BACKUP_VERSION'
  | 'BACKUP_DAMAGED'
  | 'BACKUP_EXISTS'
  | 'BACKUP_KEY_ELSEWHERE';

/** A backup that can't be made, or can't be used. */
export class BackupError extends Error {
  readonly code: BackupErrorCode;

  constructor(code: BackupErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BackupError';
    this.code = code;
  }
}
