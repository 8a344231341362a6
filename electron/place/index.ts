/** What the carriers have in common: folders of this PC and of the program, the screens' files, print pages, the words between processes. */
export type { CoreStart, FromCore, ToCore } from './core-messages'
export { dataFolder, marksFolder, programFolders, type ProgramFolders, type Surroundings } from './data-folder'
export { openPageStand, PAGE_READY, type PageStand } from './page-stand'
export { locateScreenFile, PAGE_POLICY, SCREEN_POLICY, type ScreenFile } from './screen-files'
