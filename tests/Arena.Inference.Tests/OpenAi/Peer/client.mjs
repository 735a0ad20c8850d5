// Everything that a user of OpenAI's client does, once, against the address given; prints one JSON object with what came back.
import OpenAI from "openai";

const client = new OpenAI({ baseURL: process.argv[2], apiKey: "none", maxRetries: 0 });
const messages = [{ role: "user", content: "What is the capital of France?" }];
const tools = [{ type: "function", function: { name: "get_weather", parameters: { type: "object", properties: { city: { type: "string" } } } } }];

const failure = async call => {
  try {
    await call();
    return "no error";
  } catch (error) {
    return `${error.constructor.name} ${error.status ?? ""} ${error.code ?? ""}`.trim();
  }
};

const read = async stream => {
  const seen = { text: "", finish: null, usage: null, model: null };
  for await (const chunk of stream) {
    seen.model = chunk.model;
    seen.text += chunk.choices[0]?.delta?.content ?? "";
    seen.finish = chunk.choices[0]?.finish_reason ?? seen.finish;
    seen.usage = chunk.usage ?? seen.usage;
  }
  return seen;
};

const models = await client.models.list();
const whole = await client.chat.completions.create({ model: "m", messages });
const streamed = await read(await client.chat.completions.create({ model: "m", messages, stream: true, stream_options: { include_usage: true } }));
const called = await client.chat.completions.create({ model: "tools", messages, tools });
const assembled = await client.chat.completions.stream({ model: "tools", messages, tools }).finalChatCompletion();

process.stdout.write(JSON.stringify({
  models: models.data.map(model => model.id),
  one: (await client.models.retrieve("m")).id,
  whole: [whole.choices[0].message.content, whole.choices[0].finish_reason, whole.usage.total_tokens],
  streamed: [streamed.text, streamed.finish, streamed.usage.total_tokens, streamed.model],
  called: called.choices[0].message.tool_calls.map(call => [call.function.name, call.function.arguments]),
  assembled: assembled.choices[0].message.tool_calls.map(call => [call.function.name, call.function.arguments]),
  unknown: await failure(() => client.chat.completions.create({ model: "nope", messages })),
  invalid: await failure(() => client.chat.completions.create({ model: "m", messages: [] })),
  broken: await failure(async () => read(await client.chat.completions.create({ model: "broken", messages, stream: true }))),
}));
