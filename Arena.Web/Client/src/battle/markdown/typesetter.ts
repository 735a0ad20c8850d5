import 'katex/dist/katex.min.css';
import katex, { type KatexOptions } from 'katex';

/** A node of KaTeX's tree: the part of its virtual DOM that is used. */
interface TreeNode {
  attributes?: Record<string, string>;
  children?: TreeNode[];
  toNode(): Node;
}

/** What KaTeX offers without a type: the tree instead of its markup. */
const { __renderToDomTree: treeOf } = katex as unknown as { __renderToDomTree(tex: string, options: KatexOptions): TreeNode };

/** Typesets the TeX that an element holds; what cannot be read stays as it was written. */
export function typesetMath(element: HTMLElement): void {
  const displayMode = element.dataset.tex === 'block';
  let tree: TreeNode;
  try {
    tree = treeOf(element.textContent ?? '', {
      displayMode,
      throwOnError: true,
      strict: 'ignore',
      trust: false,
      maxSize: 20,
      maxExpand: 200,
    });
  } catch {
    return;
  }
  setStylesByScript(tree);
  const box = document.createElement('span');
  box.className = displayMode ? 'math math-display' : 'math';
  if (displayMode) {
    box.tabIndex = 0; // it scrolls sideways
  }
  box.append(tree.toNode());
  element.replaceWith(box);
}

/** The content security policy lets no style attribute through, but it does let a script set styles. */
function setStylesByScript(node: TreeNode): void {
  const style = node.attributes?.style;
  if (style !== undefined) {
    delete node.attributes!.style;
    const make = node.toNode.bind(node);
    node.toNode = () => {
      const made = make();
      (made as HTMLElement).style.cssText = style;
      return made;
    };
  }
  node.children?.forEach(setStylesByScript);
}
