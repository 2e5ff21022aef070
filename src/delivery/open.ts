/** The channels that the settings of a pod name. */
import type { DeliverySettings } from '../settings/delivery.ts';
import type { Channel } from './channel.ts';
import type { CollectorChannel } from './channels/collector.ts';
import { DirectoryChannel } from './channels/directory.ts';
import { StdoutChannel } from './channels/stdout.ts';
import { TerminationMessageChannel } from './channels/termination-message.ts';
import type { DeliveriesOptions } from './deliveries.ts';
import { Deliveries } from './deliveries.ts';
import type { LineOutput } from './line-output.ts';

export interface DeliveriesPlan extends DeliveriesOptions {
  output: LineOutput;
  /** null when none is set. */
  collector: CollectorChannel | null;
}

/** For one termination. In this order: what is sure to work, and quick, first. */
export function openDeliveries(settings: DeliverySettings, plan: DeliveriesPlan): Deliveries {
  const channels: Channel[] = [
    new StdoutChannel(plan.output),
    new TerminationMessageChannel(settings.terminationMessageFile),
  ];
  if (settings.directory !== null) channels.push(new DirectoryChannel(settings.directory));
  if (plan.collector !== null) channels.push(plan.collector);
  return new Deliveries(channels, plan);
}

/** `version`: Straggler's own. What speaks HTTP is loaded only where a collector is set. */
export async function openCollector(
  { collector }: DeliverySettings,
  version: string,
): Promise<CollectorChannel | null> {
  if (collector === null) return null;
  const [channel, client] = await Promise.all([
    import('./channels/collector.ts'),
    import('./collector/client.ts'),
  ]);
  return new channel.CollectorChannel(new client.CollectorClient(collector, version));
}
