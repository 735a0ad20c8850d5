using System.Collections.Concurrent;
using System.Diagnostics;
using Arena.Contracts.Inference;
using Grpc.Core;

namespace Arena.Bench.Swapping;

/// <summary>What became of the requests of a scenario.</summary>
/// <param name="Seconds">From the first request to the last answer.</param>
/// <param name="Errors">Requests without a complete answer.</param>
/// <param name="Longest">The longest that one request took, in seconds.</param>
/// <param name="Loads">Models brought into memory.</param>
internal sealed record Run(double Seconds, int Errors, double Longest, int Loads)
{
    private static readonly TimeSpan Stagger = TimeSpan.FromMilliseconds(5);

    public static async Task<Run> OfAsync(Scenario scenario, Policy policy)
    {
        await using var node = await Node.StartAsync(scenario, policy);
        foreach (var model in scenario.Models)
        {
            await AskAsync(node.Client, model.Name); // compiles what is used, and starts every scenario with the same model in memory
        }

        var loadsBefore = await node.LoadsAsync();
        var queue = new ConcurrentQueue<string>(scenario.Requests);
        var (errors, longest) = (0, 0.0);
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, scenario.Clients).Select(async client =>
        {
            await Task.Delay(Stagger * client); // the first requests arrive in their order
            while (queue.TryDequeue(out var model))
            {
                var asked = Stopwatch.GetTimestamp();
                if (!await AskAsync(node.Client, model))
                {
                    Interlocked.Increment(ref errors);
                }

                InterlockedMax(ref longest, Stopwatch.GetElapsedTime(asked).TotalSeconds);
            }
        }));
        return new(Stopwatch.GetElapsedTime(began).TotalSeconds, errors, longest, await node.LoadsAsync() - loadsBefore);
    }

    private static async Task<bool> AskAsync(Inference.InferenceClient client, string model)
    {
        using var call = client.Generate(new()
        {
            ModelId = model,
            Messages = { new ChatMessage { Role = Role.User, Content = "Tell me about rivers." } },
            Settings = new() { MaxTokens = 40 },
        });
        try
        {
            var complete = false;
            await foreach (var answered in call.ResponseStream.ReadAllAsync())
            {
                complete |= answered.EventCase is GenerateEvent.EventOneofCase.Completed;
            }

            return complete;
        }
        catch (RpcException)
        {
            return false;
        }
    }

    private static void InterlockedMax(ref double target, double value)
    {
        var seen = Volatile.Read(ref target);
        while (value > seen)
        {
            seen = Interlocked.CompareExchange(ref target, value, seen) is var before && before.Equals(seen) ? value : before;
        }
    }
}
