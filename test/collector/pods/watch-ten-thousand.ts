/** A process that watches pods and nothing else; says how large it became. Called with a kubeconfig and a number of pods. */
import { PodEndings } from '../../../src/collector/pods/pod-endings.ts';
import { fromKubeconfig } from '../../../src/kubernetes/api.ts';

const [, , path = '', count = '0'] = process.argv;
let endings = 0;
let gone = 0;
let isSynced = false;
const watched = new PodEndings({
  access: fromKubeconfig({ context: null, path }),
  settings: { selector: 'straggler.dev/watch=true', namespaces: [] },
  events: {
    onEnding: () => endings++,
    onPodGone: () => {
      if (++gone === Number(count)) say('gone');
    },
    onAlive: (uids) => {
      if (!isSynced) say('synced', uids.size);
      isSynced = true;
    },
    onTrouble: (sentence) => process.stderr.write(`${sentence}\n`),
  },
});

function say(what: string, pods = 0): void {
  const nowMiB = process.memoryUsage.rss() / 1_048_576;
  const mostMiB = process.resourceUsage().maxRSS / 1_024;
  process.stdout.write(`${JSON.stringify({ what, pods, endings, nowMiB, mostMiB })}\n`);
  if (what !== 'gone') return;
  watched.stop();
  process.exit(0);
}

watched.start();
