import type { ChatEvent, RouteInfo } from '../src/chat/contract';
import { initial, reduce, type State } from '../src/chat/state';

export const toTools: RouteInfo = {
  route: 'tools', query_type: 'tool_calling', confidence: 0.93, reasons: ['classifier: tools are needed'], decided_by: 'classifier', tool_probability: 0.93,
  model: { id: 'sim-aurora', display_name: 'Aurora (simulated)' },
};
export const toArena: RouteInfo = { ...toTools, route: 'arena', model: undefined as never, reasons: ['user-choice: the user chose the arena'], decided_by: 'user-choice' };

export const call = (id: string, name = 'get_weather', args = '{"city":"Bonn"}'): ChatEvent => ({
  type: 'tool_call', data: { id, type: 'function', function: { name, arguments: args } },
});
export const text = (piece: string): ChatEvent => ({ type: 'text', data: { text: piece } });
export const route = (data: RouteInfo): ChatEvent => ({ type: 'route', data });
export const done = (finish_reason: 'stop' | 'tool_calls' | 'length' = 'stop'): ChatEvent => ({ type: 'done', data: { finish_reason, model_id: 'sim-aurora' } });
export const failed: ChatEvent = { type: 'failed', data: { type: 'urn:llm-arena:problem:answer-failed', title: 'The answer broke off', partial: true } };

export const asked = (question = 'Weather?', state: State = initial): State => reduce(state, { type: 'ask', question, choice: null });
export const hear = (state: State, ...events: ChatEvent[]): State => events.reduce((before, event) => reduce(before, { type: 'event', event }), state);
