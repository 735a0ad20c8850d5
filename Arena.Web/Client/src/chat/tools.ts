import { calculate } from './arithmetic';
import type { Tool, ToolCall } from './contract';

/** A tool that the page runs itself, in the reader's browser. */
interface OwnTool {
  tool: Tool;
  run(args: Record<string, unknown>, now: Date): string;
}

const text = (args: Record<string, unknown>, name: string): string => {
  const value = args[name];
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw new Error(`The argument '${name}' is missing.`);
  }
  return String(value);
};

const own: readonly OwnTool[] = [
  {
    tool: {
      type: 'function',
      function: {
        name: 'calculate',
        description: 'Calculate the exact result of an arithmetic expression.',
        parameters: {
          type: 'object',
          properties: { expression: { type: 'string', description: 'numbers, + - * / % ^ and parentheses, such as (17 + 4) * 2' } },
          required: ['expression'],
        },
      },
    },
    run: args => String(calculate(text(args, 'expression'))),
  },
  {
    tool: {
      type: 'function',
      function: {
        name: 'get_current_time',
        description: 'Get the current date and time in a time zone.',
        parameters: {
          type: 'object',
          properties: { time_zone: { type: 'string', description: 'IANA name, such as Europe/Berlin' } },
          required: ['time_zone'],
        },
      },
    },
    run: (args, now) => new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long', timeZone: text(args, 'time_zone') }).format(now),
  },
];

export const ownTools: readonly Tool[] = own.map(({ tool }) => tool);

/** What one of the page's own tools gives back; null for a tool that is not one of them: its user has to say. A tool that fails says why. */
export function runTool({ function: asked }: ToolCall, now: Date): string | null {
  const found = own.find(({ tool }) => tool.function.name === asked.name);
  if (!found) {
    return null;
  }
  try {
    const args: unknown = JSON.parse(asked.arguments || '{}');
    return found.run(typeof args === 'object' && args !== null ? (args as Record<string, unknown>) : {}, now);
  } catch (error) {
    return JSON.stringify({ error: (error as Error).message });
  }
}

/** Tools that a user wrote down: an array as OpenAI's API takes it. Throws what is wrong with it, in words. */
export function readTools(json: string): Tool[] {
  if (!json.trim()) {
    return [];
  }
  let read: unknown;
  try {
    read = JSON.parse(json);
  } catch (error) {
    throw new Error(`This is not JSON: ${(error as Error).message}`);
  }
  const tools = Array.isArray(read) ? read : [read];
  return tools.map((entry: Partial<Tool> | null, i) => {
    const asked = entry?.function;
    if (!asked || !/^[\w-]{1,64}$/.test(asked.name ?? '')) {
      throw new Error(`Tool ${i + 1} needs a "function" with a "name" of letters, digits, _ and -.`);
    }
    if (ownTools.some(tool => tool.function.name === asked.name)) {
      throw new Error(`The page has a tool '${asked.name}' of its own. Give tool ${i + 1} another name.`);
    }
    return { type: 'function', function: { name: asked.name, description: asked.description ?? '', parameters: asked.parameters ?? { type: 'object', properties: {} } } };
  });
}
