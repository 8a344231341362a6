/** What a carrier can do for a screen beside calling the office: files, folders, paper. Screens ask `can`, never which carrier runs. */

export type ShellDuty = 'chooseFolder' | 'openFolder' | 'printPdf' | 'choosePrinter' | 'quit'

/** A file or folder the user chose, handed to the office; the screen sees only its ticket and a name to show. */
export interface Ticket {
  readonly ticket: string
  readonly name: string
  /** Bytes; 0 for a folder. */
  readonly size: number
}

export interface Printer {
  /** As the system knows it. */
  readonly id: string
  readonly name: string
}

export interface PrintJob {
  readonly html: string
  readonly name: string
  /** Never on both sides by itself: stationery. */
  readonly oneSided?: boolean
  /** `id` of a printer: prints without a dialog, on paper of `size`. */
  readonly printer?: { readonly id: string; readonly size: readonly [widthMm: number, heightMm: number] }
}

export interface ShellPort {
  can(duty: ShellDuty): boolean
  /** One file by dialog; null when the user changed his mind. `extensions` without the dot. */
  pickFile(options: { readonly title: string; readonly extensions: readonly string[] }): Promise<Ticket | null>
  /** A folder on this PC, for example a stick the program does not list by itself. */
  chooseFolder(options: { readonly title: string }): Promise<Ticket | null>
  /** Lets the user keep a file the office made (a job's or method's file ticket). False when the user changed his mind. */
  saveFile(file: { readonly ticket: string; readonly name: string }): Promise<boolean>
  /** A finished print page (self-contained HTML with millimetre CSS) as PDF for the user to keep. */
  savePdf(page: { readonly html: string; readonly name: string }): Promise<boolean>
  /** The same page to a printer: through the system's dialog, or straight to the one that is named. False when the user closed the dialog, where the carrier can tell. */
  print(page: PrintJob): Promise<boolean>
  /** The same page to be looked at: its path on the program's own origin, good for one frame. */
  preview(page: { readonly html: string }): Promise<string>
  /** Printers of this PC; none where the carrier cannot name one. */
  printers(): Promise<readonly Printer[]>
}
