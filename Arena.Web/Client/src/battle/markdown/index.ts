export { copyOnClick } from './copy';
export { MarkdownPane } from './pane';
export { MarkdownRenderer } from './renderer';
