// What the hybrid entry sends and takes (docs/chat.md).

export type Route = 'arena' | 'tools';

export interface RouteInfo {
  route: Route;
  query_type: string;
  confidence: number;
  /** `name: words`, the first decided. */
  reasons: string[];
  decided_by: string;
  tool_probability: number;
  /** Who answers with tools. */
  model?: { id: string; display_name: string };
}

export interface ToolCall {
  id: string;
  type: 'function';
  /** The arguments are JSON in a string; models now and then write what is none. */
  function: { name: string; arguments: string };
}

export interface Tool {
  type: 'function';
  function: { name: string; description: string; parameters: object };
}

export type Message =
  | { role: 'user'; content: string }
  | { role: 'assistant'; content: string | null; tool_calls?: ToolCall[] }
  | { role: 'tool'; tool_call_id: string; content: string };

export interface ChatRequest {
  messages: Message[];
  offered_tools: Tool[];
  route?: Route;
}

export interface Preparing {
  state: 'queued' | 'loading';
  position: number;
}

/** Why an answer is not complete. */
export interface Failure {
  type: string;
  title: string;
  detail?: string;
  /** Something of it was sent before. */
  partial?: boolean;
}

export type ChatEvent =
  | { type: 'route'; data: RouteInfo }
  | { type: 'battle'; data: { battle_id: string } }
  | { type: 'preparing'; data: Preparing }
  | { type: 'reasoning'; data: { text: string } }
  | { type: 'text'; data: { text: string } }
  | { type: 'tool_call'; data: ToolCall }
  | { type: 'done'; data: { finish_reason: 'stop' | 'length' | 'tool_calls' | 'content_filter'; model_id: string } }
  | { type: 'failed'; data: Failure };
