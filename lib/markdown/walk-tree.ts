/**
 * Walks syntax trees without recursion, so that a tree of any depth can be looked at. Trees are those of
 * unist (mdast and hast); parents come before their children.
 */

export interface TreeNode {
  type: string
  children?: TreeNode[]
}

/** Calls `visit` for the root, at depth 0, and for everything below it. */
export function walkTree(root: TreeNode, visit: (node: TreeNode, depth: number) => void): void {
  const open: { node: TreeNode; depth: number }[] = [{ node: root, depth: 0 }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, depth } = next
    visit(node, depth)
    const children = node.children ?? []
    for (let at = children.length - 1; at >= 0; at--) {
      const child = children[at]
      if (child) open.push({ node: child, depth: depth + 1 })
    }
  }
}
