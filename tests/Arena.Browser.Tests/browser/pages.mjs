/**
 * Every page that a reader can open by its address. A new page is one line here: then it is checked for accessibility in both themes, for
 * 360 pixels, for the keyboard, for its assets, and a picture is taken of it.
 *   path     with a query where that shows another state
 *   status   when it is not 200
 *   focuses  it opens with the focus on its main field
 *   phone    a picture of it on a telephone is taken (default true)
 */
export const pages = [
  { name: 'prompt', path: '/', focuses: true },
  { name: 'chat', path: '/chat', focuses: true },
  { name: 'side-by-side', path: '/side-by-side' },
  { name: 'api', path: '/docs/api' },
  { name: 'leaderboard', path: '/leaderboard' },
  { name: 'leaderboard-elo', path: '/leaderboard?method=elo' },
  { name: 'leaderboard-filtered', path: '/leaderboard?category=code&style_control=true&both_bad=drop' },
  { name: 'leaderboard-empty', path: '/leaderboard?category=nothing-of-the-kind' },
  { name: 'leaderboard-wrong', path: '/leaderboard?ties=sometimes', status: 400 },
  { name: 'win-rates', path: '/leaderboard/win-rates' },
  { name: 'history', path: '/leaderboard/history' },
  { name: 'robustness', path: '/leaderboard/robustness' },
  { name: 'model', path: '/models/{model}' },
  { name: 'own-battles', path: '/history' },
  { name: 'compare', path: '/compare', focuses: true },
  { name: 'compare-history', path: '/compare/history' },
  { name: 'compare-ratings', path: '/compare/ratings' },
  { name: 'compare-wrong', path: '/compare/ratings?from=yesterday', status: 400 },
  { name: 'no-comparison', path: '/compare/nothing', status: 404 },
  { name: 'campaigns', path: '/campaigns' },
  { name: 'campaign', path: '/campaigns/spring' },
  { name: 'no-campaign', path: '/campaigns/no-such-campaign', status: 404 },
  { name: 'analytics', path: '/analytics' },
  { name: 'nodes', path: '/nodes' },
  { name: 'owner', path: '/owner?refused=true' },
  { name: 'appearance', path: '/appearance' },
  { name: 'not-found', path: '/no-such-page', status: 404 },
  { name: 'no-battle', path: '/battle/no-such-battle', status: 404 },
  { name: 'no-model', path: '/models/no-such-model', status: 404 },
];

/** The addresses, with a model that this stack has. */
export async function pagesOf(url) {
  const board = await (await fetch(`${url}/leaderboard`)).text();
  const model = /href="\/models\/([^"]+)"/.exec(board)?.[1];
  return pages.filter(({ path }) => model || !path.includes('{model}')).map(page => ({ status: 200, ...page, path: page.path.replace('{model}', model) }));
}
